"""Pages about a claim: the public one, its history, and taking its verdict back."""

from flask import Response

from service.http.auth import page
from service.http.pages import pages, render
from service.permissions import Permission

bp = pages("claims", __name__)


@bp.get("/claims/<id:claim_id>")
@page(Permission.READ_PUBLISHED)
def show_claim(claim_id: int) -> Response:
    """The claim with its verdict, for everyone."""
    return render("claims/claim.html", claim_id=claim_id)


@bp.get("/claims/<id:claim_id>/history")
@page(Permission.READ_DESK)
def show_history(claim_id: int) -> Response:
    """What happened to a claim."""
    return render("claims/history.html", claim_id=claim_id)
