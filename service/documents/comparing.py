"""What a new text would make of the claims of a document, to be looked at before it is saved."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.documents import queries
from service.documents.aligning import alignment_of, count_states, newest_of
from service.documents.intake import Intake
from service.permissions import Viewer
from service.texts.alignment.aligning import Placed
from service.vocabulary import AnchorState, ClaimStatus


@dataclass(frozen=True, slots=True)
class Line:
    """What a new text makes of one claim.

    `state` is how the claim stands in it, or `new`. `before` is the wording that the claim has,
    `after` what stands in the new text at `start` and `end`; an orphan has nothing there.
    """

    claim_id: int | None
    state: str
    before: str | None
    after: str | None
    status: ClaimStatus | None
    has_verdict: bool
    has_open_edits: bool
    start: int
    end: int

    @property
    def keeps_wording(self) -> bool:
        """Whether the claim keeps its wording, and needs a recheck, although the text changed."""
        return self.state == AnchorState.CHANGED and (self.has_verdict or self.has_open_edits)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new text would make of the claims of a document; the same one makes nothing of any.

    `counts` has every one of the five states. What is retired is left out.
    """

    is_same: bool
    counts: dict[str, int]
    lines: list[Line]


def preview_version(session: Session, viewer: Viewer, document_id: int, intake: Intake) -> Preview:
    """What a new text would make of the claims of a document: nothing is written."""
    document = queries.get_document(session, viewer, document_id)
    if intake.cut.hash == document.text_hash:
        return Preview(True, dict.fromkeys(queries.STATES, 0), [])
    claims = queries.list_standing(session, viewer, document)
    placed = alignment_of(newest_of(session, document), claims, intake, None).placed
    by_id = {claim.id: claim for claim in claims}
    lines = [
        _line(by_id.get(each.id or 0), each, intake.cut.text)
        for each in placed
        if each.id is None or not by_id[each.id].is_retired
    ]
    return Preview(False, count_states(claims, placed), lines)


def _line(claim: Row[*tuple[Any, ...]] | None, place: Placed, text: str) -> Line:
    is_orphan = place.state is AnchorState.ORPHANED
    return Line(
        claim_id=place.id,
        state=place.state.value if claim else "new",
        before=claim.text if claim else None,
        after=None if is_orphan else text[place.start : place.end],
        status=claim.status if claim else None,
        has_verdict=bool(claim and claim.has_verdict),
        has_open_edits=bool(claim and claim.has_open_edits),
        start=place.start,
        end=place.end,
    )
