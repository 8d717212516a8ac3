from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class FactCheck(Base):
    """The public record of a verdict, ready to serve: `body` is the answer, byte for byte.

    A retraction empties it; republication fills the same row again. Written only by
    verdicts/actions.py.
    """

    __tablename__ = "fact_checks"
    __table_args__ = (
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (body IS NOT NULL)"
            " AND (retracted_at IS NULL) = (etag IS NOT NULL)"
            " AND (retracted_at IS NULL) = (assessment_id IS NOT NULL)"
            " AND (retracted_at IS NULL) = (retraction_reason IS NULL)",
            name="served_or_retracted",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    public: Mapped[bool]
    body: Mapped[bytes | None]
    etag: Mapped[str | None]
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)
    retracted_at: Mapped[datetime | None]
    retraction_reason: Mapped[str | None]
