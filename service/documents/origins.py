"""Reads of where the versions of a document came from."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Document, Snapshot, User, Version


class Origin(NamedTuple):
    """A version without its text: when and by whom (None: the operator) it was made, what split it,
    and what was fetched for it, if it was: from where, when, and how many bytes."""

    number: int
    created_at: datetime
    splitter: str
    name: str | None
    url: str | None
    fetched_at: datetime | None
    size: int | None


def list_origins(
    session: Session, document: Document, *, before: int | None = None, limit: int
) -> list[Origin]:
    """A document's versions, newest first."""
    fetched = sa.and_(
        Snapshot.document_id == Version.document_id, Snapshot.version == Version.number
    )
    query = (
        sa.select(
            Version.number,
            Version.created_at,
            Version.splitter,
            User.name,
            Snapshot.url,
            Snapshot.fetched_at,
            Snapshot.size,
        )
        .outerjoin(User, User.id == Version.created_by_id)
        .outerjoin(Snapshot, fetched)
        .where(Version.document_id == document.id)
    )
    if before is not None:
        query = query.where(Version.number < before)
    rows = session.execute(query.order_by(Version.number.desc()).limit(limit))
    return [Origin(*row) for row in rows]
