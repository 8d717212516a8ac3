"""Which reviewer looks at a submitted edit. Advisory: a lease refuses nobody a decision.

It counts for twenty minutes unless it is renewed, and ends with what was looked at.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.assessments.queries import names_of
from service.db import utcnow
from service.edits import queries, rules
from service.models import Lease
from service.permissions import Viewer
from service.vocabulary import EditState

LEASE = timedelta(minutes=20)


def show_lease(session: Session, viewer: Viewer, edit_id: int) -> dict[str, Any]:
    """The lease of an edit as JSON has it; without one that counts, `reviewer` is null."""
    query = sa.select(Lease).where(Lease.edit_id == edit_id, Lease.until > utcnow())
    lease = session.scalars(query).one_or_none()
    if lease is None:
        return rules.lease_as_json(edit_id, viewer, None, None, {})
    names = names_of(session, [lease.reviewer_id])
    return rules.lease_as_json(edit_id, viewer, lease.reviewer_id, lease.until, names)


def take_lease(session: Session, actor: Viewer, edit_id: int) -> None:
    """Take or renew the lease of a submitted edit; another's that still counts stays theirs."""
    edit, _claim = queries.lock_edit(session, actor, edit_id)
    rules.check_reviewer(edit, actor)
    rules.check_step(edit, EditState.APPROVED)
    now = utcnow()
    lease = session.get(Lease, edit.id)  # of two at once, the second waited for the edit's lock
    if lease is None:
        lease = Lease(edit_id=edit.id)
        session.add(lease)
    elif lease.reviewer_id != actor.id and lease.until > now:
        return
    lease.reviewer_id, lease.until = actor.id or 0, now + LEASE
    session.flush()


def give_back_lease(session: Session, actor: Viewer, edit_id: int) -> None:
    """End the actor's own lease, if there is one."""
    queries.get_edit_to_review(session, actor, edit_id)
    end_lease(session, edit_id, Lease.reviewer_id == actor.id)


def end_lease(session: Session, edit_id: int, *only: sa.ColumnElement[bool]) -> None:
    """Nobody looks at the edit any more."""
    session.execute(sa.delete(Lease).where(Lease.edit_id == edit_id, *only))
