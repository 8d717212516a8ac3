"""Documents and their versions."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.documents import actions, listing, queries, snapshots, versions
from service.documents.ahead import ahead_of
from service.documents.intake import Intake, take_in
from service.documents.schemas import (
    AddedVersionShape,
    Description,
    DocumentArgs,
    DocumentPage,
    DocumentShape,
    NewDocument,
    NewText,
    NewVersion,
    VersionPage,
    VersionPreviewShape,
    VersionShape,
)
from service.documents.searching import search_documents
from service.history.api import show_history
from service.history.schemas import EventPage
from service.http.answers import done, if_match, show
from service.http.auth import requires, viewer
from service.http.blueprints import ETAG, REQUEST_ID, ApiBlueprint, changes_nothing, refuses
from service.http.pages import settings
from service.http.paging import Page, PageArgs
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading, transaction
from service.models import Document
from service.permissions import Permission, Viewer

bp = ApiBlueprint(
    "documents", __name__, url_prefix="/api/v1/documents", description="Texts under check"
)


FILE = {
    "description": "The bytes as they came.",
    "headers": {"X-Request-Id": REQUEST_ID, "ETag": ETAG},
    "content": {
        "application/octet-stream": {
            "schema": {"type": "string", "format": "binary"},
            "example": "<!doctype html><title>Council spends more on buses than ever</title>",
        }
    },
}
"""How the description of the API tells of a file."""


def _exists(session: Session, someone: Viewer, document_id: int) -> None:
    queries.get_document(session, someone, document_id)


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
@requires(Permission.DESCRIBE_DOCUMENT, exists=_exists)
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
@requires(Permission.ARCHIVE_DOCUMENT, exists=_exists)
@bp.response(200, DocumentShape)
def delete_document(document_id: int) -> Response:
    """Archive a document: its verdicts are retracted, and only administrators find it."""
    with transaction() as session:
        document = actions.archive_document(session, viewer(), document_id)
        session.flush()
        return _done(document)


@bp.get("/<id:document_id>/versions")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, VersionPage)
def list_versions(args: dict[str, Any], document_id: int) -> Response:
    """A document's versions, newest first."""
    page = Page(f"documents/{document_id}/versions", args, (int,))
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        rows = queries.list_versions(
            session,
            document,
            before=page.after[0] if page.after else None,
            limit=page.limit + 1,
        )
        rows, next_cursor = page.cut(rows, lambda version: (version.number,))
        return show(VersionPage().dump({"items": rows, "next_cursor": next_cursor}))


@bp.get("/<id:document_id>/versions/<id:number>")
@requires(Permission.READ_DESK)
@bp.response(200, VersionShape)
def get_version(document_id: int, number: int) -> Response:
    """One version with its text and blocks."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        version, blocks = queries.get_version(session, document, number)
        snapshot = queries.find_snapshot(session, document, number)
        parts = {"blocks": blocks, "snapshot": snapshot}
        return show(VersionShape().dump(_columns(version) | parts))


def _columns(version: Any) -> dict[str, Any]:
    names = ("number", "text", "splitter", "created_at")
    return {name: getattr(version, name) for name in names}


@bp.get("/<id:document_id>/versions/<id:number>/snapshot")
@requires(Permission.READ_DESK)
@bp.alt_response(304, description="Not modified.")
@bp.doc(responses={"200": FILE})
def get_snapshot(document_id: int, number: int) -> Response:
    """What was fetched to make a version, to the byte, as a file that nothing opens by itself."""
    return snapshots.download(document_id, number)


@bp.post("/<id:document_id>/versions")
@requires(Permission.ADD_DOCUMENT, exists=_exists)
@refuses(409)
@bp.arguments(NewVersion)
@bp.response(201, AddedVersionShape)
@bp.alt_response(200, schema=AddedVersionShape, description="This is its text already.")
def create_version(body: dict[str, Any], document_id: int) -> Response:
    """Give a document a new text: its claims stay, and stand in it exact, moved, changed or not.

    With neither text, HTML nor address, what is at its own address is fetched again.
    """
    based_on = body.pop("version", None)
    intake = _taken(document_id, body)
    with reading() as session:
        ahead = versions.align_ahead(session, viewer(), document_id, intake)
    with transaction() as session:
        document, is_new = versions.add_version(
            session, viewer(), document_id, intake, based_on=based_on, ahead=ahead
        )
        session.flush()
        version, _blocks = queries.get_version(session, document, document.version)
        counts = queries.counts_of(session, document) if is_new else None
        return done(
            AddedVersionShape().dump(_columns(version) | {"counts": counts}),
            201 if is_new else 200,
            location=f"/api/v1/documents/{document_id}/versions/{version.number}"
            if is_new
            else None,
        )


@bp.post("/<id:document_id>/versions/preview")
@requires(Permission.ADD_DOCUMENT, exists=_exists)
@changes_nothing
@bp.arguments(NewText)
@bp.response(200, VersionPreviewShape)
def preview_version(body: dict[str, Any], document_id: int) -> Response:
    """What a new text would make of each claim. Nothing is written."""
    intake = _taken(document_id, body)
    with reading() as session:
        preview = versions.preview_version(session, viewer(), document_id, intake)
    return done(VersionPreviewShape().dump(preview))


def _taken(document_id: int, body: dict[str, Any]) -> Intake:
    """A new text of a document, in the language that the document has."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
    if not body:
        return versions.refetch(document, settings())
    return take_in(settings=settings(), language=document.language, **body)


@bp.get("/<id:document_id>/history")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, EventPage)
def get_history(args: dict[str, Any], document_id: int) -> Response:
    """What happened to a document and everything in it, newest first."""
    with reading() as session:
        queries.get_document(session, viewer(), document_id)
    return show_history(args, document_id=document_id)
