"""Which claim comes next: by what somebody takes first of a text."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.matches.listing import checked_before
from service.permissions import Viewer
from service.vocabulary import ClaimStatus
from service.workbench.marks import Mark, worth_checking
from service.workbench.queries import read_marks
from service.workbench.rules import CHECKED, WORTH


def taken_first(marks: Sequence[Mark], order: str, checked: Sequence[int]) -> list[Mark]:
    """What of these nobody has looked at and comes before all else. In reading order, nothing does.

    `checked` are the ids of those that were checked before, the likeliest first.
    """
    if order == WORTH:
        return worth_checking(marks)
    if order == CHECKED:
        unchecked = {mark.id: mark for mark in marks if mark.status is ClaimStatus.UNCHECKED}
        return [unchecked[each] for each in checked if each in unchecked]
    return []


def after(
    session: Session, viewer: Viewer, document_id: int, claim_id: int, *, order: str
) -> tuple[Mark, int]:
    """The mark of this claim, and the next unchecked claim: what comes first, if anything does, or
    else after it in reading order, or else from the beginning, or else itself."""
    marks = read_marks(session, viewer, document_id)
    here = next(place for place, mark in enumerate(marks) if mark.id == claim_id)
    others = [*marks[here + 1 :], *marks[:here]]
    checked = checked_before(session, viewer, document_id) if order == CHECKED else []
    for mark in [*taken_first(others, order, checked), *others]:
        if mark.status is ClaimStatus.UNCHECKED:
            return marks[here], mark.id
    return marks[here], claim_id
