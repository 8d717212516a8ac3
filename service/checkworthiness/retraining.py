"""Trains a model further on what a desk decided, and tells whether it got better.

Each part of the model is trained and judged by itself, on held-out documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.checkworthiness.features import Features, features
from service.checkworthiness.model import Model, Part
from service.checkworthiness.scoring import basis_of, names_in_any_language, names_in_english
from service.checkworthiness.training import (
    Example,
    Named,
    Weighed,
    margins_held_out,
    part_of,
    weigh,
)
from service.learning.comparing import FEWEST, Compared
from service.learning.folding import FOLDS, folds
from service.learning.measures import average_precision


@dataclass(frozen=True, slots=True)
class Outcome(Compared):
    """What came of one part: `name` says which sentences it is for."""

    name: str
    worth: int
    others: int
    documents: int
    part: Part | None = None

    @property
    def sentence(self) -> str:
        """What came of it, for a person."""
        size = f"{self.worth} worth checking and {self.others} not, in {self.documents} documents"
        return self.told(f"{self.name}: {size}", "of either kind")


def retrain(
    examples: Sequence[Example], base: Model, provenance: list[str]
) -> tuple[Model, list[Outcome]]:
    """The model with those parts anew that got better, and what came of each.

    It is the base itself where none did.
    """
    english, others = list[tuple[Example, Features]](), list[tuple[Example, Features]]()
    for example in examples:
        shown = features(example.sentence)
        is_english = basis_of(base, shown).is_english
        (english if is_english else others).append((example, shown))
    outcomes = [
        _outcome("English sentences", english, names_in_english, base.english),
        _outcome("Other sentences", others, names_in_any_language, base.free),
    ]
    parts = [outcome.part if outcome.is_better else None for outcome in outcomes]
    if not any(parts):
        return base, outcomes
    model = Model(provenance, parts[0] or base.english, parts[1] or base.free)
    return model, outcomes


def _outcome(
    name: str, rows: Sequence[tuple[Example, Features]], named: Named, base: Part
) -> Outcome:
    examples, shown = [example for example, _ in rows], [each for _, each in rows]
    worth = sum(example.is_worth for example in examples)
    documents = len({example.group for example in examples})
    outcome = Outcome(name, worth, len(examples) - worth, documents)
    if min(outcome.worth, outcome.others) < FEWEST or documents < FOLDS:
        return outcome
    old = Weighed(base.weights, {})
    before = [old.margin(*named(each), "") for each in shown]
    after = margins_held_out(examples, shown, named, base.weights)
    found = weigh(examples, shown, named, base.weights)
    return replace(
        outcome,
        before=_mean_average_precision(examples, before),
        after=_mean_average_precision(examples, after),
        part=_as_many_worth(base, found, examples, shown, named),
    )


def _mean_average_precision(examples: Sequence[Example], margins: Sequence[float]) -> float | None:
    """The mean over the folds in which there is something to rank, if there are any."""
    fold_of = folds(example.group for example in examples)
    found = []
    for fold in range(FOLDS):
        held = [at for at, example in enumerate(examples) if fold_of[example.group] == fold]
        labels = [examples[at].is_worth for at in held]
        if any(labels) and not all(labels):
            found.append(average_precision(labels, [margins[at] for at in held]))
    return sum(found) / len(found) if found else None


def _as_many_worth(
    base: Part,
    found: Weighed,
    examples: Sequence[Example],
    shown: Sequence[Features],
    named: Named,
) -> Part:
    """The new part, which finds as many of these sentences worth checking as the old one.

    People look at what seems worth checking anyhow: how many they keep tells nothing of how many
    there are.
    """
    old = Weighed(base.weights, {})
    rows = [named(each) for each in shown]
    passed = sum(old.margin(*row, "") + base.bias >= 0 for row in rows)
    margins = sorted((replace(found, biases={}).margin(*row, "") for row in rows), reverse=True)
    last = margins[passed - 1] if passed else margins[0] + 2
    next_one = margins[passed] if passed < len(margins) else margins[-1] - 2
    return part_of(found.weights, -(last + next_one) / 2, 1.0, rows)
