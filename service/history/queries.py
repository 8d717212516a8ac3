"""Reads of the history."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from service.assessments.differences import compare
from service.assessments.queries import by_id, names_of
from service.assessments.rules import person
from service.models import Event
from service.permissions import Viewer
from service.visibility import visible_to
from service.vocabulary import Action


def list_events(
    session: Session,
    viewer: Viewer,
    *,
    before: int | None,
    limit: int,
    action: Action | None = None,
    actor_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    **subject: int,
) -> list[dict[str, Any]]:
    """The events of one subject (`claim_id=7`, `edit_id=7` or `document_id=7`), newest first.

    Without a subject, those of the whole desk. `since` is the first moment, `until` the first one
    after.
    """
    query = sa.select(Event).filter_by(**subject).where(visible_to(viewer, Event))
    for condition in _filters(action, actor_id, since, until):
        query = query.where(condition)
    if before is not None:
        query = query.where(Event.id < before)
    return as_json(session, session.scalars(query.order_by(Event.id.desc()).limit(limit)).all())


def as_json(session: Session, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events as the history shows them. `about` names what an event is about by its details.

    Differences are made when read, from the assessments, which never change; the log holds only
    their ids.
    """
    assessments = by_id(session, (each for event in events for each in _compared(event)))
    names = names_of(session, (event.actor_id for event in events))
    return [
        {
            "id": event.id,
            "at": event.at,
            "actor": person(event.actor_id, names),
            "action": event.action,
            "document_id": event.document_id,
            "claim_id": event.claim_id,
            "edit_id": event.edit_id,
            "user_id": event.user_id,
            "job_id": event.details.get("job_id"),
            "about": _about(event.details),
            "comment": event.details.get("comment") or event.details.get("reason"),
            "fields": event.details.get("fields"),
            "differences": _differences(event, assessments),
        }
        for event in events
    ]


def _about(details: Mapping[str, Any]) -> str | None:
    """The tag, rating, word or webhook that an event is about, or else the fact-check or job."""
    for name in ("tag", "rating", "word", "webhook"):
        if name in details:
            return str(details[name])
    for name, noun in (("fact_check_id", "fact-check"), ("job_id", "import")):
        if name in details:
            return f"{noun} {details[name]}"
    return None


def _filters(
    action: Action | None, actor_id: int | None, since: datetime | None, until: datetime | None
) -> Iterator[ColumnElement[bool]]:
    if action is not None:
        yield Event.action == action
    if actor_id is not None:
        yield Event.actor_id == actor_id
    if since is not None:
        yield Event.at >= since
    if until is not None:
        yield Event.at < until


def _differences(event: Event, assessments: dict[int, Any]) -> dict[str, Any] | None:
    before, after = _compared(event)
    if before is None and after is None:
        return None
    return compare(assessments.get(before or 0), assessments.get(after or 0))


def _compared(event: Event) -> tuple[int | None, int | None]:
    """The assessments before and after; of a repair, the same names hold where claims stood."""
    before, after = event.details.get("before"), event.details.get("after")
    return (
        before if isinstance(before, int) else None,
        after if isinstance(after, int) else None,
    )
