"""Reads about claims. Lists are hot: they go from columns to JSON without objects between."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service.claims import rules, statements
from service.errors import NotFound
from service.models import (
    Anchor,
    AssessmentTag,
    Claim,
    Document,
)
from service.permissions import Viewer
from service.verdicts.rules import needs_recheck
from service.visibility import visible_to
from service.vocabulary import ClaimStatus


def get_claim(session: Session, viewer: Viewer, claim_id: int) -> dict[str, Any]:
    """One claim as JSON has it."""
    row = session.execute(statements.one(viewer), {"claim_id": claim_id}).one_or_none()
    if row is None:
        raise NotFound(f"There is no claim {claim_id}.")
    return _as_json(session, [row])[0]


def check_claim(session: Session, viewer: Viewer, claim_id: int) -> None:
    """Raise NotFound unless the claim exists for the viewer."""
    exists = session.scalar(statements.exists(viewer), {"claim_id": claim_id})
    if exists is None:
        raise NotFound(f"There is no claim {claim_id}.")


def lock_claim(session: Session, claim_id: int) -> Claim:
    """The claim as it is now, locked until the transaction ends, with its document as it is now.

    The document is locked for sharing, and first: whoever describes it anew holds it before any
    claim. (PostgreSQL; SQLite is locked as a whole.) Raises NotFound in an archived document.
    """
    document = session.scalars(statements.LOCK_DOCUMENT, {"claim_id": claim_id}).one()
    claim = session.scalars(statements.LOCK_CLAIM, {"claim_id": claim_id}).one()
    set_committed_value(claim, "document", document)
    if document.archived_at is not None:
        raise NotFound(f"Document {document.id} is archived: nothing in it changes any more.")
    return claim


def get_anchor(session: Session, claim: Claim) -> Anchor:
    """Where the claim stands in the newest version."""
    return session.scalars(
        sa.select(Anchor)
        .join(Document, Document.id == Anchor.document_id)
        .where(Anchor.claim_id == claim.id, Anchor.version == Document.version)
    ).one()


def list_claims_of_document(
    session: Session,
    viewer: Viewer,
    document_id: int,
    *,
    filters: Mapping[str, Any],
    after: tuple[int, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """A document's claims in reading order, orphans last. The key is (anchor's start, id)."""
    version = session.scalar(
        sa.select(Document.version).where(Document.id == document_id, visible_to(viewer, Document))
    )
    if version is None:
        raise NotFound(f"There is no document {document_id}.")
    given = _given(filters)
    place = {} if after is None else {"after_start": after[0], "after_id": after[1]}
    rows = session.execute(
        statements.in_reading_order(viewer, tuple(given), after is not None),
        {"document_id": document_id, "version": version, "most": limit, **given, **place},
    )
    return _as_json(session, rows.all())


def list_claims(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    before: int | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Claims of all documents, newest first."""
    given = _given(filters)
    place = {} if before is None else {"before_id": before}
    rows = session.execute(
        statements.newest_first(viewer, tuple(given), before is not None),
        {"most": limit, **given, **place},
    )
    return _as_json(session, rows.all())


def compute_status(session: Session, claim_id: int) -> ClaimStatus:
    """The status of a claim, from the rows it follows from, in one query."""
    row = session.execute(statements.STANDING, {"claim_id": claim_id}).one()
    recorded, retracted = row.fact_check_id is not None, row.retracted_at is not None
    return rules.status_of(
        has_verdict=recorded and not retracted,
        was_retracted=retracted,
        has_open_edits=row.has_open_edits,
        needs_recheck=needs_recheck(row.state),
    )


def _given(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: filters[name] for name in statements.FILTERS if filters.get(name) is not None}


def _as_json(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    tags = _tags_of(session, [row.assessment_id for row in rows if row.assessment_id])
    return [
        {
            "id": row.id,
            "document_id": row.document_id,
            "text": row.text,
            "block": row.block,
            "anchor": {
                "version": row.version,
                "start": row.start,
                "end": row.end,
                "prefix": row.prefix,
                "suffix": row.suffix,
                "state": row.state,
            },
            "status": row.status,
            "revision": row.revision,
            "tags": tags.get(row.assessment_id, []),
            "checkworthiness": None,
            "verdict": orjson.Fragment(row.body) if row.body else None,
        }
        for row in rows
    ]


def _tags_of(session: Session, assessment_ids: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    if assessment_ids:
        rows = session.execute(
            sa.select(AssessmentTag.assessment_id, AssessmentTag.name)
            .where(AssessmentTag.assessment_id.in_(assessment_ids))
            .order_by(AssessmentTag.assessment_id, AssessmentTag.position)
        )
        for assessment_id, name in rows:
            tags.setdefault(assessment_id, []).append(name)
    return tags
