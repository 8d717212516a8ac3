"""Pages about documents: the list, adding and updating a text, its details and versions, its
history, the public article."""

from flask import Response

from service.documents import (
    adding_pages,
    article_pages,
    details_pages,
    list_pages,
    updating_pages,
)
from service.http.auth import page
from service.http.pages import pages, redirect
from service.permissions import Permission

bp = pages("documents", __name__)


@bp.get("/")
@page(Permission.SIGN_IN)
def home() -> Response:
    """Where somebody who just came begins."""
    return redirect("documents_pages.list_documents")


bp.get("/documents")(list_pages.list_documents)

bp.get("/documents/new")(adding_pages.new_document)
bp.post("/documents")(adding_pages.create_document)
bp.post("/documents/preview")(adding_pages.preview_document)

bp.get("/documents/<id:document_id>/update")(updating_pages.show_update)
bp.post("/documents/<id:document_id>/update")(updating_pages.create_version)
bp.post("/documents/<id:document_id>/update/preview")(updating_pages.preview_update)

bp.get("/documents/<id:document_id>/versions/<id:number>/snapshot")(details_pages.download_snapshot)
bp.get("/documents/<id:document_id>/details")(details_pages.show_details)
bp.post("/documents/<id:document_id>/details")(details_pages.update_details)
bp.post("/documents/<id:document_id>/archive")(details_pages.archive_document)

bp.get("/documents/<id:document_id>/history")(article_pages.show_history)
bp.get("/articles/<id:document_id>")(article_pages.show_article)
