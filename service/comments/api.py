"""Comments on claims and on edits."""

from typing import Any

from flask import Response

from service.comments import actions, queries
from service.comments.schemas import CommentPage, CommentShape, NewComment
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.permissions import Permission

bp = ApiBlueprint(
    "comments", __name__, url_prefix="/api/v1", description="What people say about the work"
)


@bp.get("/claims/<id:claim_id>/comments")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, CommentPage)
def list_comments_of_claim(args: dict[str, Any], claim_id: int) -> Response:
    """What was said about a claim and its edits, oldest first."""
    return _show(f"claims/{claim_id}/comments", args, claim_id=claim_id)


@bp.get("/edits/<id:edit_id>/comments")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, CommentPage)
def list_comments_of_edit(args: dict[str, Any], edit_id: int) -> Response:
    """What was said about one edit, oldest first."""
    return _show(f"edits/{edit_id}/comments", args, edit_id=edit_id)


@bp.post("/claims/<id:claim_id>/comments")
@requires(Permission.COMMENT, exists=queries.get_claim_id)
@bp.arguments(NewComment)
@bp.response(201, CommentShape)
def create_comment_on_claim(body: dict[str, Any], claim_id: int) -> Response:
    """Say something about a claim."""
    return _add(f"/api/v1/claims/{claim_id}/comments", body, claim_id=claim_id)


@bp.post("/edits/<id:edit_id>/comments")
@requires(Permission.COMMENT, exists=queries.get_claim_id)
@bp.arguments(NewComment)
@bp.response(201, CommentShape)
def create_comment_on_edit(body: dict[str, Any], edit_id: int) -> Response:
    """Say something about one edit."""
    return _add(f"/api/v1/edits/{edit_id}/comments", body, edit_id=edit_id)


def _show(name: str, args: dict[str, Any], **subject: int) -> Response:
    page = Page(name, args, (int,))
    after, *_ = page.after or (0,)
    with reading() as session:
        rows = queries.list_comments(
            session, viewer(), after=after, limit=page.limit + 1, **subject
        )
    items, next_cursor = page.cut(rows, lambda comment: (comment["id"],))
    return show({"items": items, "next_cursor": next_cursor})


def _add(place: str, body: dict[str, Any], **subject: int) -> Response:
    """A comment has no address of its own: `place` is the list that it is in."""
    with transaction() as session:
        comment = actions.add_comment(session, viewer(), text=body["text"], **subject)
        return done(queries.as_json(comment, viewer().name), 201, location=place)
