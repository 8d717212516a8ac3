"""A history as pages tell it, the same for a claim and a document."""

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from service.history.queries import list_events
from service.history.telling import sentence_of
from service.http.auth import viewer
from service.http.paging import Page

ON_A_PAGE = 50


def read_history(session: Session, **subject: Any) -> dict[str, Any]:
    """`{"events", "next_url", "first_url"}` of a subject (`claim_id=7`) that the viewer may see.

    Each event as `list_events` has it, with its `sentence`.
    """
    args = {"limit": ON_A_PAGE, "cursor": request.args.get("cursor")}
    page = Page(f"history/{subject}", args, (int,))
    rows = list_events(
        session,
        viewer(),
        before=page.after[0] if page.after else None,
        limit=page.limit + 1,
        **subject,
    )
    events, cursor = page.cut(rows, lambda event: (event["id"],))
    return {
        "events": [{**event, "sentence": sentence_of(event)} for event in events],
        "next_url": here(cursor=cursor) if cursor else None,
        "first_url": here() if page.after else None,
    }


def here(**parameters: Any) -> str:
    """The address of this page, with these parameters alone."""
    return url_for(str(request.endpoint), **(request.view_args or {}), **parameters)
