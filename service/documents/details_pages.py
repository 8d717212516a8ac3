"""What describes a document, to read and to change. pages.py gives the routes."""

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from service.documents import actions, describing, listing, queries
from service.errors import Conflict, Forbidden, Invalid, Refusal, RevisionChanged
from service.http.auth import page, viewer
from service.http.pages import redirect, render
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission, Viewer
from service.verdicts.queries import has_verdicts


def _exists(session: Session, someone: Viewer, document_id: int) -> None:
    queries.get_document(session, someone, document_id)


@page(Permission.READ_DESK)
def show_details(document_id: int) -> Response:
    """What describes a document."""
    return _show(document_id)


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
    )
