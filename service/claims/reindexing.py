"""Brings the keys of claims up to how this program makes them. Does not commit."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Claim
from service.search.likeness import keys_of


def renew_keys(session: Session, *, after: int, limit: int) -> int | None:
    """Make the keys of the next few claims after an id anew; again does no harm.

    The answer is the last id, or None when none was left.
    """
    query = sa.select(Claim.id, Claim.text, Claim.text_key, Claim.likeness)
    rows = session.execute(query.where(Claim.id > after).order_by(Claim.id).limit(limit)).all()
    changed = []
    for row in rows:
        keys = keys_of(row.text)
        if keys != (row.text_key, row.likeness):
            changed.append(
                {"claim_id": row.id, "wording": row.text, "key": keys[0], "sketch": keys[1]}
            )
    if changed:
        # Unless it says something else since: then whoever wrote that made the keys too.
        session.connection().execute(
            sa.update(Claim)
            .where(Claim.id == sa.bindparam("claim_id"), Claim.text == sa.bindparam("wording"))
            .values(text_key=sa.bindparam("key"), likeness=sa.bindparam("sketch")),
            changed,
        )
    return rows[-1].id if rows else None
