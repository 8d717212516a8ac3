"""Reads of assessments."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from service.models import Assessment, User


def by_id(session: Session, ids: Iterable[int | None]) -> dict[int, Assessment]:
    """The assessments of these ids, with tags and citations; None among the ids is passed over.

    What the session has loaded already is not asked for again.
    """
    wanted = {each for each in ids if each is not None}
    loaded = (session.identity_map.get(identity_key(Assessment, each)) for each in wanted)
    found = {each.id: each for each in loaded if each is not None}
    if missing := wanted - found.keys():
        rows = session.scalars(sa.select(Assessment).where(Assessment.id.in_(missing)))
        found |= {assessment.id: assessment for assessment in rows}
    return found


def drafts_of(session: Session, edit_ids: Iterable[int]) -> dict[int, Assessment]:
    """What authors still work on, by edit."""
    wanted = set(edit_ids)
    if not wanted:
        return {}
    rows = session.scalars(
        sa.select(Assessment).where(
            Assessment.edit_id.in_(wanted), Assessment.submitted_at.is_(None)
        )
    )
    return {assessment.edit_id: assessment for assessment in rows}


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these users by id."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}
