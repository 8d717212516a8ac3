"""Append to the history, in the transaction of what happened."""

from typing import Any

from sqlalchemy.orm import Session

from service.models import Event
from service.permissions import Viewer
from service.vocabulary import Action


def record(
    session: Session,
    actor: Viewer,
    action: Action,
    *,
    document_id: int | None = None,
    claim_id: int | None = None,
    edit_id: int | None = None,
    user_id: int | None = None,
    **details: Any,
) -> None:
    """Write down that `actor` did `action`; details that are None are left out.

    `before` and `after` are ids of assessments, from which a history page makes differences.
    """
    session.add(
        Event(
            actor_id=actor.id,
            action=action,
            document_id=document_id,
            claim_id=claim_id,
            edit_id=edit_id,
            user_id=user_id,
            details={name: value for name, value in details.items() if value is not None},
        )
    )
