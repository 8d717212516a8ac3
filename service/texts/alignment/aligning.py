"""Keeps the claims of a document when its text changes: finds where each stands in the new one.

What stood at a claim's anchor is looked for: the sentences that are there still, in order; those
that were moved; then the reworded ones. Claims within a sentence or over several go where their
sentences went. Pure, deterministic, in about n log n steps.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.texts.alignment.following import NewText
from service.texts.alignment.placing import Placing
from service.texts.alignment.sequences import increasing
from service.texts.cutting import Cut
from service.vocabulary import AnchorState, BlockKind


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim and where it stands in the old text, in code points; an orphan at an empty span."""

    id: int
    wording: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim stands in the new text; a new claim has no id.

    An orphan stands at the end of the text, at an empty span.
    """

    id: int | None
    state: AnchorState
    start: int
    end: int
    block: BlockKind


def align(old_text: str, old: Sequence[Standing], new: Cut) -> list[Placed]:
    """Every claim of the old text once, and what is new, by (start, end), the orphans last.

    No two claims stand on the same span. Where the state is exact or moved, the new text there is
    the claim's wording. A sentence on which no kept claim stands is a new claim.
    """
    claims = [(claim.id, claim.wording, (claim.start, claim.end)) for claim in old]
    placing = Placing(old_text, claims, NewText(new))
    kept = sorted(
        (claim for claim in old if claim.id in placing.spans),
        key=lambda claim: (claim.start, -claim.end, claim.id),
    )
    same = [
        claim
        for claim in kept
        if claim.start < claim.end and new.text[slice(*placing.spans[claim.id])] == claim.wording
    ]
    keys = [(start, -end) for start, end in (placing.spans[claim.id] for claim in same)]
    moved = {claim.id for claim in same} - {same[at].id for at in increasing(keys)}
    starts = [block.start for block in new.blocks]

    def place(claim: Standing) -> Placed:
        start, end = placing.spans[claim.id]
        state = AnchorState.MOVED if claim.id in moved else AnchorState.EXACT
        if new.text[start:end] != claim.wording:
            state = AnchorState.CHANGED
        block = new.blocks[max(0, bisect_right(starts, start) - 1)].kind
        return Placed(claim.id, state, start, end, block)

    orphans = sorted(claim.id for claim in old if claim.id not in placing.spans)
    end = len(new.text)
    return [
        *sorted([*map(place, kept), *_new(new, placing)], key=lambda item: (item.start, item.end)),
        *(Placed(i, AnchorState.ORPHANED, end, end, BlockKind.PARAGRAPH) for i in orphans),
    ]


def _new(new: Cut, placing: Placing) -> Iterator[Placed]:
    """The sentences that no kept claim stands on: within them or over half of them."""
    taken = set(placing.spans.values())
    covering = sorted(placing.covering)
    first = 0
    for sentence in new.claims:
        while first < len(covering) and covering[first][1] <= sentence.start:
            first += 1
        is_covered = (sentence.start, sentence.end) in taken
        for start, end in covering[first:]:
            if is_covered or start >= sentence.end:
                break
            common = min(end, sentence.end) - max(start, sentence.start)
            is_within = sentence.start <= start and end <= sentence.end
            is_covered = is_within or 2 * common > sentence.end - sentence.start
        if not is_covered:
            yield Placed(None, AnchorState.EXACT, sentence.start, sentence.end, sentence.block)
