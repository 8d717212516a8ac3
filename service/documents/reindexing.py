"""Brings what documents are found by up to how this program finds them. Does not commit."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Document
from service.search import desk, index

AT_ONCE = 50
"""They are long, and others wait."""


def renew_entries(session: Session, *, after: int, limit: int) -> int | None:
    """Index the next few after an id anew; the answer is the last id, None when none was left."""
    index.take_turn(session)
    query = sa.select(Document).where(Document.id > after).order_by(Document.id)
    documents = session.scalars(query.limit(min(limit, AT_ONCE))).all()
    for document in documents:
        desk.describe_document(session, document)
    return documents[-1].id if documents else None
