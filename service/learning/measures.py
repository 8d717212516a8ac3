"""How good a ranking or a decision is. Pure."""

from collections.abc import Sequence


def average_precision(labels: Sequence[bool], margins: Sequence[float]) -> float:
    """The mean, over the right ones, of the share of right ones down to each; 0 if there are none.

    What comes first of equal margins counts first.
    """
    order = sorted(range(len(labels)), key=lambda at: -margins[at])
    found, total = 0, 0.0
    for place, at in enumerate(order, 1):
        if labels[at]:
            found += 1
            total += found / place
    return total / found if found else 0.0


def f1(labels: Sequence[bool], chosen: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right or chosen."""
    right = sum(label and choice for label, choice in zip(labels, chosen, strict=True))
    return 2 * right / max(1, sum(labels) + sum(chosen))


def best_threshold(labels: Sequence[bool], margins: Sequence[float]) -> float:
    """The margin from which on to choose for the best F1."""
    order = sorted(range(len(labels)), key=lambda at: -margins[at])
    best, threshold, found = -1.0, 0.0, 0
    for count, at in enumerate(order, 1):
        found += labels[at]
        is_last = count == len(order) or margins[order[count]] < margins[at]
        if is_last and (reached := 2 * found / (sum(labels) + count)) > best:
            best, threshold = reached, margins[at]
    return threshold
