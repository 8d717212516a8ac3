"""Where the work on a claim stands, and which words may become one. Pure."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Never

from service.errors import Invalid
from service.vocabulary import BlockKind, ClaimStatus

if TYPE_CHECKING:
    from service.models import Block

CONTEXT = 32
"""Code points of text kept before and after a claim, to find it again by."""

LONGEST_SELECTION = 3000
"""Code points."""

Place = tuple[int, int]
"""Start and end in a text."""

Span = tuple[int, int, int]
"""A claim, and where it stands: start and end."""


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """A little of the text before and after a claim."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def check_selection(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the selected words stand, without the white space around them.

    Raises Invalid, which names the field at fault, for what cannot be a claim.
    """
    if not 0 <= start < len(text):
        _refuse("start", f"Outside the text, which has {len(text)} characters.")
    if not 0 <= end <= len(text):
        _refuse("end", f"Outside the text, which has {len(text)} characters.")
    if end <= start:
        _refuse("end", "Nothing is selected: the end has to be behind the start.")
    selected = text[start:end]
    words = selected.strip()
    if not words:
        _refuse("start", "Only white space is selected.")
    if len(words) > LONGEST_SELECTION:
        _refuse("end", f"Longer than {LONGEST_SELECTION} characters. Select less.")
    return _trim(text, start, end)


def kind_of_block(block: "Block | None", start: int, end: int) -> BlockKind:
    """The kind of the block in which a selection lies, given the last that begins before it.

    Raises Invalid, which names the field at fault, unless it lies in one block.
    """
    if block is None or start >= block.end:
        _refuse("start", "Between two blocks. Select words of one paragraph, item or heading.")
    if end > block.end:
        _refuse("end", "Reaches over more than one block. Select words of one alone.")
    return block.kind


def pieces(text: str, start: int, end: int, at: Sequence[int]) -> list[Place]:
    """What a claim falls into when it is cut at these offsets, without white space at the ends.

    Raises Invalid, which names the offset at fault, for one that is not strictly inside, not behind
    the one before it, or cuts off nothing but white space.
    """
    for number, cut in enumerate(at):
        if not start < cut < end:
            _refuse(f"at.{number}", f"Not inside the claim, which stands from {start} to {end}.")
        if number and cut <= at[number - 1]:
            _refuse(f"at.{number}", "Not behind the offset before it.")
    found = []
    for number, (left, right) in enumerate(zip([start, *at], [*at, end], strict=True)):
        place = _trim(text, left, right)
        if place[0] == place[1]:
            _refuse(f"at.{max(0, number - 1)}", "Cuts off nothing but white space.")
        found.append(place)
    return found


def hull(spans: Sequence[Span], chosen: Collection[int]) -> Place:
    """From where to where the claim stands that the chosen ones become together.

    `spans` are all claims of the text. Raises Invalid where one stands between the chosen ones, or
    they would be too long together.
    """
    ours = [(start, end) for claim, start, end in spans if claim in chosen]
    whole = min(start for start, _ in ours), max(end for _, end in ours)
    for claim, start, end in spans:
        inside = whole[0] <= start and end <= whole[1]
        if claim not in chosen and inside and not any(_meet((start, end), one) for one in ours):
            _refuse("claims", f"No neighbours: claim {claim} stands between them.")
    if whole[1] - whole[0] > LONGEST_SELECTION:
        _refuse("claims", f"Longer than {LONGEST_SELECTION} characters together.")
    return whole


def giving_way(text: str, others: Sequence[Span], before: Place, after: Place) -> Iterator[Span]:
    """The neighbours that a claim newly reaches into as it moves, each as what is left of it.

    What it covers whole stays, inside of it; so does what overlapped it already.
    """
    for claim, start, end in others:
        place = start, end
        if not _meet(place, after) or _meet(place, before):
            continue
        if start < after[0] and end < after[1]:
            yield claim, *_trim(text, start, after[0])
        elif after[0] < start and after[1] < end:
            yield claim, *_trim(text, after[1], end)


def _meet(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _trim(text: str, start: int, end: int) -> Place:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _refuse(field: str, sentence: str) -> Never:
    raise Invalid(f"{field}: {sentence}", errors={field: [sentence]})


def status_of(
    *,
    has_verdict: bool,
    was_retracted: bool,
    has_open_edits: bool,
    needs_recheck: bool,
    is_retired: bool,
) -> ClaimStatus:
    """The status that follows from what stands on a claim."""
    if is_retired:
        return ClaimStatus.RETIRED
    if has_verdict and needs_recheck:
        return ClaimStatus.NEEDS_RECHECK
    if has_verdict:
        return ClaimStatus.PUBLISHED_PENDING if has_open_edits else ClaimStatus.PUBLISHED
    if has_open_edits:
        return ClaimStatus.IN_WORK
    return ClaimStatus.RETRACTED if was_retracted else ClaimStatus.UNCHECKED
