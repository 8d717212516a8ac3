"""What somebody who reads what is published may know of a claim."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.claims.queries import corrections_of
from service.claims.statements import Statement
from service.errors import Gone, NotFound
from service.models import Claim, Document, Edit, Event
from service.permissions import Viewer
from service.verdicts.queries import get_verdict
from service.visibility import known_to, visible_to
from service.vocabulary import Action


def read_claim(session: Session, viewer: Viewer, claim_id: int) -> dict[str, Any]:
    """The claim as its page shows it, in five queries at most. Raises NotFound.

    `{"id", "text", "revision", "document", "verdict", "retraction", "corrections"}`: the verdict as
    the API has it, or what was said when it was taken back, `{"at", "reason"}`, or neither. The
    text is None for who may read neither a verdict on it nor the document's own text, and the
    document is None once it is archived.
    """
    verdict, retraction = _standing(session, viewer, claim_id)
    row = session.execute(_subject(viewer), {"claim_id": claim_id}).one_or_none()
    if row is None and retraction is None:
        raise NotFound(f"There is no claim {claim_id}.")
    told = verdict is not None or retraction is not None
    return {
        "id": claim_id,
        "text": verdict["text"] if verdict else _text(row, told),
        "revision": row.revision if row else None,
        "document": _document(row) if row else None,
        "verdict": verdict,
        "retraction": retraction,
        "corrections": corrections_of(session, viewer, claim_id) if verdict else [],
    }


def earlier_assessments(session: Session, event_ids: Sequence[int]) -> dict[int, int]:
    """What each of these events published and is not published now: assessments by event."""
    rows = session.execute(
        sa.select(Event.id, Edit.assessment_id)
        .join(Edit, Edit.id == Event.edit_id)
        .join(Claim, Claim.id == Edit.claim_id)
        .where(Event.id.in_(event_ids), Event.action == Action.EDIT_APPROVED)
        .where(Edit.assessment_id.is_distinct_from(Claim.assessment_id))
    )
    return {row.id: row.assessment_id for row in rows if row.assessment_id}


def _standing(
    session: Session, viewer: Viewer, claim_id: int
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The verdict, or how it was taken back."""
    try:
        body, _etag = get_verdict(session, viewer, claim_id)
    except Gone as gone:
        return None, {"at": gone.extra["retracted_at"], "reason": gone.extra["reason"]}
    except NotFound as refusal:
        if refusal.code != "no_verdict":
            raise
        return None, None
    verdict: dict[str, Any] = orjson.loads(body)
    if verdict["claim_date"]:
        verdict["claim_date"] = date.fromisoformat(verdict["claim_date"])
    return verdict, None


@lru_cache(maxsize=256)
def _subject(viewer: Viewer) -> Statement:
    """`claim_id` with its document."""
    return (
        sa.select(
            Claim.text,
            Claim.revision,
            Claim.document_id,
            Document.title,
            Document.url,
            Document.publisher,
            Document.published_at,
            Document.language,
            Document.claims_count,
            visible_to(viewer, Document).label("readable"),
        )
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.id == sa.bindparam("claim_id"), known_to(viewer))
    )


def _text(row: Row[*tuple[Any, ...]] | None, told: bool) -> str | None:
    return row.text if row is not None and (told or row.readable) else None


def _document(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "id": row.document_id,
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "published_at": row.published_at,
        "language": row.language,
        "claims_count": row.claims_count,
    }
