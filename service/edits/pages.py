"""Pages about one's own edits, and the acts of the form that proposes."""

from flask import Response

from service.http.auth import page
from service.http.pages import pages, render
from service.permissions import Permission

bp = pages("edits", __name__)


@bp.get("/edits")
@page(Permission.PROPOSE)
def list_own_edits() -> Response:
    """What the viewer has proposed, by where it stands."""
    return render("edits/own.html")
