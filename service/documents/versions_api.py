"""The versions of a document, and what a new one would make of its claims."""

from typing import Any

from flask import Response

from service.claims.queries import check_document
from service.documents import aligning, comparing, queries, snapshots, versions
from service.documents.intake import Intake, take_in
from service.documents.schemas import (
    AddedVersionShape,
    NewText,
    NewVersion,
    VersionPage,
    VersionPreviewShape,
    VersionShape,
)
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ETAG, REQUEST_ID, ApiBlueprint, changes_nothing, refuses
from service.http.pages import settings
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.permissions import Permission

bp = ApiBlueprint(
    "versions",
    __name__,
    url_prefix="/api/v1/documents/<id:document_id>/versions",
    description="The texts of documents",
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


@bp.get("")
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


@bp.get("/<id:number>")
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


@bp.get("/<id:number>/snapshot")
@requires(Permission.READ_DESK)
@bp.alt_response(304, description="Not modified.")
@bp.doc(responses={"200": FILE})
def get_snapshot(document_id: int, number: int) -> Response:
    """What was fetched to make a version, to the byte, as a file that nothing opens by itself."""
    return snapshots.download(document_id, number)


@bp.post("")
@requires(Permission.ADD_DOCUMENT, exists=check_document)
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
        ahead = aligning.align_ahead(session, viewer(), document_id, intake)
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


@bp.post("/preview")
@requires(Permission.ADD_DOCUMENT, exists=check_document)
@changes_nothing
@bp.arguments(NewText)
@bp.response(200, VersionPreviewShape)
def preview_version(body: dict[str, Any], document_id: int) -> Response:
    """What a new text would make of each claim. Nothing is written."""
    intake = _taken(document_id, body)
    with reading() as session:
        preview = comparing.preview_version(session, viewer(), document_id, intake)
    return done(VersionPreviewShape().dump(preview))


def _taken(document_id: int, body: dict[str, Any]) -> Intake:
    """A new text of a document, in the language that the document has."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
    if not body:
        return versions.refetch(document, settings())
    return take_in(settings=settings(), language=document.language, **body)
