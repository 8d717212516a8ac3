from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import JobKind, JobState


class Job(Base):
    """Work in the background, done batch by batch by whichever worker holds its lease.

    `done` counts the rows that are dealt with and is written in the transaction of each batch: a
    worker that takes over goes on there. `total` is null until it is known.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        sa.CheckConstraint("created + updated + unchanged + rejected = done", name="rows_add_up"),
        sa.Index("ix_jobs_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[JobKind]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    parameters: Mapped[dict[str, Any]]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    total: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class JobFile(Base):
    """A piece of the file that a job reads, compressed; it goes when the job ends."""

    __tablename__ = "job_files"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    piece: Mapped[bytes]


class Rejection(Base):
    """A row that could not be used: its number in the file from 1, why, and the row as it came."""

    __tablename__ = "rejections"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    reason: Mapped[str]
    raw: Mapped[str]
