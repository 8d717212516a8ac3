"""Documents: added, listed, found and described."""

from typing import Any

from flask import Response, request

from service.claims.queries import check_document
from service.documents import actions, listing, queries
from service.documents.ahead import ahead_of
from service.documents.intake import take_in
from service.documents.schemas import (
    Description,
    DocumentArgs,
    DocumentPage,
    DocumentShape,
    NewDocument,
)
from service.documents.searching import search_documents
from service.history.api import show_history
from service.history.schemas import EventPage
from service.http.answers import done, if_match, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.pages import settings
from service.http.paging import Page, PageArgs
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading, transaction
from service.models import Document
from service.permissions import Permission

bp = ApiBlueprint(
    "documents", __name__, url_prefix="/api/v1/documents", description="Texts under check"
)


def _done(document: Document, status: int = 200) -> Response:
    return done(
        DocumentShape().dump(document),
        status,
        revision=document.revision,
        location=f"/api/v1/documents/{document.id}" if status == 201 else None,
    )


@bp.post("")
@requires(Permission.ADD_DOCUMENT)
@refuses(409)
@bp.arguments(NewDocument)
@bp.response(201, DocumentShape)
@bp.alt_response(200, schema=DocumentShape, description="This article is there already.")
def create_document(body: dict[str, Any]) -> Response:
    """Add a text, HTML or what is at an address: every sentence of it becomes a claim.

    What is sent beside it wins over what a page says of itself. The same article again answers 200.
    """
    intake = take_in(settings=settings(), **body)
    with reading() as session:
        ahead = ahead_of(session, intake)
    with transaction() as session:
        document, is_new = actions.add_document(session, viewer(), intake, ahead)
        session.flush()
        return _done(document, 201 if is_new else 200)


@bp.get("")
@requires(Permission.READ_DESK)
@bp.arguments(DocumentArgs, location="query")
@bp.response(200, DocumentPage)
def list_documents(args: dict[str, Any]) -> Response:
    """Documents: the most relevant to `q` first, or else the newest."""
    if is_search(args):
        return _search(args)
    page = Page("documents", args, (int,))
    with reading() as session:
        rows = listing.list_documents(
            session,
            viewer(),
            filters=args,
            before=page.after[0] if page.after else None,
            limit=page.limit + 1,
        )
        rows, next_cursor = page.cut(rows, lambda document: (document.id,))
        return show(DocumentPage().dump({"items": rows, "next_cursor": next_cursor}))


def _search(args: dict[str, Any]) -> Response:
    page = SearchPage("documents", args)
    with reading() as session:
        found = search_documents(session, viewer(), page.filters, skip=page.skip, limit=page.limit)
        return show(page.answer(*found, DocumentShape().dump))


@bp.get("/<id:document_id>")
@requires(Permission.READ_DESK)
@bp.response(200, DocumentShape)
def get_document(document_id: int) -> Response:
    """One document."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        return show(DocumentShape().dump(document), revision=document.revision)


@bp.patch("/<id:document_id>")
@requires(Permission.DESCRIBE_DOCUMENT, exists=check_document)
@refuses(409, 412)
@bp.arguments(Description)
@bp.response(200, DocumentShape)
def update_document(body: dict[str, Any], document_id: int) -> Response:
    """Change what describes a document; where it has verdicts, this needs a reviewer.

    Its verdicts are rendered again and told of in the feed. With If-Match, only if it is as read.
    """
    seen = if_match() if "If-Match" in request.headers else None
    with transaction() as session:
        document = actions.change_document(session, viewer(), document_id, seen=seen, **body)
        session.flush()
        return _done(document)


@bp.delete("/<id:document_id>")
@requires(Permission.ARCHIVE_DOCUMENT, exists=check_document)
@bp.response(200, DocumentShape)
def delete_document(document_id: int) -> Response:
    """Archive a document: its verdicts are retracted, and only administrators find it."""
    with transaction() as session:
        document = actions.archive_document(session, viewer(), document_id)
        session.flush()
        return _done(document)


@bp.get("/<id:document_id>/history")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, EventPage)
def get_history(args: dict[str, Any], document_id: int) -> Response:
    """What happened to a document and everything in it, newest first."""
    with reading() as session:
        queries.get_document(session, viewer(), document_id)
    return show_history(args, document_id=document_id)
