"""What describes a document, to read and to change, and its versions. pages.py gives the routes."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.documents import actions, describing, listing, origins, queries, snapshots
from service.errors import Conflict, Forbidden, Invalid, Refusal, RevisionChanged
from service.history.showing import here
from service.http.auth import page, viewer
from service.http.pages import redirect, render
from service.http.paging import Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Document
from service.permissions import Permission, Viewer
from service.verdicts.queries import has_verdicts

ON_A_PAGE = 20
"""Versions."""


def _exists(session: Session, someone: Viewer, document_id: int) -> None:
    queries.get_document(session, someone, document_id)


@page(Permission.READ_DESK)
def show_details(document_id: int) -> Response:
    """What describes a document."""
    return _show(document_id)


@page(Permission.READ_DESK)
def download_snapshot(document_id: int, number: int) -> Response:
    """What was fetched to make a version, to be kept, not to be shown here."""
    response = snapshots.download(document_id, number)
    response.vary.add("Cookie")
    return response


@page(Permission.DESCRIBE_DOCUMENT, exists=_exists)
def update_details(document_id: int) -> Response:
    """Change what describes a document, if it is still as it was on screen."""
    form = describing.form()
    try:
        changes, seen = describing.details_in(form)
        with transaction() as session:
            actions.change_document(
                session, viewer(), document_id, seen=frozenset({seen}), **changes
            )
    except (Invalid, Forbidden, Conflict, RevisionChanged) as refusal:
        return _show(document_id, form, refusal)
    return redirect("documents_pages.show_details", "document_changed", document_id=document_id)


@page(Permission.ARCHIVE_DOCUMENT, exists=_exists)
def archive_document(document_id: int) -> Response:
    """Put a document away, and retract its verdicts."""
    with transaction() as session:
        actions.archive_document(session, viewer(), document_id)
    return redirect("documents_pages.list_documents", "document_archived")


def _show(
    document_id: int,
    form: MultiDict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """The details as they are, or as they were typed, beside what they are by now."""
    someone = viewer()
    with reading() as session:
        document = queries.get_document(session, someone, document_id)
        has_any = has_verdicts(session, document_id)
        progress = listing.progress_of(session, someone, [document])[document_id]
        versions = _versions(session, document)
    now = describing.fields_of(document)
    typed = now if form is None else describing.typed_in(form)
    if isinstance(refusal, RevisionChanged):
        changed = {name: value for name, value in now.items() if value != typed[name]}
    else:
        changed = {}
    return render(
        "documents/details.html",
        status_of(refusal) if refusal else 200,
        document=document,
        typed=typed,
        changed=changed,
        locked=describing.why_not(someone, document, has_verdicts=has_any),
        blind_locked=describing.why_not(
            someone, document, has_verdicts=has_any, blind=not document.blind
        ),
        published=progress["published"] if progress else 0,
        languages=describing.LANGUAGE_NAMES,
        refusal=describing.shown(refusal) if refusal else None,
        **versions,
    )


def _versions(session: Session, document: Document) -> dict[str, Any]:
    """A page of the versions, newest first."""
    args = {"limit": ON_A_PAGE, "cursor": request.args.get("cursor")}
    page = Page(f"documents/{document.id}/details", args, (int,))
    before = page.after[0] if page.after else None
    rows = origins.list_origins(session, document, before=before, limit=page.limit + 1)
    shown, cursor = page.cut(rows, lambda row: (row.number,))
    at = {"_anchor": "versions"}
    return {
        "versions": shown,
        "next_url": here(cursor=cursor, **at) if cursor else None,
        "first_url": here(**at) if page.after else None,
    }
