"""Keys by which sentences find the verdicts on those that they are like. None commits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Likeness
from service.search.likeness import keys_of

MOST = 10
"""Verdicts with the same key: more are not found by it. So what a sentence finds is bounded, even
where "We will win" was judged a thousand times."""


def put(session: Session, fact_check_id: int, text: str) -> None:
    """Let a verdict be found by sentences that are like the one it judges, and no others."""
    drop(session, fact_check_id)
    keys = keys_of(text).each()
    full = (
        sa.select(Likeness.key)
        .where(Likeness.key.in_(keys))
        .group_by(Likeness.key)
        .having(sa.func.count() >= MOST)
    )
    free = set(keys) - set(session.scalars(full))
    if free:
        session.execute(
            sa.insert(Likeness),
            [{"key": key, "fact_check_id": fact_check_id} for key in sorted(free)],
        )


def drop(session: Session, fact_check_id: int) -> None:
    """Let no sentence find a verdict any more."""
    session.execute(sa.delete(Likeness).where(Likeness.fact_check_id == fact_check_id))
