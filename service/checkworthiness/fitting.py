"""Fits a logistic regression on rows of present or absent features.

Newton's method, its steps found by conjugate gradients (Lin, Weng and Keerthi 2008, "Trust region
Newton method for large-scale logistic regression"; here with backtracking instead of a trust
region). Nothing in it is random, and no sum depends on how many threads add it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

ENOUGH = 1e-7
"""How near to 0 the gradient has to come."""

MOST_STEPS, MOST_INNER_STEPS = 60, 300


class Rows:
    """Sentences as rows: the columns that each shows, all at the row's own scale."""

    def __init__(self, columns: Sequence[Sequence[int]], scales: Sequence[float]) -> None:
        sizes = np.array([len(row) for row in columns], dtype=np.int64)
        self.columns: Indices = np.array([at for row in columns for at in row], dtype=np.int64)
        self.rows: Indices = np.repeat(np.arange(len(columns)), sizes)
        self.scales: Numbers = np.array(scales, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.scales)

    def times(self, weights: Numbers) -> Numbers:
        """The scaled sum of each row's weights."""
        return self.scales * _summed(self.rows, weights[self.columns], len(self))

    def gather(self, values: Numbers, width: int) -> Numbers:
        """For each column the scaled sum of the values of its rows."""
        return _summed(self.columns, (self.scales * values)[self.rows], width)

    def gather_squares(self, values: Numbers, width: int) -> Numbers:
        """As `gather`, with the squares of the scales."""
        return _summed(self.columns, (self.scales**2 * values)[self.rows], width)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be fitted.

    `labels` are 0 or 1, `counts` how often each row counts, `sets` of which set it is: each set has
    a bias of its own, which costs nothing. `prior` is where the weights would stay without any row,
    and `hold` how strongly they do.
    """

    rows: Rows
    labels: Numbers
    counts: Numbers
    sets: Indices
    prior: Numbers
    hold: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each column, and a bias for each set."""

    weights: Numbers
    biases: Numbers


def fit(problem: Problem) -> Fitted:
    """The weights and biases under which the labels are likeliest, given the prior."""
    width = len(problem.prior)
    point = np.concatenate([problem.prior, np.zeros(int(problem.sets.max()) + 1)])
    loss, gradient, curvature = _look(problem, point)
    for _ in range(MOST_STEPS):
        if np.abs(gradient).max() < ENOUGH:
            break
        step = _newton_step(problem, gradient, curvature)
        slope, size = _dot(step, gradient), 1.0
        while True:
            there = point + size * step
            new_loss, new_gradient, new_curvature = _look(problem, there)
            if new_loss <= loss + 1e-4 * size * slope or size < 1e-6:
                break
            size /= 2
        if new_loss > loss:
            break  # nothing is left but rounding
        point, loss, gradient, curvature = there, new_loss, new_gradient, new_curvature
    return Fitted(point[:width], point[width:])


def _summed(places: Indices, values: Numbers, size: int) -> Numbers:
    """For each place the sum of its values."""
    return np.bincount(places, values, minlength=size).astype(np.float64, copy=False)


def _dot(left: Numbers, right: Numbers) -> float:
    """Not `@`: the library behind it adds in as many parts as it has threads."""
    return float((left * right).sum())


def _look(problem: Problem, point: Numbers) -> tuple[float, Numbers, Numbers]:
    """The loss at a point, its gradient, and how it bends for each row."""
    width = len(problem.prior)
    weights, biases = point[:width], point[width:]
    margin = problem.rows.times(weights) + biases[problem.sets]
    chance = 1 / (1 + np.exp(-np.clip(margin, -500, 500)))
    away = weights - problem.prior
    losses = np.logaddexp(0, margin) - problem.labels * margin
    loss = _dot(problem.counts, losses) + problem.hold / 2 * _dot(away, away)
    error = problem.counts * (chance - problem.labels)
    gradient = _across(problem, error)
    gradient[:width] += problem.hold * away
    return loss, gradient, problem.counts * chance * (1 - chance)


def _across(problem: Problem, values: Numbers) -> Numbers:
    """The values of the rows, gathered for each weight and each bias."""
    width = len(problem.prior)
    biases = _summed(problem.sets, values, int(problem.sets.max()) + 1)
    return np.concatenate([problem.rows.gather(values, width), biases])


def _newton_step(problem: Problem, gradient: Numbers, curvature: Numbers) -> Numbers:
    """The step to where the gradient would vanish if the loss were a parabola, or nearly so."""
    width = len(problem.prior)

    def bend(step: Numbers) -> Numbers:
        along = problem.rows.times(step[:width]) + step[width:][problem.sets]
        bent = _across(problem, curvature * along)
        bent[:width] += problem.hold * step[:width]
        return bent

    sets = _summed(problem.sets, curvature, len(gradient) - width)
    diagonal = np.concatenate(
        [problem.rows.gather_squares(curvature, width) + problem.hold, np.maximum(sets, 1e-9)]
    )
    step, residual = np.zeros_like(gradient), -gradient
    ready = residual / diagonal
    direction, size = ready, _dot(residual, ready)
    goal = size * min(0.25, size**0.5) ** 2
    for _ in range(MOST_INNER_STEPS):
        if size <= goal:
            break
        bent = bend(direction)
        length = size / _dot(direction, bent)
        step = step + length * direction
        residual = residual - length * bent
        ready = residual / diagonal
        size, before = _dot(residual, ready), size
        direction = ready + size / before * direction
    return step
