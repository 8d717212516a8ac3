from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import MatchState


class Match(Base):
    """A fact-check that may have checked a claim before, and what somebody said to that.

    `score`, from 0 to 1, and `reasons` are as they were found; `claim_text` is the wording they
    were found for. A suggestion goes when the document is looked through again. An answer stays,
    with the texts as they were judged: from answers `claimdesk train` learns.
    """

    __tablename__ = "matches"
    __table_args__ = (
        sa.UniqueConstraint("claim_id", "fact_check_id"),
        sa.CheckConstraint(
            "(state = 'suggested') = (answered_at IS NULL)"
            " AND (state = 'suggested') = (fact_check_text IS NULL)",
            name="suggested_or_answered",
        ),
        sa.Index("ix_matches_document_id", "document_id", "claim_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    fact_check_id: Mapped[int] = mapped_column(ForeignKey("fact_checks.id"), index=True)
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(sa.JSON)
    state: Mapped[MatchState] = mapped_column(default=MatchState.SUGGESTED)
    claim_text: Mapped[str]
    fact_check_text: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]


class MatchRun(Base):
    """A job that looks through a document for what was checked before; the newest one counts.

    `begun_at` is when: a fact-check that came later was not looked at.
    """

    __tablename__ = "match_runs"
    __table_args__ = (sa.Index("ix_match_runs_document_id", "document_id", "job_id"),)

    job_id: Mapped[int] = mapped_column(
        ForeignKey("jobs.id"), primary_key=True, autoincrement=False
    )
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    begun_at: Mapped[datetime] = mapped_column(default=utcnow)
