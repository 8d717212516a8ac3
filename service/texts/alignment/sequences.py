"""Finds again in one sequence what was in another. Pure, deterministic, about n log n.

After the patience diff of Bram Cohen: what occurs once in either sequence is aligned first, by the
longest increasing subsequence, and the gaps between are aligned in the same way. Small gaps without
such an anchor get a longest common subsequence; large ones pair the k-th with the k-th, so that no
pair of texts costs more than a bounded number of steps for each item.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

Pairs = list[tuple[int, int]]

MOST_CELLS = 1_600
"""Of the table for the longest common subsequence of one gap."""

DEEPEST = 12
"""Times that a gap is parted by anchors anew."""


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Pairs of positions with equal items, increasing in both."""
    pairs: Pairs = []
    gaps = [(0, len(old), 0, len(new), DEEPEST)]
    while gaps:
        low, high, left, right, depth = gaps.pop()
        while low < high and left < right and old[low] == new[left]:
            pairs.append((low, left))
            low, left = low + 1, left + 1
        while low < high and left < right and old[high - 1] == new[right - 1]:
            high, right = high - 1, right - 1
            pairs.append((high, right))
        if low == high or left == right:
            continue
        anchors = _anchors(old, new, low, high, left, right) if depth else []
        if anchors:
            pairs += anchors
            edges = [(low - 1, left - 1), *anchors, (high, right)]
            gaps += [
                (before[0] + 1, after[0], before[1] + 1, after[1], depth - 1)
                for before, after in pairwise(edges)
            ]
        elif (high - low) * (right - left) <= MOST_CELLS:
            pairs += _longest_common(old, new, low, high, left, right)
        else:
            pairs += _increasing(_kth_to_kth(old, new, range(low, high), range(left, right)))
    return sorted(pairs)


def out_of_order(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    kept: Mapping[int, int],
    used: Collection[int],
) -> Pairs:
    """Pairs of equal items besides those kept and the new ones used: what follows or precedes a
    pair stays beside it, the k-th goes to the k-th."""
    found = dict(kept)
    taken = set(used)
    result: Pairs = []

    def pair(here: int, there: int | None) -> bool:
        if here in found or there is None or there in taken or old[here] != new[there]:
            return False
        found[here] = there
        taken.add(there)
        result.append((here, there))
        return True

    places: dict[Hashable, list[int]] = defaultdict(list)
    for there, item in enumerate(new):
        if there not in taken:
            places[item].append(there)
    left = [here for here, item in enumerate(old) if here not in found and item in places]
    count = Counter(old[here] for here in left)
    for here in left:
        if count[old[here]] == len(places[old[here]]) == 1:
            pair(here, places[old[here]][0])
    in_new = range(len(new))
    for step, order in ((1, left), (-1, left[::-1])):
        for here in order:
            beside = found.get(here - step)
            if beside is not None and beside + step in in_new:
                pair(here, beside + step)
    queues = {item: iter(there for there in places[item]) for item in count}
    for here in left:
        beside = found.get(here - 1, -2) + 1
        if here in found or (beside in in_new and pair(here, beside)):
            continue
        for there in queues[old[here]]:
            if pair(here, there):
                break
    return result


def increasing(keys: Sequence[tuple[int, ...]]) -> list[int]:
    """The positions of a longest strictly increasing subsequence."""
    tails: list[tuple[int, ...]] = []
    ends: list[int] = []
    before: list[int] = []
    for position, key in enumerate(keys):
        length = bisect_left(tails, key)
        if length == len(tails):
            tails.append(key)
            ends.append(position)
        else:
            tails[length], ends[length] = key, position
        before.append(ends[length - 1] if length else -1)
    result: list[int] = []
    position = ends[-1] if ends else -1
    while position >= 0:
        result.append(position)
        position = before[position]
    return result[::-1]


def _increasing(pairs: Pairs) -> Pairs:
    return [pairs[position] for position in increasing([(there,) for _, there in pairs])]


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, left: int, right: int
) -> Pairs:
    """In order, what occurs once in either part."""
    here, there = Counter(old[low:high]), Counter(new[left:right])
    places = {new[position]: position for position in range(left, right)}
    return _increasing(
        [
            (position, places[item])
            for position in range(low, high)
            if here[item := old[position]] == 1 == there.get(item)
        ]
    )


def _kth_to_kth(
    old: Sequence[Hashable], new: Sequence[Hashable], here: range, there: range
) -> Pairs:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for position in reversed(there):
        places[new[position]].append(position)
    return [
        (position, places[old[position]].pop()) for position in here if places.get(old[position])
    ]


def _longest_common(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, left: int, right: int
) -> Iterator[tuple[int, int]]:
    wide = right - left
    best = [[0] * (wide + 1) for _ in range(low, high + 1)]
    for here in range(high - 1, low - 1, -1):
        row, below = best[here - low], best[here - low + 1]
        for there in range(right - 1, left - 1, -1):
            column = there - left
            row[column] = (
                below[column + 1] + 1
                if old[here] == new[there]
                else max(below[column], row[column + 1])
            )
    here, there = low, left
    while here < high and there < right:
        if old[here] == new[there]:
            yield here, there
            here, there = here + 1, there + 1
        elif best[here - low + 1][there - left] >= best[here - low][there - left + 1]:
            here += 1
        else:
            there += 1
