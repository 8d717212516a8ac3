"""Fits weights to choices: which of its candidates a sentence was about. Pure.

A conditional logit (McFadden 1974): the right candidate is likely to have the highest sum. And a
logistic regression of few columns. Both by Newton's method; nothing in it is random.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

ENOUGH = 1e-9
MOST_STEPS = 60


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

    def look(weights: Numbers) -> tuple[float, Numbers]:
        margins = _times(rows, weights)
        highest = np.maximum.reduceat(margins, starts)
        odds = np.exp(margins - np.repeat(highest, sizes))
        sums = np.add.reduceat(odds, starts)
        away = weights - choices.prior
        loss = (choices.counts * (np.log(sums) + highest)).sum() - (count * share * margins).sum()
        return float(loss + choices.hold / 2 * (away * away).sum()), odds / np.repeat(sums, sizes)

    point = choices.prior.copy()
    loss, chances = look(point)
    for _ in range(MOST_STEPS):
        away = choices.hold * (point - choices.prior)
        gradient = _gathered(rows, count * (chances - share)) + away
        means = np.add.reduceat(rows * chances[:, None], starts)
        bend = _bent(rows, count * chances) - _bent(means, choices.counts)
        step = np.linalg.solve(bend + choices.hold * np.eye(len(point)), gradient)
        size = 1.0
        while size > ENOUGH:
            there = point - size * step
            new_loss, new_chances = look(there)
            if new_loss <= loss:
                break
            size /= 2
        else:
            break  # nothing is left but rounding
        is_enough = np.abs(size * step).max() < ENOUGH
        point, loss, chances = there, new_loss, new_chances
        if is_enough:
            break
    return point


def fit_chances(rows: Numbers, labels: Numbers, counts: Numbers) -> Numbers:
    """The weights of a logistic regression, whose rows have a column of ones for its bias."""
    point = np.zeros(rows.shape[1])
    for _ in range(MOST_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(_times(rows, point), -30, 30)))
        gradient = _gathered(rows, counts * (chances - labels)) + 1e-3 * point
        bend = _bent(rows, counts * chances * (1 - chances)) + 1e-3 * np.eye(len(point))
        step = np.linalg.solve(bend, gradient)
        point = point - step
        if np.abs(step).max() < ENOUGH:
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
