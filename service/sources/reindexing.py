"""Brings what sources are found by up to how this program finds them. Does not commit."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Source
from service.search import desk, index


def renew_entries(session: Session, *, after: int, limit: int) -> int | None:
    """Index the next few after an id anew; the answer is the last id, None when none was left."""
    index.take_turn(session)
    query = sa.select(Source).where(Source.id > after).order_by(Source.id).limit(limit)
    sources = session.scalars(query).all()
    desk.put_sources(session, sources)
    return sources[-1].id if sources else None
