"""Pages about documents: the list, adding a text, its details, its history, the public article."""

from flask import Response

from service.http.auth import page
from service.http.pages import pages, redirect, render
from service.permissions import Permission

bp = pages("documents", __name__)


@bp.get("/")
@page(Permission.SIGN_IN)
def home() -> Response:
    """Where somebody who just came begins."""
    return redirect("documents_pages.list_documents")


@bp.get("/documents")
@page(Permission.READ_DESK)
def list_documents() -> Response:
    """Documents, newest first."""
    return render("documents/list.html")


@bp.get("/documents/new")
@page(Permission.ADD_DOCUMENT)
def new_document() -> Response:
    """The form for a text."""
    return render("documents/new.html")


@bp.get("/documents/<id:document_id>/details")
@page(Permission.READ_DESK)
def show_details(document_id: int) -> Response:
    """What describes a document."""
    return render("documents/details.html", document_id=document_id)


@bp.get("/documents/<id:document_id>/history")
@page(Permission.READ_DESK)
def show_history(document_id: int) -> Response:
    """What happened to a document."""
    return render("documents/history.html", document_id=document_id)


@bp.get("/articles/<id:document_id>")
@page(Permission.READ_PUBLISHED)
def show_article(document_id: int) -> Response:
    """The reading view for visitors."""
    return render("documents/article.html", document_id=document_id)
