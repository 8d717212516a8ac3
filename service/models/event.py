from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import Action


class Event(Base):
    """One line of history, written once: who did what to what, when.

    No actor means the operator at the command line. `details` holds what the subject's own rows do
    not keep: comments, reasons, the assessments before and after.
    """

    __tablename__ = "events"
    __table_args__ = (
        sa.Index("ix_events_document_id", "document_id", "id"),
        sa.Index("ix_events_claim_id", "claim_id", "id"),
        sa.Index("ix_events_edit_id", "edit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[Action]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"))
    edit_id: Mapped[int | None] = mapped_column(ForeignKey("edits.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    details: Mapped[dict[str, Any]]
