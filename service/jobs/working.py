"""A job in the hands of a worker: batch after batch, each a transaction that still holds it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import Database
from service.db import utcnow
from service.jobs.actions import lock_job
from service.jobs.files import OpenFile
from service.jobs.rules import LEASE
from service.models import Job, Rejection
from service.settings import Settings
from service.vocabulary import JobState

LONGEST_RAW = 20_000
"""Characters that are kept of a rejected row."""


class Lost(Exception):
    """The job is not this worker's any more: it was cancelled, or another went on with it."""


class Stopping(Exception):
    """The worker is told to stop; another goes on."""


@dataclass
class Batch:
    """What one transaction does of a job."""

    session: Session
    job_id: int
    after: int
    """Rows that were dealt with before."""

    total: int | None = None
    """How many rows there are, as far as that can be said now."""

    counts: dict[str, int] = field(default_factory=dict)
    rejections: list[dict[str, Any]] = field(default_factory=list)

    def count(self, **counts: int) -> None:
        """So many rows were `created`, `updated`, `unchanged`."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def reject(self, number: int, code: str, reason: str, raw: str) -> None:
        """A row, by its number in the file from 1, cannot be used; it is kept as it came."""
        self.count(rejected=1)
        self.rejections.append(
            {
                "job_id": self.job_id,
                "number": number,
                "code": code,
                "reason": reason,
                # What no database keeps in a text.
                "raw": raw[:LONGEST_RAW].replace("\x00", "\ufffd"),
            }
        )


@dataclass
class Work:
    """A job that this worker has leased, for the handler of its kind."""

    database: Database
    settings: Settings
    job_id: int
    worker: str
    parameters: dict[str, Any]
    done: int
    """Rows that were dealt with before this worker took it: to be passed over."""

    stopping: Callable[[], bool] = lambda: False
    told: Callable[[Job], None] = lambda _job: None
    """Hears of the job after each batch."""

    def open(self) -> OpenFile:
        """The file of the job, from its beginning."""
        return OpenFile(self.database, self.job_id)

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A transaction that counts only while the job is this worker's, and renews its lease.

        Raises Lost, and Stopping between two batches.
        """
        if self.stopping():
            raise Stopping
        with self.database.transaction() as session:
            job = self._held(session)
            batch = Batch(session, job.id, job.done)
            yield batch
            if batch.rejections:
                session.execute(sa.insert(Rejection), batch.rejections)
            for name, count in batch.counts.items():
                setattr(job, name, getattr(job, name) + count)
            rows = sum(batch.counts.values())
            job.done += rows
            expected = batch.total if batch.total is not None else job.total
            job.total = None if expected is None else max(expected, job.done)
            job.attempts = 1 if rows else job.attempts
            job.leased_until = utcnow() + LEASE
        self.told(job)

    def renew(self) -> None:
        """Keep the lease while nothing is written yet. Raises Lost or Stopping."""
        with self.batch():
            pass

    def _held(self, session: Session) -> Job:
        job = lock_job(session, self.job_id)
        if job.state is not JobState.RUNNING or job.worker != self.worker:
            raise Lost
        return job
