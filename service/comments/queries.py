"""Reads about comments."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims.queries import check_claim
from service.errors import NotFound
from service.models import Comment, Edit, User
from service.permissions import Viewer
from service.visibility import visible_to


def get_claim_id(
    session: Session, viewer: Viewer, *, claim_id: int | None = None, edit_id: int | None = None
) -> int:
    """The claim that is spoken of: the one named, or that of the edit.

    Raises NotFound unless what is named exists for the viewer.
    """
    if (claim_id is None) is (edit_id is None):
        raise TypeError("Name a claim or an edit.")
    if claim_id is not None:
        check_claim(session, viewer, claim_id)
        return claim_id
    found = session.scalar(
        sa.select(Edit.claim_id).where(Edit.id == edit_id, visible_to(viewer, Edit))
    )
    if found is None:
        raise NotFound(f"There is no edit {edit_id}.")
    return found


def list_comments(
    session: Session,
    viewer: Viewer,
    *,
    claim_id: int | None = None,
    edit_id: int | None = None,
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Comments by id, oldest first, as JSON has them.

    Those of a claim hold those of its edits, as far as the viewer may see them. Raises NotFound
    unless the claim or the edit exists for the viewer.
    """
    get_claim_id(session, viewer, claim_id=claim_id, edit_id=edit_id)
    subject = Comment.claim_id == claim_id if edit_id is None else Comment.edit_id == edit_id
    rows = session.execute(
        sa.select(Comment, User.name)
        .join(User, User.id == Comment.author_id)
        .where(subject, Comment.id > after, visible_to(viewer, Comment))
        .order_by(Comment.id)
        .limit(limit)
    )
    return [as_json(comment, author) for comment, author in rows]


def as_json(comment: Comment, author: str | None) -> dict[str, Any]:
    """A comment with the name of its author."""
    return {
        "id": comment.id,
        "claim_id": comment.claim_id,
        "edit_id": comment.edit_id,
        "author": {"id": comment.author_id, "name": author},
        "text": comment.text,
        "created_at": comment.created_at,
    }
