"""The list of documents. pages.py gives the routes."""

from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from service.documents import listing
from service.documents.describing import shown
from service.documents.schemas import DocumentArgs
from service.documents.searching import search_documents
from service.errors import Invalid
from service.http.auth import page, viewer
from service.http.forms import load, nested, raw_of
from service.http.pages import is_fragment, render
from service.http.paging import Page
from service.http.problems import status_of
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading
from service.permissions import Permission

ON_A_PAGE = 25
FILTERS = ("q", "status", "language", "publisher", "pending")


@page(Permission.READ_DESK)
def list_documents() -> Response:
    """Documents, the most relevant first, or else the newest; for a script, those found alone."""
    try:
        filters = _filters()
    except Invalid as refusal:
        with reading() as session:
            said = shown(refusal) | {"detail": refusal.message}
            return _show(session, status_of(refusal), refusal=said, filters={})
    with reading() as session:
        found = _searched(session, filters) if is_search(filters) else _listed(session, filters)
        progress = listing.progress_of(session, viewer(), found["documents"])
        response = _show(session, progress=progress, **found)
    if is_fragment():
        response.headers["HX-Replace-Url"] = _address(found["filters"])
    return response


def _listed(session: Session, filters: dict[str, Any]) -> dict[str, Any]:
    """The newest, as the template shows them."""
    page = Page("documents", filters, (int,))
    rows = listing.list_documents(
        session,
        viewer(),
        filters=filters,
        before=page.after[0] if page.after else None,
        limit=page.limit + 1,
    )
    documents, next_cursor = page.cut(rows, lambda document: (document.id,))
    return {
        "documents": documents,
        "excerpts": {},
        "filters": page.filters,
        "is_later": page.after is not None,
        "next_url": _address(page.filters, next_cursor) if next_cursor else None,
    }


def _searched(session: Session, filters: dict[str, Any]) -> dict[str, Any]:
    """What was searched for, the same way, with excerpts by id."""
    page = SearchPage("documents", filters)
    rows, excerpts = search_documents(
        session, viewer(), page.filters, skip=page.skip, limit=page.limit, is_typed=is_fragment()
    )
    documents, next_cursor = page.cut(rows)
    return {
        "documents": documents,
        "excerpts": {row.id: excerpt for row, excerpt in zip(rows, excerpts, strict=True)},
        "filters": page.filters,
        "is_later": page.skip > 0,
        "next_url": _address(page.filters, next_cursor) if next_cursor else None,
    }


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
