"""Finds the counterparts of reworded sentences in a new text. Pure and deterministic."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from service.texts.alignment.similarity import Weights

Features = Counter[str]

ALIKE_NEAR = 0.5
"""The likeness, 0 to 1, from which a sentence between the same neighbours is the same one."""

ALIKE_ANYWHERE = 0.6
"""The same, for a sentence elsewhere. Lower ones are more often another sentence than the same."""

CONTAINED_NEAR = 0.7
CONTAINED_ANYWHERE = 0.85
"""The shares of a sentence that another has to hold for having taken it in."""

FEWEST = 4
"""Different words of a sentence that was taken in."""

NEARNESS = 0.1
"""What standing between the same neighbours adds to the likeness, when several are alike."""

NEAREST = 3
"""Free sentences of the same gap, on either side, that are compared whatever words they have."""

MOST_LOOKED_AT = 100
"""Sentences with a word in common, for one claim: rare words first."""

MOST_COMPARED = 5
"""Of these, the ones with most in common."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """What is known before: the features of the lost old sentences and of all new ones by position,
    the pairs found, the new ones used, and the pairs that keep their order."""

    old: Mapping[int, Features]
    new: Sequence[Features]
    pairs: Mapping[int, int]
    used: Collection[int]
    kept: Sequence[tuple[int, int]]


def counterparts(known: Sequences) -> tuple[dict[int, int], dict[int, int]]:
    """Of the old sentences without a pair: those that a free new sentence is the counterpart of,
    and those that became part of a new sentence, which may be the counterpart of another."""
    weights = Weights(known.new)
    taken = set(known.used)
    free = [there for there in range(len(known.new)) if there not in taken]
    lost = sorted(known.old)
    weight_of = {there: weights.sum(known.new[there]) for there in free}
    ranked: list[tuple[float, int, int, int]] = []
    within: dict[int, tuple[float, int]] = {}
    for here, candidates in _candidates(known, lost, free, weights):
        features = known.old[here]
        weight = weights.sum(features)
        for there, is_near in candidates:
            shared = weights.shared(features, known.new[there])
            alike = 2 * shared / (weight + weight_of[there] or 1)
            if alike >= (ALIKE_NEAR if is_near else ALIKE_ANYWHERE):
                score = alike + (NEARNESS if is_near else 0)
                ranked.append((-score, abs(here - there), here, there))
            least = CONTAINED_NEAR if is_near else CONTAINED_ANYWHERE
            if len(features) >= FEWEST and shared >= least * weight:
                within[here] = max(within.get(here, (0.0, 0)), (alike, there))
    result: dict[int, int] = {}
    for _, _, here, there in sorted(ranked):
        if here not in result and there not in taken:
            result[here] = there
            taken.add(there)
    return result, {here: there for here, (_, there) in within.items() if here not in result}


def _candidates(
    known: Sequences, lost: list[int], free: list[int], weights: Weights
) -> Iterator[tuple[int, list[tuple[int, bool]]]]:
    """For each lost sentence the free ones worth comparing, each with whether it is near."""
    holders: dict[str, list[int]] = defaultdict(list)
    for there in free:
        for name in known.new[there]:
            holders[name].append(there)
    old_edges = [here for here, _ in known.kept]
    new_edges = [there for _, there in known.kept]
    gaps: dict[int, list[int]] = defaultdict(list)
    for there in free:
        gaps[bisect_left(new_edges, there)].append(there)
    all_free = set(free)
    rank: Counter[int] = Counter()
    for here in lost:
        number = bisect_left(old_edges, here)
        gap = gaps.get(number, [])
        middle = rank[number]
        rank[number] += 1
        near = set(gap[max(0, middle - NEAREST) : middle + NEAREST + 1])
        for step in (-1, 1):
            beside = known.pairs.get(here + step)
            if beside is not None:
                near.add(beside - step)
        shared: dict[int, float] = defaultdict(float)
        left = MOST_LOOKED_AT
        features = known.old[here]
        for name in sorted(features, key=lambda name: (len(holders.get(name, ())), name)):
            weight = weights.of(name)
            for there in holders.get(name, ())[:left]:
                shared[there] += weight
            left -= len(holders.get(name, ()))
            if left <= 0:
                break
        best = nsmallest(MOST_COMPARED, shared, key=lambda there: (-shared[there], there))
        near &= all_free
        yield here, [(there, there in near) for there in sorted({*best, *near})]
