"""What the event log calls the people and documents that its events are about."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Document, User
from service.permissions import Viewer
from service.visibility import visible_to

MOST_PEOPLE = 1000


def list_actors(session: Session) -> Sequence[Any]:
    """Everybody who may have done something, as `(id, name)` by name; at most MOST_PEOPLE."""
    query = sa.select(User.id, User.name).order_by(User.folded).limit(MOST_PEOPLE)
    return [(row.id, row.name) for row in session.execute(query)]


def titles_of(session: Session, viewer: Viewer, ids: Iterable[int | None]) -> dict[int, str | None]:
    """The titles of those documents that exist for the viewer, by id."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    query = sa.select(Document.id, Document.title)
    rows = session.execute(query.where(Document.id.in_(wanted), visible_to(viewer, Document)))
    return {row.id: row.title for row in rows}
