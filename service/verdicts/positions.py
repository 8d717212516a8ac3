"""Keeps the positions of the verdicts that everyone may read: 1, 2, 3 and so on, without a gap.

The highest is how many there are. A verdict that comes in gets the next one. Where one goes, the
newest takes its position: positions only ever become lower, so that whoever reads from the highest
to the lowest misses nothing that stays. Called while the change counter is locked.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import PublicVerdict

COUNT = (
    sa.select(sa.func.coalesce(sa.func.max(PublicVerdict.position), 0))
    .correlate(None)
    .scalar_subquery()
)
"""How many there are: one look at the end of an index, however many."""


def enter(session: Session, fact_check_ids: Sequence[int]) -> None:
    """Give these the next positions, in this order."""
    if fact_check_ids:
        first = session.scalars(sa.select(COUNT)).one() + 1
        session.execute(
            sa.insert(PublicVerdict),
            [
                {"position": position, "fact_check_id": fact_check_id}
                for position, fact_check_id in enumerate(fact_check_ids, first)
            ],
        )


def leave(session: Session, fact_check_ids: Sequence[int]) -> None:
    """Take these out, and let the newest of the others close the gaps."""
    if not fact_check_ids:
        return
    ours = PublicVerdict.fact_check_id.in_(fact_check_ids)
    freed = session.scalars(sa.select(PublicVerdict.position).where(ours)).all()
    count = session.scalars(sa.select(COUNT)).one() - len(freed)
    session.execute(sa.delete(PublicVerdict).where(ours))
    newest = session.scalars(
        sa.select(PublicVerdict.position).where(PublicVerdict.position > count)
    ).all()
    gaps = [position for position in freed if position <= count]
    if gaps:
        session.connection().execute(
            sa.update(PublicVerdict)
            .where(PublicVerdict.position == sa.bindparam("was"))
            .values(position=sa.bindparam("becomes")),
            [
                {"was": was, "becomes": becomes}
                for was, becomes in zip(newest, sorted(gaps), strict=True)
            ],
        )
