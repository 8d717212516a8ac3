"""Reads for the article as visitors read it: what is checked in it, in reading order."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Anchor, Assessment, Block, Document, FactCheck, Version
from service.permissions import Viewer
from service.visibility import known_to, visible_to

Rows = Sequence[Row[*tuple[Any, ...]]]


def get_article(session: Session, viewer: Viewer, document_id: int) -> tuple[Document, bool]:
    """The document, and whether the viewer may read its text. Raises NotFound."""
    row: Row[Document, bool] | None = session.execute(
        sa.select(Document, visible_to(viewer, Document).label("readable")).where(
            Document.id == document_id, known_to(viewer)
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no article {document_id}.")
    document, readable = row
    return document, readable


def count_checked(session: Session, viewer: Viewer, document: Document) -> int:
    """How many of its claims have a verdict that the viewer may read."""
    query = sa.select(sa.func.count()).select_from(FactCheck)
    return session.scalar(query.where(*_checked(viewer, document))) or 0


def list_checked(
    session: Session,
    viewer: Viewer,
    document: Document,
    *,
    after: tuple[int, int] | None = None,
    limit: int | None = None,
) -> Rows:
    """What is checked, in reading order; the key is (start, claim_id).

    Rows of claim_id, start, end, state, prefix, suffix, text as judged, and the rating's code,
    label and value.
    """
    query = _list(viewer, document).order_by(Anchor.start, Anchor.claim_id)
    if after is not None:
        query = query.where(sa.tuple_(Anchor.start, Anchor.claim_id) > sa.tuple_(*after))
    return session.execute(query.limit(limit)).all()


def place_before(
    session: Session, viewer: Viewer, document: Document, claim_id: int
) -> tuple[int, int] | None:
    """The key right before a checked claim, if it is one of this document."""
    query = _list(viewer, document).where(Anchor.claim_id == claim_id)
    row = session.execute(query).one_or_none()
    return (row.start, claim_id - 1) if row else None


def get_text(session: Session, document: Document) -> tuple[str, Sequence[Block]]:
    """The newest text and its blocks in order."""
    here = {"document_id": document.id}
    text = session.scalars(sa.select(Version.text).filter_by(**here, number=document.version)).one()
    blocks = sa.select(Block).filter_by(**here, version=document.version)
    return text, session.scalars(blocks.order_by(Block.start)).all()


def _checked(viewer: Viewer, document: Document) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        FactCheck.document_id == document.id,
        FactCheck.retracted_at.is_(None),
        sa.and_(visible_to(viewer, FactCheck)),
    )


def _list(viewer: Viewer, document: Document) -> Select[*tuple[Any, ...]]:
    return (
        sa.select(
            FactCheck.claim_id,
            Anchor.start,
            Anchor.end,
            Anchor.state,
            Anchor.prefix,
            Anchor.suffix,
            Assessment.text,
            Assessment.rating_code.label("code"),
            Assessment.rating_label.label("label"),
            Assessment.rating_value.label("value"),
        )
        .join(Anchor, Anchor.claim_id == FactCheck.claim_id)
        .join(Assessment, Assessment.id == FactCheck.assessment_id)
        .where(Anchor.version == document.version, *_checked(viewer, document))
    )
