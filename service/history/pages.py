"""The event log: everything that was done on this desk, newest first."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup
from marshmallow import fields

from service.assessments.queries import names_of
from service.errors import Invalid
from service.history import naming
from service.history.queries import list_events as read_events
from service.history.telling import TELLINGS, changes, tell
from service.http.auth import page, viewer
from service.http.fields import Day, Id
from service.http.forms import load
from service.http.pages import pages, render
from service.http.paging import Page, PageArgs
from service.http.problems import status_of
from service.http.transactions import reading
from service.permissions import Permission
from service.vocabulary import Action

bp = pages("history", __name__)

LINK = Markup('<a href="{}" dir="auto">{}</a>')


class EventFilters(PageArgs):
    """Which events to show; days are whole ones of UTC."""

    action = fields.Enum(Action, by_value=True, load_default=None)
    person = Id(strict=False, load_default=None)
    since = Day(load_default=None)
    until = Day(load_default=None)


FILTERS = ("action", "person", "since", "until")


@bp.get("/administration/events")
@page(Permission.READ_EVENT_LOG)
def list_events() -> Response:
    """Events by filters."""
    given = {name: request.args.get(name, "").strip() for name in FILTERS}
    sent = {name: value for name, value in given.items() if value}
    cursor = request.args.get("cursor")
    try:
        args = load(EventFilters(), sent | ({"cursor": cursor} if cursor else {}))
    except Invalid as refusal:
        return _show([], given, status_of(refusal), refusal=refusal)
    asked = Page("administration/events", args, (int,))
    with reading() as session:
        rows = read_events(
            session,
            viewer(),
            before=asked.after[0] if asked.after else None,
            limit=asked.limit + 1,
            action=args["action"],
            actor_id=args["person"],
            since=_first_moment(args["since"]),
            until=_first_moment(args["until"], days=1),
        )
    events, next_cursor = asked.cut(rows, lambda event: (event["id"],))
    return _show(
        events,
        given,
        next_url=next_cursor and _address(sent | {"cursor": next_cursor}),
        first_url=_address(sent) if asked.after else None,
    )


def _address(parameters: dict[str, Any]) -> str:
    return url_for("history_pages.list_events", **parameters)


def _show(events: Any, given: dict[str, str], status: int = 200, **context: Any) -> Response:
    with reading() as session:
        actors = naming.list_actors(session)
        names = names_of(session, (event["user_id"] for event in events))
        ids = (event["document_id"] for event in events)
        titles = naming.titles_of(session, viewer(), ids)
    told = [(event, tell(event, _subjects(event, names, titles))) for event in events]
    return render(
        "history/events.html",
        status,
        events=told,
        actors=actors,
        actions=[(action.value, name) for action, (name, *_) in TELLINGS.items()],
        given=given,
        changes=changes,
        **{"refusal": None} | context,
    )


def _subjects(
    event: Any, names: dict[int, str], titles: dict[int, str | None]
) -> dict[str, Markup | str]:
    """What the event is about, each with a link to it where the viewer can follow one."""
    document_id, claim_id, edit_id = (event[f"{n}_id"] for n in ("document", "claim", "edit"))
    document: Markup | str = f"document {document_id}"
    if document_id in titles:
        url = url_for("workbench_pages.show_document", document_id=document_id)
        document = LINK.format(url, titles[document_id] or document)
    claim: Markup | str = f"claim {claim_id}"
    if document_id in titles and claim_id is not None:
        url = url_for("workbench_pages.show_claim", document_id=document_id, claim_id=claim_id)
        claim = LINK.format(url, claim)
    edit: Markup | str = f"edit {edit_id}"
    if edit_id is not None:
        edit = LINK.format(url_for("review_pages.show_edit", edit_id=edit_id), edit)
    user_id = event["user_id"]
    person: Markup | str = names.get(user_id, "somebody")
    if user_id is not None:
        url = url_for("accounts_pages.show_person", user_id=user_id)
        person = LINK.format(url, person)
    subject = claim if edit_id is None else edit
    job: Markup | str = "an import"
    if event["job_id"] is not None:
        url = url_for("imports_pages.show_import", job_id=event["job_id"])
        job = LINK.format(url, f"import {event['job_id']}")
    about = event["about"] or "something"
    return {
        "document": document,
        "claim": claim,
        "edit": edit,
        "person": person,
        "subject": subject,
        "about": about,
        "job": job,
    }


def _first_moment(day: date | None, *, days: int = 0) -> datetime | None:
    """The first moment of a day, or of one after it; None after the last of all days."""
    if day is None or (days and day == date.max):
        return None
    return datetime.combine(day + timedelta(days), time.min, UTC)
