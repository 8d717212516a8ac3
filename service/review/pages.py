"""The review queue, and the page on which an edit is decided."""

from flask import Response

from service.http.auth import page
from service.http.pages import pages, render
from service.permissions import Permission

bp = pages("review", __name__)


@bp.get("/review")
@page(Permission.REVIEW)
def show_queue() -> Response:
    """Submitted edits, the longest waiting first."""
    return render("review/queue.html")


@bp.get("/edits/<id:edit_id>")
@page(Permission.READ_DESK)
def show_edit(edit_id: int) -> Response:
    """One edit, field by field, and what can be decided about it."""
    return render("review/edit.html", edit_id=edit_id)
