"""Trains a model on sentences of which is known what was checked of them.

The same examples in the same order make the same model, byte for byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.learning.folding import FOLDS, folds
from service.matching.fitting import Choices, Numbers, fit_chances, fit_choices
from service.matching.model import Chances, Model
from service.matching.scoring import leads, margins
from service.matching.signals import Signals

HOLD = 30.0
"""How strongly weights are held to where they would be without examples: those of signals that are
scaled to vary by 1."""

LEAST_SCALE = 0.1
"""Where weights begin from others: a signal that few candidates show is not let go far by them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, the signals of its candidates, and which of them are of the same claim.

    None may be: such a sentence tells only how likely a match is. `group` is held out as a whole,
    and `count` is how often the sentence counts.
    """

    signals: Sequence[Signals]
    labels: Sequence[bool]
    group: str
    count: float = 1.0


def train(examples: Sequence[Example], provenance: list[str]) -> Model:
    """A model that ranks what is right first, and whose scores are as often right as they say."""
    weights = weigh(examples)
    chances = _chances(examples, margins_held_out(examples))
    return Model(provenance, chances, {name: round(each, 4) for name, each in weights.items()})


def weigh(
    examples: Sequence[Example], prior: Mapping[str, float] | None = None, hold: float = HOLD
) -> dict[str, float]:
    """Fit weights to the examples in which anything is right; without any they would be `prior`."""
    examples = [each for each in examples if any(each.labels)]
    names = sorted({name for each in examples for signals in each.signals for name in signals})
    rows = np.array(
        [[signals[name] for name in names] for each in examples for signals in each.signals]
    )
    scales = np.maximum(rows.std(axis=0), 1e-9 if prior is None else LEAST_SCALE)
    sizes = [len(each.signals) for each in examples]
    before = np.array([(prior or {}).get(name, 0.0) for name in names])
    found = fit_choices(
        Choices(
            rows / scales,
            np.array([float(label) for each in examples for label in each.labels]),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            np.array([each.count for each in examples]),
            before * scales,
            hold,
        )
    )
    return dict(zip(names, (found / scales).tolist(), strict=True))


def margins_held_out(examples: Sequence[Example]) -> list[list[float]]:
    """What the candidates of each example come to by weights that were found without its group."""
    weights = weights_held_out(examples)
    return [margins(weights[each.group], each.signals) for each in examples]


def weights_held_out(
    examples: Sequence[Example], prior: Mapping[str, float] | None = None, hold: float = HOLD
) -> dict[str, dict[str, float]]:
    """For each group the weights that were found without it, and without others of its fold."""
    fold_of = folds(each.group for each in examples)
    weights = [
        weigh([each for each in examples if fold_of[each.group] != fold], prior, hold)
        for fold in range(FOLDS)
    ]
    return {group: weights[fold] for group, fold in fold_of.items()}


def _chances(examples: Sequence[Example], held_out: Sequence[Sequence[float]]) -> Chances:
    """How margins of sentences that were held out become chances (Platt 1999)."""
    rows: list[tuple[float, float, float]] = []
    labels: list[float] = []
    counts: list[float] = []
    for each, found in zip(examples, held_out, strict=True):
        rows += [(1.0, margin, lead) for margin, lead in zip(found, leads(found), strict=True)]
        labels += [float(label) for label in each.labels]
        counts += [each.count] * len(found)
    fitted: Numbers = fit_chances(np.array(rows), np.array(labels), np.array(counts))
    bias, margin, lead = (round(float(each), 4) for each in fitted)
    return Chances(bias, max(margin, 0.0), max(lead, 0.0))
