from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.db import Base, utcnow
from service.models.citation import Citation


class Assessment(Base):
    """One complete content for a claim. Frozen, children too, from the moment it is submitted.

    `text`, the rating's label and value, and what the citations say of their sources are filled in
    at submission, so that a later change of the world does not change what was judged.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        sa.Index(
            "uq_assessments_draft_of_edit",
            "edit_id",
            unique=True,
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        ),
        sa.CheckConstraint("amended_by_id <> author_id", name="amended_by_another"),
        sa.CheckConstraint("submitted_at IS NULL OR text IS NOT NULL", name="wording_if_submitted"),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (rating_code IS NULL) = (rating_label IS NULL)",
            name="label_if_submitted",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edit_id: Mapped[int] = mapped_column(ForeignKey("edits.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    amended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str | None]
    rating_code: Mapped[str | None] = mapped_column(ForeignKey("ratings.code"))
    rating_label: Mapped[str | None]
    rating_value: Mapped[int | None]
    rationale: Mapped[str | None]
    claimant_name: Mapped[str | None]
    claimant_same_as: Mapped[str | None]
    claim_date: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    submitted_at: Mapped[datetime | None]

    tags: Mapped[list["AssessmentTag"]] = relationship(
        order_by="AssessmentTag.position", cascade="all, delete-orphan", lazy="selectin"
    )
    citations: Mapped[list[Citation]] = relationship(
        order_by=Citation.position, cascade="all, delete-orphan", lazy="selectin"
    )


class AssessmentTag(Base):
    """A tag's name as an assessment uses it."""

    __tablename__ = "assessment_tags"
    __table_args__ = (sa.Index("ix_assessment_tags_name", "name", "assessment_id"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
