"""How a claim is drawn in its text and in the minimap. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from service.checkworthiness.scoring import DECISION
from service.http.wording import look
from service.vocabulary import ClaimStatus

PUBLISHED = (ClaimStatus.PUBLISHED, ClaimStatus.PUBLISHED_PENDING)
SHORT = 56
"""Below so many characters the glyph of the next claim could cover this one's."""

_NAMES = {ClaimStatus.PUBLISHED_PENDING: "pending", ClaimStatus.NEEDS_RECHECK: "recheck"}


class Mark(NamedTuple):
    """A claim in its text: its span, and how it is drawn.

    `glyph` names a symbol, empty for what nobody has looked at; `words` say the same to those who
    do not see it. `worth` is its checkworthiness from where it is worth checking, else 0.
    """

    id: int
    start: int
    end: int
    status: ClaimStatus
    classes: str
    glyph: str
    dot: bool
    words: str
    worth: float

    @property
    def is_short(self) -> bool:
        """Whether the next claim's glyph needs a column of its own."""
        return self.end - self.start < SHORT

    @property
    def is_left(self) -> bool:
        """Whether work is left to be done."""
        return self.status in (ClaimStatus.UNCHECKED, ClaimStatus.RETRACTED)


def mark_of(row: Any) -> Mark:
    """The mark of a row of claims.queries.marks_of."""
    status: ClaimStatus = row.status
    name = _NAMES.get(status, str(status))
    words = str(status).replace("_", " ")
    classes, glyph = f"s-{name}", f"s-{name}"
    if row.rating_code is not None and status in (*PUBLISHED, ClaimStatus.NEEDS_RECHECK):
        words = row.rating_label
        if status is ClaimStatus.PUBLISHED_PENDING:
            words += ", pending edits"
        if status is ClaimStatus.NEEDS_RECHECK:
            words += ", needs recheck"
        else:
            drawn = look(row.rating_code, row.rating_value)
            classes, glyph = f"s-{name} r-{drawn}", f"r-{drawn}"
    if status is ClaimStatus.UNCHECKED:
        glyph = ""
    dot = status is ClaimStatus.PUBLISHED_PENDING
    score = row.checkworthiness or 0.0
    worth = score if score >= DECISION else 0.0
    return Mark(row.id, row.start, row.end, status, classes, glyph, dot, words, worth)


def worth_checking(marks: Iterable[Mark]) -> list[Mark]:
    """What nobody has looked at and is worth checking, the most so first."""
    unchecked = (mark for mark in marks if mark.status is ClaimStatus.UNCHECKED and mark.worth)
    return sorted(unchecked, key=lambda mark: -mark.worth)
