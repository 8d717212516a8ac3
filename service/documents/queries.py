"""Reads about documents."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Block, Document, Version
from service.permissions import Viewer
from service.visibility import visible_to


def get_document(session: Session, viewer: Viewer, document_id: int) -> Document:
    """The document, if it exists for the viewer."""
    document = session.scalars(
        sa.select(Document).where(Document.id == document_id, visible_to(viewer, Document))
    ).one_or_none()
    if document is None:
        raise NotFound(f"There is no document {document_id}.")
    return document


def find_document(
    session: Session, *, canonical_url: str | None, text_hash: bytes
) -> Document | None:
    """The document of this article: by its URL, or, without one, by its text."""
    query = sa.select(Document).where(Document.archived_at.is_(None))
    if canonical_url is not None:
        query = query.where(Document.canonical_url == canonical_url)
    else:
        query = query.where(Document.canonical_url.is_(None), Document.text_hash == text_hash)
    return session.scalars(query).one_or_none()


def list_versions(
    session: Session, document: Document, *, before: int | None, limit: int
) -> Sequence[Version]:
    """A document's versions, newest first, without their texts."""
    query = (
        sa.select(Version).options(sa.orm.defer(Version.text)).filter_by(document_id=document.id)
    )
    if before is not None:
        query = query.where(Version.number < before)
    return session.scalars(query.order_by(Version.number.desc()).limit(limit)).all()


def get_version(
    session: Session, document: Document, number: int
) -> tuple[Version, Sequence[Block]]:
    """One version with its blocks in order."""
    version = session.get(Version, (document.id, number))
    if version is None:
        raise NotFound(f"Document {document.id} has no version {number}.")
    blocks = session.scalars(
        sa.select(Block).filter_by(document_id=document.id, version=number).order_by(Block.start)
    ).all()
    return version, blocks
