"""Claims, each with what is published on it."""

from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.assessments.queries import names_of
from service.claims import statements
from service.claims.queries import tags_of
from service.exports.tables.table import Asked, Rows, Table
from service.formats.columns import Column, Kind
from service.models import Anchor, Assessment, Claim, Document, Edit
from service.permissions import Viewer
from service.visibility import unblinded, visible_to

COLUMNS = (
    Column("id", Kind.NUMBER),
    Column("document_id", Kind.NUMBER),
    Column("document_title", Kind.TEXT),
    Column("document_url", Kind.TEXT),
    Column("document_publisher", Kind.TEXT),
    Column("document_language", Kind.TEXT),
    Column("text", Kind.TEXT),
    Column("block", Kind.TEXT),
    Column("version", Kind.NUMBER),
    Column("start", Kind.NUMBER),
    Column("end", Kind.NUMBER),
    Column("prefix", Kind.TEXT),
    Column("suffix", Kind.TEXT),
    Column("anchor", Kind.TEXT),
    Column("status", Kind.TEXT),
    Column("revision", Kind.NUMBER),
    Column("checkworthiness", Kind.NUMBER),
    Column("tags", Kind.LIST),
    Column("rating_code", Kind.TEXT),
    Column("rating_label", Kind.TEXT),
    Column("rating_value", Kind.NUMBER),
    Column("assessment_id", Kind.NUMBER),
    Column("edit_id", Kind.NUMBER),
    Column("author", Kind.TEXT),
    Column("amended_by", Kind.TEXT),
    Column("reviewer", Kind.TEXT),
    Column("reviewed_at", Kind.INSTANT),
)
FILTERS = ("status", "tag", "rating")
OF_DOCUMENTS = {
    "document_id": Document.id,
    "language": Document.language,
    "publisher": Document.publisher,
}
"""The filters that ask for documents, and what has to be exactly so."""


def read(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next claims; what is published on them as far as the viewer may know it."""
    given = {name: asked.filters[name] for name in FILTERS if name in asked.filters}
    query = _claims(asked.viewer, tuple(given)).where(Claim.id > after)
    for name, column in OF_DOCUMENTS.items():
        if name in asked.filters:
            query = query.where(column == asked.filters[name])
    rows = session.execute(query.order_by(Claim.id).limit(limit), given).all()
    tags = tags_of(session, [row.assessment_id for row in rows if row.assessment_id])
    people = (each for row in rows for each in (row.author, row.amended_by, row.reviewer))
    names = names_of(session, people)
    return [
        (
            row.id,
            {
                **row._mapping,
                "tags": tags.get(row.assessment_id, []),
                "author": names.get(row.author or 0),
                "amended_by": names.get(row.amended_by or 0),
                "reviewer": names.get(row.reviewer or 0),
            },
        )
        for row in rows
    ]


# Under names of their own: the conditions of the query ask other edits and assessments.
_assessment, _edit = aliased(Assessment), aliased(Edit)


@lru_cache(maxsize=256)
def _claims(viewer: Viewer, filters: tuple[str, ...]) -> statements.Statement:
    """What the columns say, in their order but for tags; of people, the ids."""
    shown = sa.and_(
        _assessment.id == Claim.assessment_id, unblinded(viewer, Claim.id, Claim.document_id)
    )
    return (
        statements.filtered(viewer, filters)
        .with_only_columns(
            Claim.id,
            Claim.document_id,
            Document.title.label("document_title"),
            Document.url.label("document_url"),
            Document.publisher.label("document_publisher"),
            Document.language.label("document_language"),
            Claim.text,
            Claim.block,
            Anchor.version,
            Anchor.start,
            Anchor.end,
            Anchor.prefix,
            Anchor.suffix,
            Anchor.state.label("anchor"),
            statements.status_seen_by(viewer).label("status"),
            Claim.revision,
            Claim.checkworthiness,
            sa.null().label("tags"),
            _assessment.rating_code,
            _assessment.rating_label,
            _assessment.rating_value,
            _assessment.id.label("assessment_id"),
            _assessment.edit_id,
            _assessment.author_id.label("author"),
            _assessment.amended_by_id.label("amended_by"),
            _edit.reviewer_id.label("reviewer"),
            _edit.reviewed_at,
        )
        .select_from(Claim)
        .outerjoin(_assessment, shown)
        .outerjoin(_edit, _edit.id == _assessment.edit_id)
        .where(visible_to(viewer, Document))
    )


CLAIMS = Table("claims", COLUMNS, (*FILTERS, *OF_DOCUMENTS), read)
