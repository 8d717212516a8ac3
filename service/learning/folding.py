"""Deals examples out into parts, of which each is held out once. Pure."""

from collections import Counter
from collections.abc import Iterable

FOLDS = 5


def folds(groups: Iterable[str]) -> dict[str, int]:
    """The fold of each group, of which each example names one.

    The largest are dealt first, each to the smallest fold.
    """
    sizes = Counter(groups)
    filled = [0] * FOLDS
    found = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        found[group] = filled.index(min(filled))
        filled[found[group]] += sizes[group]
    return found
