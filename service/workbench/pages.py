"""The workbench: an article, and beside it the panel of the selected claim."""

from flask import Response

from service.http.auth import page
from service.http.pages import pages, render
from service.permissions import Permission

bp = pages("workbench", __name__)


@bp.get("/documents/<id:document_id>")
@page(Permission.READ_DESK)
def show_document(document_id: int) -> Response:
    """The article, nothing selected."""
    return render("workbench/workbench.html", document_id=document_id)


@bp.get("/documents/<id:document_id>/claims/<id:claim_id>")
@page(Permission.READ_DESK)
def show_claim(document_id: int, claim_id: int) -> Response:
    """The article with a claim selected; for a script, the panel alone."""
    return render("workbench/workbench.html", document_id=document_id, claim_id=claim_id)
