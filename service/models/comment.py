from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class Comment(Base):
    """What somebody said about a claim, or about one edit of it. Written once."""

    __tablename__ = "comments"
    __table_args__ = (
        sa.Index("ix_comments_claim_id", "claim_id", "id"),
        sa.Index("ix_comments_edit_id", "edit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    edit_id: Mapped[int | None] = mapped_column(ForeignKey("edits.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
