"""Everything that changes comments. None commits."""

from sqlalchemy.orm import Session

from service.claims.queries import lock_claim
from service.comments.queries import get_claim_id
from service.history.actions import record
from service.models import Comment
from service.permissions import Viewer
from service.vocabulary import Action


def add_comment(
    session: Session,
    viewer: Viewer,
    *,
    text: str,
    claim_id: int | None = None,
    edit_id: int | None = None,
) -> Comment:
    """Say something about a claim, or about one edit of it.

    Raises NotFound when it does not exist for the viewer, or its document is archived. The history
    keeps that it was said, not what.
    """
    claim = lock_claim(session, get_claim_id(session, viewer, claim_id=claim_id, edit_id=edit_id))
    comment = Comment(
        document_id=claim.document_id,
        claim_id=claim.id,
        edit_id=edit_id,
        author_id=viewer.id,
        text=text,
    )
    session.add(comment)
    session.flush()
    record(
        session,
        viewer,
        Action.COMMENT_ADDED,
        document_id=claim.document_id,
        claim_id=claim.id,
        edit_id=edit_id,
        comment_id=comment.id,
    )
    return comment
