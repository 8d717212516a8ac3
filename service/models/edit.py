from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.db import Base, Versioned, utcnow
from service.models.assessment import Assessment
from service.models.claim import Claim
from service.models.user import User
from service.vocabulary import EditState

OPEN = sa.text("state IN ('draft', 'submitted', 'changes_requested')")


class Edit(Versioned, Base):
    """A proposal: this claim should have this assessment.

    `draft` is what its author still works on, `assessment` what was submitted or amended last.
    After a request for changes both may stand side by side.
    """

    __tablename__ = "edits"
    __table_args__ = (
        sa.Index(
            "uq_edits_open_of_author",
            "claim_id",
            "author_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        sa.Index("ix_edits_queue", "state", "submitted_at", "id"),
        sa.CheckConstraint("reviewer_id <> author_id", name="not_own_reviewer"),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected', 'changes_requested')) = (reviewer_id IS NOT NULL)",
            name="reviewer_if_reviewed",
        ),
        sa.CheckConstraint(
            "(reviewer_id IS NULL) = (reviewed_at IS NULL)", name="reviewed_at_if_reviewed"
        ),
        sa.CheckConstraint(
            "state NOT IN ('rejected', 'changes_requested') OR comment IS NOT NULL",
            name="comment_if_refused",
        ),
        sa.CheckConstraint("state <> 'draft' OR assessment_id IS NULL", name="draft"),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'changes_requested', 'approved', 'rejected')"
            " OR assessment_id IS NOT NULL",
            name="submitted",
        ),
        sa.CheckConstraint(
            "(assessment_id IS NULL) = (submitted_at IS NULL)", name="submitted_at_if_submitted"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[EditState]
    base_revision: Mapped[int]
    base_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessments.id", name="fk_edits_base_id_assessments", use_alter=True)
    )
    assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessments.id", name="fk_edits_assessment_id_assessments", use_alter=True)
    )
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None]
    comment: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    submitted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=utcnow)

    claim: Mapped[Claim] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
    reviewer: Mapped[User | None] = relationship(foreign_keys=reviewer_id)
    base: Mapped[Assessment | None] = relationship(foreign_keys=base_id, viewonly=True)
    draft: Mapped[Assessment | None] = relationship(
        primaryjoin=lambda: sa.and_(
            Assessment.edit_id == Edit.id, Assessment.submitted_at.is_(None)
        ),
        foreign_keys=Assessment.edit_id,
        uselist=False,
        viewonly=True,
    )
    assessment: Mapped[Assessment | None] = relationship(foreign_keys=assessment_id, viewonly=True)
