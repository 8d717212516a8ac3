"""Trains a model on sentences of which is known whether they are worth checking.

The same examples in the same order make the same model, byte for byte. numpy comes with it: what
only scores imports neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.checkworthiness.features import Features, features
from service.checkworthiness.fitting import Problem, Rows, fit
from service.checkworthiness.model import Model, Part
from service.checkworthiness.scoring import names_in_any_language, names_in_english
from service.learning.folding import FOLDS, folds
from service.learning.measures import best_threshold

HOLD = 10.0
"""How strongly weights are held to where they would be without examples."""

SELDOM = 5
"""What stands in fewer sentences gets no weight."""

SLIGHT = 0.05
"""A pair that weighs less is left out; a word stays, and tells that a sentence is English."""

_FEWEST_COMMON = 5
"""Sentences of so many words that are alike are the same one; shorter ones are alike by chance."""

Named = Callable[[Features], tuple[list[str], float]]
"""The features of a sentence that count, and how much each does."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and whether it is worth checking.

    `origin` is the collection that judged it, which is stricter than others or not: each has a bias
    of its own. `group` is held out as a whole: a document. `count` is how often it counts.
    """

    sentence: str
    is_worth: bool
    origin: str
    group: str
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found on some examples: a weight for each feature, a bias for each origin."""

    weights: dict[str, float]
    biases: dict[str, float]

    def margin(self, names: Sequence[str], scale: float, origin: str) -> float:
        """What the features of a sentence come to, as that origin judges."""
        bias = self.biases.get(origin, 0.0)
        return bias + scale * sum(self.weights.get(name, 0.0) for name in names)


def train(examples: Sequence[Example], origin: str, provenance: list[str]) -> Model:
    """A model that decides as the examples of one origin do; those of others help.

    Where the best F1 of held-out sentences is reached, its scores are 0.5. `provenance` is what the
    model says of where it is from.
    """
    shown = [features(example.sentence) for example in examples]
    english, free = (
        _decided(examples, shown, named, origin)
        for named in (names_in_english, names_in_any_language)
    )
    return Model(provenance, english, free)


def weigh(
    examples: Sequence[Example],
    shown: Sequence[Features],
    named: Named,
    prior: Mapping[str, float] | None = None,
) -> Weighed:
    """Fit weights to examples, whose features are `shown`; without any, they would be `prior`."""
    prior = prior or {}
    rows = [named(each) for each in shown]
    counts = Counter(name for names, _scale in rows for name in names)
    columns = sorted({name for name, count in counts.items() if count >= SELDOM} | set(prior))
    column_of = {name: at for at, name in enumerate(columns)}
    origins = sorted({example.origin for example in examples})
    fitted = fit(
        Problem(
            rows=Rows(
                [[column_of[name] for name in names if name in column_of] for names, _ in rows],
                [scale for _names, scale in rows],
            ),
            labels=np.array([float(example.is_worth) for example in examples]),
            counts=np.array([example.count for example in examples]),
            sets=np.array([origins.index(example.origin) for example in examples]),
            prior=np.array([prior.get(name, 0.0) for name in columns]),
            hold=HOLD,
        )
    )
    return Weighed(
        dict(zip(columns, fitted.weights.tolist(), strict=True)),
        dict(zip(origins, fitted.biases.tolist(), strict=True)),
    )


def margins_held_out(
    examples: Sequence[Example],
    shown: Sequence[Features],
    named: Named,
    prior: Mapping[str, float] | None = None,
) -> list[float]:
    """What each example comes to by weights that were found without its group, nor without any
    sentence that is as good as one of the group."""
    fold_of = folds(example.group for example in examples)
    keys = [" ".join(each.words) if len(each.words) >= _FEWEST_COMMON else "" for each in shown]
    margins = [0.0] * len(examples)
    for fold in range(FOLDS):
        held = [at for at, each in enumerate(examples) if fold_of[each.group] == fold]
        same = {keys[at] for at in held} - {""}
        kept = [
            at
            for at, each in enumerate(examples)
            if fold_of[each.group] != fold and keys[at] not in same
        ]
        if not held or not kept:
            continue
        found = weigh([examples[at] for at in kept], [shown[at] for at in kept], named, prior)
        for at in held:
            margins[at] = found.margin(*named(shown[at]), examples[at].origin)
    return margins


def _decided(
    examples: Sequence[Example], shown: Sequence[Features], named: Named, origin: str
) -> Part:
    """A part whose margin is 0 where to decide, and as steep as held-out sentences are certain."""
    held_out = margins_held_out(examples, shown, named)
    ours = [at for at, example in enumerate(examples) if example.origin == origin]
    labels = [examples[at].is_worth for at in ours]
    margins = [held_out[at] for at in ours]
    threshold = best_threshold(labels, margins)
    slope = _slope(labels, margins)
    found = weigh(examples, shown, named)
    rows = [named(shown[at]) for at in ours]
    return part_of(found.weights, found.biases[origin] - threshold, slope, rows)


def part_of(
    weights: Mapping[str, float], bias: float, slope: float, rows: Sequence[tuple[list[str], float]]
) -> Part:
    """Weights and bias, rounded and pruned, with what the sentences of `rows` show on average."""
    means: defaultdict[str, float] = defaultdict(float)
    for names, scale in rows:
        for name in names:
            if ":" in name:
                means[name] += scale / len(rows)
    kept = {
        name: round(weight * slope, 3)
        for name, weight in weights.items()
        if " " not in name or abs(weight * slope) >= SLIGHT
    }
    signals = {name: round(means[name], 3) for name in kept if ":" in name}
    return Part(round(bias * slope, 3), kept, signals)


def _slope(labels: Sequence[bool], margins: Sequence[float]) -> float:
    """By how much to multiply margins for their odds to be right (Platt 1999)."""
    size = len(labels)
    fitted = fit(
        Problem(
            rows=Rows([[0]] * size, margins),
            labels=np.array(labels, dtype=np.float64),
            counts=np.ones(size),
            sets=np.zeros(size, dtype=np.int64),
            prior=np.ones(1),
            hold=1.0,
        )
    )
    return float(fitted.weights[0])
