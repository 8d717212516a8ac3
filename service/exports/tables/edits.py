"""Edits, each with the whole assessment that it proposes."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.assessments.queries import by_id, drafts_of, names_of
from service.assessments.rules import citation_of
from service.edits import statements
from service.edits.queries import shows_draft
from service.exports.tables.claims import OF_DOCUMENTS
from service.exports.tables.table import Asked, Rows, Table
from service.formats.columns import Column, Kind
from service.models import Assessment, Document, Edit
from service.vocabulary import OPEN_STATES

COLUMNS = (
    Column("id", Kind.NUMBER),
    Column("claim_id", Kind.NUMBER),
    Column("document_id", Kind.NUMBER),
    Column("state", Kind.TEXT),
    Column("stale", Kind.YES_NO),
    Column("revision", Kind.NUMBER),
    Column("author", Kind.TEXT),
    Column("reviewer", Kind.TEXT),
    Column("comment", Kind.TEXT),
    Column("created_at", Kind.INSTANT),
    Column("submitted_at", Kind.INSTANT),
    Column("reviewed_at", Kind.INSTANT),
    Column("updated_at", Kind.INSTANT),
    Column("base_revision", Kind.NUMBER),
    Column("base_assessment_id", Kind.NUMBER),
    Column("assessment_id", Kind.NUMBER),
    Column("amended_by", Kind.TEXT),
    Column("text", Kind.TEXT),
    Column("rating_code", Kind.TEXT),
    Column("rating_label", Kind.TEXT),
    Column("rating_value", Kind.NUMBER),
    Column("rationale", Kind.TEXT),
    Column("claimant", Kind.TEXT),
    Column("claimant_url", Kind.TEXT),
    Column("claim_date", Kind.DAY),
    Column("tags", Kind.LIST),
    Column("citations", Kind.LIST),
)
FILTERS = ("state", "document_id", "tag", "rating", "since", "language", "publisher")


def read(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next edits; a draft only where its author asks, or an administrator."""
    viewer = asked.viewer
    query = statements.filtered(statements.edits(viewer), viewer, asked.filters)
    query = query.where(Edit.id > after)
    if "since" in asked.filters:
        query = query.where(Edit.updated_at >= asked.filters["since"])
    for name in ("language", "publisher"):
        if name in asked.filters:
            here = Document.id == Edit.document_id, OF_DOCUMENTS[name] == asked.filters[name]
            query = query.where(sa.exists().where(*here))
    rows = session.execute(query.order_by(Edit.id).limit(limit)).all()
    drafts = drafts_of(session, (row.id for row in rows if shows_draft(viewer, row)))
    submitted = by_id(session, (row.assessment_id for row in rows))
    # A draft that is submitted between these reads is in neither: its line says nothing of it.
    proposed = [
        drafts.get(row.id) or submitted.get(row.assessment_id) or Assessment() for row in rows
    ]
    people = [each for row in rows for each in (row.author_id, row.reviewer_id)]
    names = names_of(session, people + [each.amended_by_id for each in proposed])
    return [
        (row.id, _as_json(row, assessment, names))
        for row, assessment in zip(rows, proposed, strict=True)
    ]


def _as_json(
    row: Row[*tuple[Any, ...]], proposed: Assessment, names: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "id": row.id,
        "claim_id": row.claim_id,
        "document_id": row.document_id,
        "state": row.state,
        "stale": row.state in OPEN_STATES and row.base_revision != row.claim_revision,
        "revision": row.revision,
        "author": names[row.author_id],
        "reviewer": names.get(row.reviewer_id or 0),
        "comment": row.comment,
        "created_at": row.created_at,
        "submitted_at": row.submitted_at,
        "reviewed_at": row.reviewed_at,
        "updated_at": row.updated_at,
        "base_revision": row.base_revision,
        "base_assessment_id": row.base_id,
        "assessment_id": proposed.id,
        "amended_by": names.get(proposed.amended_by_id or 0),
        "text": proposed.text,
        "rating_code": proposed.rating_code,
        "rating_label": proposed.rating_label,
        "rating_value": proposed.rating_value,
        "rationale": proposed.rationale,
        "claimant": proposed.claimant_name,
        "claimant_url": proposed.claimant_same_as,
        "claim_date": proposed.claim_date,
        "tags": [tag.name for tag in proposed.tags],
        "citations": [citation_of(each) for each in proposed.citations],
    }


EDITS = Table("edits", COLUMNS, FILTERS, read)
