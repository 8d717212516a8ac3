"""The event log, each event as the history of the API shows it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.exports.tables.table import Asked, Rows, Table
from service.formats.columns import Column, Kind
from service.history.queries import as_json
from service.models import Event
from service.permissions import Permission
from service.visibility import visible_to

COLUMNS = (
    Column("id", Kind.NUMBER),
    Column("at", Kind.INSTANT),
    Column("actor.id", Kind.NUMBER),
    Column("actor.name", Kind.TEXT),
    Column("action", Kind.TEXT),
    Column("document_id", Kind.NUMBER),
    Column("claim_id", Kind.NUMBER),
    Column("edit_id", Kind.NUMBER),
    Column("user_id", Kind.NUMBER),
    Column("job_id", Kind.NUMBER),
    Column("about", Kind.TEXT),
    Column("comment", Kind.TEXT),
    Column("fields", Kind.OBJECT),
    Column("differences", Kind.OBJECT),
)


def read(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next events."""
    query = sa.select(Event).where(Event.id > after, visible_to(asked.viewer, Event))
    if "document_id" in asked.filters:
        query = query.where(Event.document_id == asked.filters["document_id"])
    if "since" in asked.filters:
        query = query.where(Event.at >= asked.filters["since"])
    events = session.scalars(query.order_by(Event.id).limit(limit)).all()
    return [(event["id"], event) for event in as_json(session, events)]


EVENTS = Table("events", COLUMNS, ("since", "document_id"), read, Permission.READ_EVENT_LOG)
