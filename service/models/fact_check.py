from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow

_OURS: dict[str, Any] = {
    "postgresql_where": sa.text("claim_id IS NOT NULL"),
    "sqlite_where": sa.text("claim_id IS NOT NULL"),
}
_OURS_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("claim_id IS NOT NULL AND public"),
    "sqlite_where": sa.text("claim_id IS NOT NULL AND public = 1"),
}
_TAKEN_BACK_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("retracted_at IS NOT NULL AND public"),
    "sqlite_where": sa.text("retracted_at IS NOT NULL AND public = 1"),
}


class FactCheck(Base):
    """A public, searchable record: of a verdict of our own, or one of another publisher.

    Of our own, `body` is the verdict as the API answers it, byte for byte, and who published it is
    a setting. A retraction empties it; republication fills the same row again. An imported one has
    no claim; `identity` tells it apart, and `etag` whether it came again unchanged. `detail` is
    JSON, what only some formats show: see fact_checks/records.py. Written only by verdicts/.
    """

    __tablename__ = "fact_checks"
    __table_args__ = (
        sa.CheckConstraint(
            "claim_id IS NULL"
            " OR (retracted_at IS NULL) = (body IS NOT NULL)"
            " AND (retracted_at IS NULL) = (etag IS NOT NULL)"
            " AND (retracted_at IS NULL) = (assessment_id IS NOT NULL)"
            " AND (retracted_at IS NULL) = (retraction_reason IS NULL)"
            " AND (retracted_at IS NULL) = (text IS NOT NULL)",
            name="served_or_retracted",
        ),
        sa.CheckConstraint(
            "claim_id IS NULL AND document_id IS NULL AND body IS NULL AND retracted_at IS NULL"
            " AND public AND etag IS NOT NULL AND text IS NOT NULL AND url IS NOT NULL"
            " AND publisher IS NOT NULL AND site IS NOT NULL AND identity IS NOT NULL"
            " OR claim_id IS NOT NULL AND document_id IS NOT NULL AND url IS NULL"
            " AND publisher IS NULL AND site IS NULL AND identity IS NULL",
            name="ours_or_imported",
        ),
        sa.Index("ix_fact_checks_text_key", "text_key", "id"),
        sa.Index("ix_fact_checks_updated_at", "updated_at", "id"),
        sa.Index("ix_fact_checks_ours", "updated_at", "id", **_OURS_IN_PUBLIC),
        sa.Index("ix_fact_checks_ours_rated", "rating_code", "updated_at", "id", **_OURS_IN_PUBLIC),
        sa.Index("ix_fact_checks_rated_claims", "rating_code", "claim_id", **_OURS),
        sa.Index("ix_fact_checks_retracted", "updated_at", "id", **_TAKEN_BACK_IN_PUBLIC),
        sa.Index("ix_fact_checks_site", "site", "id"),
        sa.Index("ix_fact_checks_rating_code", "rating_code", "id"),
        sa.Index("ix_fact_checks_language", "language", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"), unique=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"))
    public: Mapped[bool]
    body: Mapped[bytes | None]
    etag: Mapped[str | None]
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)
    retracted_at: Mapped[datetime | None]
    retraction_reason: Mapped[str | None]
    text: Mapped[str | None]
    text_key: Mapped[bytes | None]
    title: Mapped[str | None]
    claimant: Mapped[str | None]
    claim_date: Mapped[date | None]
    reviewed_at: Mapped[datetime | None]
    newest_on: Mapped[date | None]
    language: Mapped[str | None]
    rating_code: Mapped[str | None]
    rating_label: Mapped[str | None]
    rating_value: Mapped[int | None]
    rating_key: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None] = mapped_column(index=True)
    publisher: Mapped[str | None]
    site: Mapped[str | None]
    identity: Mapped[bytes | None] = mapped_column(unique=True)
    detail: Mapped[bytes | None]
