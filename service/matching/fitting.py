"""Fits weights to choices: which of its candidates a sentence was about. Pure.

A conditional logit (McFadden 1974): the right candidate is likely to have the highest sum. And a
logistic regression of few columns. Both by Newton's method; nothing in it is random.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

ENOUGH = 1e-9
MOST_STEPS = 60
SLIGHT = 1e-3
"""How strongly chances are held to even ones: what can be told for sure has no end else."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Candidates as rows, those of one sentence next to each other.

    `starts` are the first rows of each sentence. `labels` are 1 for what is right, of which each
    sentence has at least one, and `counts` how often each sentence counts. `prior` is where the
    weights would stay without any, and `hold` how strongly they do.
    """

    rows: Numbers
    labels: Numbers
    starts: NDArray[np.int64]
    counts: Numbers
    prior: Numbers
    hold: float


def fit_choices(choices: Choices) -> Numbers:
    """The weights under which what is right is likeliest."""
    rows, starts = choices.rows, choices.starts
    sizes = np.diff(np.append(starts, len(rows)))
    count = np.repeat(choices.counts, sizes)
    share = choices.labels / np.repeat(np.add.reduceat(choices.labels, starts), sizes)

    def look(weights: Numbers) -> Look:
        margins = _times(rows, weights)
        highest = np.maximum.reduceat(margins, starts)
        odds = np.exp(margins - np.repeat(highest, sizes))
        sums = np.add.reduceat(odds, starts)
        chances = odds / np.repeat(sums, sizes)
        away = weights - choices.prior
        loss = (choices.counts * (np.log(sums) + highest)).sum() - (count * share * margins).sum()
        means = np.add.reduceat(rows * chances[:, None], starts)
        return Look(
            float(loss + choices.hold / 2 * (away * away).sum()),
            _gathered(rows, count * (chances - share)) + choices.hold * away,
            _bent(rows, count * chances)
            - _bent(means, choices.counts)
            + choices.hold * np.eye(len(weights)),
        )

    return _lowest(look, choices.prior)


def fit_chances(rows: Numbers, labels: Numbers, counts: Numbers) -> Numbers:
    """The weights of a logistic regression, whose rows have a column of ones for its bias."""

    def look(weights: Numbers) -> Look:
        margins = _times(rows, weights)
        chances = 1 / (1 + np.exp(-np.clip(margins, -500, 500)))
        losses = np.logaddexp(0, margins) - labels * margins
        return Look(
            float((counts * losses).sum() + SLIGHT / 2 * (weights * weights).sum()),
            _gathered(rows, counts * (chances - labels)) + SLIGHT * weights,
            _bent(rows, counts * chances * (1 - chances)) + SLIGHT * np.eye(len(weights)),
        )

    return _lowest(look, np.zeros(rows.shape[1]))


class Look(NamedTuple):
    """The loss at a point, its gradient, and how it bends."""

    loss: float
    gradient: Numbers
    bend: Numbers


def _lowest(look: Callable[[Numbers], Look], point: Numbers) -> Numbers:
    """Where the loss is least, by Newton's steps, each as short as it has to be."""
    here = look(point)
    for _ in range(MOST_STEPS):
        step = np.linalg.solve(here.bend, here.gradient)
        there = look(point - step)
        while there.loss > here.loss and np.abs(step).max() > ENOUGH:
            step = step / 2
            there = look(point - step)
        if there.loss > here.loss:
            break  # nothing is left but rounding
        point, here = point - step, there
        if np.abs(step).max() <= ENOUGH:
            break
    return point


# Not `@`: the library behind it adds in as many parts as it has threads.


def _times(rows: Numbers, weights: Numbers) -> Numbers:
    found: Numbers = np.einsum("rc,c->r", rows, weights)
    return found


def _gathered(rows: Numbers, values: Numbers) -> Numbers:
    found: Numbers = np.einsum("rc,r->c", rows, values)
    return found


def _bent(rows: Numbers, values: Numbers) -> Numbers:
    found: Numbers = np.einsum("rc,rd->cd", rows * values[:, None], rows)
    return found
