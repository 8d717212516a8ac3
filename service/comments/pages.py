"""Saying something about a claim or an edit, from their pages."""

from typing import Any

from flask import Response, url_for

from service.comments import actions, queries
from service.comments.schemas import NewComment
from service.errors import Invalid
from service.http.auth import page, viewer
from service.http.forms import read_form, sent
from service.http.pages import local_path, pages, redirect_to, render
from service.http.problems import status_of
from service.http.transactions import transaction
from service.permissions import Permission

bp = pages("comments", __name__)


@bp.post("/claims/<id:claim_id>/comments")
@page(Permission.COMMENT, exists=queries.get_claim_id)
def create_comment_on_claim(claim_id: int) -> Response:
    """Say something about a claim."""
    return _add("claim", claim_id=claim_id)


@bp.post("/edits/<id:edit_id>/comments")
@page(Permission.COMMENT, exists=queries.get_claim_id)
def create_comment_on_edit(edit_id: int) -> Response:
    """Say something about one edit."""
    return _add("edit", edit_id=edit_id)


def _add(kind: str, **subject: Any) -> Response:
    """Add it and go back to where it was typed; refused, it comes back on a page of its own."""
    form = sent()
    back = local_path(form.get("next"))
    try:
        text = read_form(NewComment)["text"]
    except Invalid as refusal:
        shown: dict[str, Any] = {"detail": refusal.message, "errors": refusal.errors}
        number = next(iter(subject.values()))
        return render(
            "comments/new.html",
            status_of(refusal),
            action=url_for(f"comments_pages.create_comment_on_{kind}", **subject),
            subject=f"{kind} {number}",
            next=back,
            text=form.get("text", ""),
            refusal=shown,
        )
    with transaction() as session:
        comment = actions.add_comment(session, viewer(), text=text, **subject)
        place = url_for(
            "workbench_pages.show_claim",
            document_id=comment.document_id,
            claim_id=comment.claim_id,
        )
        anchor = f"comment-{comment.id}"
    if "edit_id" in subject:
        place = url_for("review_pages.show_edit", **subject)
    return redirect_to(f"{(back or place).partition('#')[0]}#{anchor}", "commented")
