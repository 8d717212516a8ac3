"""Reads for the list of documents: what it holds, how far each is, what it can be filtered by."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.claims.statements import status_seen_by
from service.documents import rules
from service.models import Claim, ClaimStanding, Document, Edit
from service.permissions import Viewer
from service.visibility import visible_to
from service.vocabulary import EditState, Role

MOST_CHOICES = 200


def list_documents(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    before: int | None,
    limit: int,
) -> Sequence[Document]:
    """Documents, newest first. `filters` has the fields of DocumentArgs but `q`."""
    query = sa.select(Document).where(*passing(viewer, filters))
    if before is not None:
        query = query.where(Document.id < before)
    return session.scalars(query.order_by(Document.id.desc()).limit(limit)).all()


def passing(viewer: Viewer, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What a document is that exists for the viewer and passes the filters."""
    conditions: list[ColumnElement[bool]] = [sa.and_(visible_to(viewer, Document))]
    if status := filters.get("status"):
        conditions.append(
            sa.exists()
            .where(ClaimStanding.claim_id == Claim.id, Claim.document_id == Document.id)
            .where(ClaimStanding.document_id == Document.id)
            .where(status_seen_by(viewer) == status)
        )
    if language := filters.get("language"):
        conditions.append(Document.language == language)
    if publisher := filters.get("publisher"):
        conditions.append(Document.publisher == publisher)
    if (pending := filters.get("pending")) is not None:
        waits = sa.exists().where(Edit.document_id == Document.id, _waiting(viewer))
        conditions.append(waits if pending else ~waits)
    return conditions


def progress_of(
    session: Session, viewer: Viewer, documents: Sequence[Document]
) -> dict[int, dict[str, int] | None]:
    """How far the work on these documents is, by id, in two queries at most.

    `{"published", "in_work", "unchecked", "to_review", "total"}` count claims, `to_review` the
    submitted edits that the viewer may see. None for a blind document before an annotator.
    """
    progress: dict[int, dict[str, int] | None] = {
        document.id: None
        if document.blind and viewer.role is Role.ANNOTATOR
        else rules.progress_of({}, 0)
        for document in documents
    }
    shown = [document_id for document_id, counts in progress.items() if counts is not None]
    if not shown:
        return progress
    statuses: dict[int, dict[Any, int]] = {}
    counted = sa.func.count()
    for document_id, status, count in session.execute(
        sa.select(ClaimStanding.document_id, ClaimStanding.status, counted)
        .where(ClaimStanding.document_id.in_(shown))
        .group_by(ClaimStanding.document_id, ClaimStanding.status)
    ):
        statuses.setdefault(document_id, {})[status] = count
    rows = session.execute(
        sa.select(Edit.document_id, counted)
        .where(Edit.document_id.in_(shown), _waiting(viewer))
        .group_by(Edit.document_id)
    )
    waiting = {row.document_id: row[1] for row in rows}
    for document_id in shown:
        progress[document_id] = rules.progress_of(
            statuses.get(document_id, {}), waiting.get(document_id, 0)
        )
    return progress


def languages(session: Session, viewer: Viewer) -> list[str]:
    """The languages of the documents that the viewer may see, sorted, 200 at most."""
    return _choices(session, viewer, Document.language)


def publishers(session: Session, viewer: Viewer) -> list[str]:
    """The publishers of the documents that the viewer may see, sorted, 200 at most."""
    return _choices(session, viewer, Document.publisher)


def totals(session: Session, viewer: Viewer) -> tuple[int, int]:
    """How many documents the viewer may see, and how many claims they have."""
    claims = sa.func.coalesce(sa.func.sum(Document.claims_count), 0)
    query = sa.select(sa.func.count(), claims).where(visible_to(viewer, Document))
    documents, claims_count = session.execute(query.select_from(Document)).one()
    return documents, int(claims_count)


def _waiting(viewer: Viewer) -> ColumnElement[bool]:
    """Whether an edit waits for a review that the viewer may know of."""
    return sa.and_(Edit.state == EditState.SUBMITTED, visible_to(viewer, Edit))


def _choices(
    session: Session, viewer: Viewer, column: InstrumentedAttribute[str | None]
) -> list[str]:
    query = sa.select(column).where(column.is_not(None), visible_to(viewer, Document)).distinct()
    found = session.scalars(query.order_by(column).limit(MOST_CHOICES))
    return sorted((each for each in found if each is not None), key=str.casefold)
