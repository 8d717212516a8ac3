"""The list of documents. pages.py gives the routes."""

from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from service.documents import listing
from service.documents.describing import shown
from service.documents.schemas import DocumentArgs
from service.errors import Invalid
from service.http.auth import page, viewer
from service.http.forms import load, nested, raw_of
from service.http.pages import is_fragment, render
from service.http.paging import Page
from service.http.problems import status_of
from service.http.transactions import reading
from service.permissions import Permission

ON_A_PAGE = 25
FILTERS = ("q", "status", "language", "publisher", "pending")


@page(Permission.READ_DESK)
def list_documents() -> Response:
    """Documents, newest first; for a script, those found alone."""
    try:
        filters = _filters()
    except Invalid as refusal:
        with reading() as session:
            said = shown(refusal) | {"detail": refusal.message}
            return _show(session, status_of(refusal), refusal=said, filters={})
    asked = Page("documents", filters, (int,))
    with reading() as session:
        rows = listing.list_documents(
            session,
            viewer(),
            filters=filters,
            before=asked.after[0] if asked.after else None,
            limit=asked.limit + 1,
        )
        documents, next_cursor = asked.cut(rows, lambda document: (document.id,))
        response = _show(
            session,
            documents=documents,
            progress=listing.progress_of(session, viewer(), documents),
            filters=asked.filters,
            is_later=asked.after is not None,
            next_url=_address(asked.filters, next_cursor) if next_cursor else None,
        )
    if is_fragment():
        response.headers["HX-Replace-Url"] = _address(asked.filters)
    return response


def _show(session: Session, status: int = 200, **found: Any) -> Response:
    if is_fragment():
        return render("documents/found.html", status, **found)
    documents_count, claims_count = listing.totals(session, viewer())
    return render(
        "documents/list.html",
        status,
        typed={name: request.args.get(name, "") for name in FILTERS},
        documents_count=documents_count,
        claims_count=claims_count,
        languages=listing.languages(session, viewer()),
        publishers=listing.publishers(session, viewer()),
        **found,
    )


def _filters() -> dict[str, Any]:
    """What the address asks for; a blank filter is none. Raises Invalid."""
    schema = DocumentArgs()
    raw = raw_of(schema, nested(request.args))
    given = {name: value for name, value in raw.items() if value and str(value).strip()}
    return load(schema, given | {"limit": ON_A_PAGE})


def _address(filters: dict[str, Any], cursor: str | None = None) -> str:
    said: dict[str, Any] = filters | {"cursor": cursor}
    if said.get("pending"):
        said["pending"] = "yes"
    return url_for("documents_pages.list_documents", **said)
