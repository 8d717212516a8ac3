"""The page of a history, the same for a claim, an edit and a document."""

from typing import Any

from flask import Response

from service.history.queries import list_events
from service.http.answers import show
from service.http.auth import viewer
from service.http.paging import Page
from service.http.transactions import reading


def show_history(args: dict[str, Any], **subject: Any) -> Response:
    """The events of one subject (`claim_id=7`), which the caller has found to exist."""
    page = Page(f"history/{subject}", args, (int,))
    with reading() as session:
        rows = list_events(
            session,
            viewer(),
            before=page.after[0] if page.after else None,
            limit=page.limit + 1,
            **subject,
        )
    items, next_cursor = page.cut(rows, lambda event: (event["id"],))
    return show({"items": items, "next_cursor": next_cursor})
