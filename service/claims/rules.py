"""Where the work on a claim stands, and which words may become one. Pure."""

from typing import TYPE_CHECKING, Never

from service.errors import Invalid
from service.vocabulary import BlockKind, ClaimStatus

if TYPE_CHECKING:
    from service.models import Block

CONTEXT = 32
"""Code points of text kept before and after a claim, to find it again by."""

LONGEST_SELECTION = 3000
"""Code points."""


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
    start += len(selected) - len(selected.lstrip())
    return start, start + len(words)


def kind_of_block(block: "Block | None", start: int, end: int) -> BlockKind:
    """The kind of the block in which a selection lies, given the last that begins before it.

    Raises Invalid, which names the field at fault, unless it lies in one block.
    """
    if block is None or start >= block.end:
        _refuse("start", "Between two blocks. Select words of one paragraph, item or heading.")
    if end > block.end:
        _refuse("end", "Reaches over more than one block. Select words of one alone.")
    return block.kind


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
