"""Reads about claims. Lists are hot: they go from columns to JSON without objects between."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression
from sqlalchemy.orm import Session, aliased

from service.claims import rules
from service.errors import NotFound
from service.models import (
    Anchor,
    Assessment,
    AssessmentTag,
    Claim,
    ClaimStanding,
    Document,
    Edit,
    FactCheck,
)
from service.permissions import Viewer
from service.verdicts.rules import needs_recheck
from service.visibility import unblinded, visible_to
from service.vocabulary import OPEN_STATES, ClaimStatus, Role


def get_claim(session: Session, viewer: Viewer, claim_id: int) -> dict[str, Any]:
    """One claim as JSON has it."""
    query = _claims(viewer).where(Claim.id == claim_id, visible_to(viewer, Document))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no claim {claim_id}.")
    return _as_json(session, [row])[0]


def check_claim(session: Session, viewer: Viewer, claim_id: int) -> None:
    """Raise NotFound unless the claim exists for the viewer."""
    exists = session.scalar(
        sa.select(Claim.id).join(Document).where(Claim.id == claim_id, visible_to(viewer, Document))
    )
    if exists is None:
        raise NotFound(f"There is no claim {claim_id}.")


def lock_claim(session: Session, claim_id: int) -> Claim:
    """The claim as it is now, locked until the transaction ends, with its document as it is now.

    The document is locked for sharing, and first: whoever describes it anew holds it before any
    claim. (PostgreSQL; SQLite is locked as a whole.)
    """
    newest = {"populate_existing": True}
    document_id = sa.select(Claim.document_id).where(Claim.id == claim_id).scalar_subquery()
    document = sa.select(Document).where(Document.id == document_id)
    session.scalars(document.with_for_update(read=True).execution_options(**newest)).one()
    claim = sa.select(Claim).where(Claim.id == claim_id)
    return session.scalars(claim.with_for_update().execution_options(**newest)).one()


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
    query = (
        _filtered(viewer, _claims(viewer), filters)
        .where(Anchor.document_id == document_id, Anchor.version == version)
        .order_by(Anchor.start, Anchor.claim_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(Anchor.start, Anchor.claim_id) > sa.tuple_(*after))
    return _as_json(session, session.execute(query).all())


def list_claims(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    before: int | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Claims of all documents, newest first."""
    query = (
        _filtered(viewer, _claims(viewer), filters)
        .where(visible_to(viewer, Document))
        .order_by(Claim.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Claim.id < before)
    return _as_json(session, session.execute(query).all())


def compute_status(session: Session, claim: Claim) -> ClaimStatus:
    """The status of a claim, from the rows it follows from, in one query."""
    row = session.execute(
        sa.select(
            Anchor.state,
            FactCheck.id.label("fact_check_id"),
            FactCheck.retracted_at,
            sa.exists()
            .where(Edit.claim_id == claim.id, Edit.state.in_(OPEN_STATES))
            .label("has_open_edits"),
        )
        .select_from(Anchor)
        .join(Document, Document.id == Anchor.document_id)
        .outerjoin(FactCheck, FactCheck.claim_id == Anchor.claim_id)
        .where(Anchor.claim_id == claim.id, Anchor.version == Document.version)
    ).one()
    recorded, retracted = row.fact_check_id is not None, row.retracted_at is not None
    return rules.status_of(
        has_verdict=recorded and not retracted,
        was_retracted=retracted,
        has_open_edits=row.has_open_edits,
        needs_recheck=needs_recheck(row.state),
    )


def _claims(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Claims with all that their JSON needs, as far as the viewer may see it."""
    shown = unblinded(viewer, Claim.id, Claim.document_id)
    return (
        sa.select(
            Claim.id,
            Claim.document_id,
            Claim.text,
            Claim.block,
            Claim.revision,
            _shown_or(shown, Claim.assessment_id).label("assessment_id"),
            _status(viewer, shown).label("status"),
            Anchor.version,
            Anchor.start,
            Anchor.end,
            Anchor.prefix,
            Anchor.suffix,
            Anchor.state,
            _shown_or(shown, FactCheck.body).label("body"),
        )
        .join(Document, Document.id == Claim.document_id)
        .join(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == Document.version))
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .outerjoin(FactCheck, FactCheck.claim_id == Claim.id)
    )


def _shown_or(shown: SQLColumnExpression[bool], column: Any) -> ColumnElement[Any]:
    return column if shown is sa.true() else sa.case((shown, column))


def _status(viewer: Viewer, shown: SQLColumnExpression[bool]) -> ColumnElement[Any]:
    """In a blind document, an annotator's status tells of their own edit alone."""
    if viewer.role is not Role.ANNOTATOR:
        return ClaimStanding.status.expression
    own = aliased(Edit)
    mine = sa.exists().where(
        own.claim_id == Claim.id, own.author_id == viewer.id, own.state.in_(OPEN_STATES)
    )
    return sa.case(
        (shown, ClaimStanding.status),
        (mine, sa.literal(ClaimStatus.IN_WORK, ClaimStanding.status.type)),
        else_=sa.literal(ClaimStatus.UNCHECKED, ClaimStanding.status.type),
    )


def _filtered(
    viewer: Viewer, query: Select[*tuple[Any, ...]], filters: Mapping[str, Any]
) -> Select[*tuple[Any, ...]]:
    shown = unblinded(viewer, Claim.id, Claim.document_id)
    if status := filters.get("status"):
        query = query.where(_status(viewer, shown) == status)
    if tag := filters.get("tag"):
        tagged = sa.exists().where(
            AssessmentTag.assessment_id == Claim.assessment_id, AssessmentTag.name == tag
        )
        query = query.where(shown, tagged)
    if rating := filters.get("rating"):
        rated = sa.exists().where(
            Assessment.id == Claim.assessment_id, Assessment.rating_code == rating
        )
        query = query.where(shown, rated)
    return query


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
