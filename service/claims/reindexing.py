"""Brings the keys of claims, and what they are found by, up to how this program makes them.

None commits. Each does the next few claims after an id, and can be done again; the answer is the
last id, or None when none was left.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Claim, Document
from service.search import desk, index
from service.search.likeness import keys_of


def renew_keys(session: Session, *, after: int, limit: int) -> int | None:
    """Make the keys anew by which like sentences find them."""
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


def renew_entries(session: Session, *, after: int, limit: int) -> int | None:
    """Index them anew by their wording."""
    index.take_turn(session)
    query = sa.select(Claim.id, Claim.text, Document.language).join(Document)
    rows = session.execute(query.where(Claim.id > after).order_by(Claim.id).limit(limit)).all()
    wordings: dict[str | None, dict[int, str]] = {}
    for row in rows:
        wordings.setdefault(row.language, {})[row.id] = row.text
    for language, each in wordings.items():
        desk.put_claims(session, each, language)
    return rows[-1].id if rows else None
