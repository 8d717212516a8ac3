"""Brings what fact-checks are found by up to how this program finds them. None commits.

After an upgrade whose rules are others, and for what was published before there was an index. Each
function does the next few fact-checks after an id, and can be done again; the answer is the last
id, or None when none was left.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import FactCheck
from service.search import index
from service.search.normalising import text_key
from service.verdicts import likenesses


def renew_keys(session: Session, *, after: int, limit: int) -> int | None:
    """Make the keys anew by which equal sentences are found."""
    query = sa.select(FactCheck.id, FactCheck.text, FactCheck.text_key).where(FactCheck.id > after)
    rows = session.execute(query.order_by(FactCheck.id).limit(limit)).all()
    for row in rows:
        key = None if row.text is None else text_key(row.text)
        if key != row.text_key:
            # Unless it says something else since: then whoever wrote that made the key too.
            here = sa.and_(FactCheck.id == row.id, FactCheck.text.is_not_distinct_from(row.text))
            session.execute(sa.update(FactCheck).where(here).values(text_key=key))
    return rows[-1].id if rows else None


def renew_likenesses(session: Session, *, after: int, limit: int) -> int | None:
    """Make the keys of our verdicts anew by which like sentences find them."""
    query = sa.select(FactCheck.id, FactCheck.text).where(
        FactCheck.id > after, FactCheck.claim_id.is_not(None)
    )
    rows = session.execute(query.order_by(FactCheck.id).limit(limit)).all()
    for row in rows:
        likenesses.put(session, row.id, row.text or "")
    return rows[-1].id if rows else None


def renew_entries(session: Session, *, after: int, limit: int) -> int | None:
    """Index anew what stands, and nothing else."""
    index.take_turn(session)
    query = sa.select(FactCheck).where(FactCheck.id > after).order_by(FactCheck.id).limit(limit)
    rows = session.scalars(query).all()
    index.put(session, [index.Entry.of(row) for row in rows if row.retracted_at is None])
    index.drop(session, [row.id for row in rows if row.retracted_at is not None])
    return rows[-1].id if rows else None
