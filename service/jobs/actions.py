"""Everything that changes a job beside its batches. None commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import utcnow
from service.errors import Conflict
from service.history.actions import record
from service.jobs.queries import get_job
from service.jobs.rules import LEASE, MOST_ATTEMPTS, is_gone
from service.models import Job, JobFile
from service.permissions import Viewer
from service.vocabulary import OPEN_JOBS, Action, JobKind, JobState


def add_job(
    session: Session,
    actor: Viewer,
    kind: JobKind,
    parameters: dict[str, Any],
    pieces: Iterable[bytes] = (),
) -> Job:
    """Put a job in the queue, with its file as `pieces_of` cuts it; it runs once this commits."""
    job = Job(kind=kind, parameters=parameters, created_by_id=actor.id)
    session.add(job)
    session.flush()
    for position, piece in enumerate(pieces):
        # One by one: of a large file no more than a piece is in memory.
        session.execute(sa.insert(JobFile).values(job_id=job.id, position=position, piece=piece))
    return job


def cancel_job(session: Session, actor: Viewer, job_id: int) -> Job:
    """End a job that is not over; what its batches did stays. Raises Conflict."""
    job = lock_job(session, job_id)
    if job.state not in OPEN_JOBS:
        raise Conflict(f"Job {job.id} is {job.state} already.", code="invalid_transition")
    end_job(session, job, JobState.CANCELLED)
    if job.kind is JobKind.IMPORT:
        record(session, actor, Action.IMPORT_CANCELLED, job_id=job.id)
    else:
        document_id = job.parameters["document_id"]
        record(session, actor, Action.MATCHING_CANCELLED, document_id=document_id)
    return job


def take_job(
    session: Session, worker: str, kinds: Iterable[JobKind], job_id: int | None = None
) -> Job | None:
    """Lease the job of these kinds that waits longest, or that whose worker is gone, or None.

    With `job_id`, that job or none. One that is taken again and again without a row of progress
    is given up.
    """
    now = utcnow()
    waiting = sa.select(Job).where(Job.state.in_(OPEN_JOBS), Job.kind.in_(list(kinds)))
    waiting = waiting.order_by(Job.id)
    if job_id is not None:
        waiting = waiting.where(Job.id == job_id)
    for job in session.scalars(waiting.with_for_update(skip_locked=True)):
        if job.state is JobState.RUNNING and not _is_free(job, now):
            continue
        if job.attempts >= MOST_ATTEMPTS:
            reason = f"Given up: it stopped {job.attempts} times after row {job.done}."
            end_job(session, job, JobState.FAILED, reason)
            continue
        job.state, job.worker = JobState.RUNNING, worker
        job.started_at = job.started_at or now
        job.leased_until = now + LEASE
        job.attempts += 1
        session.flush()
        return job
    return None


def lock_job(session: Session, job_id: int) -> Job:
    """The job, which nobody else changes until this transaction ends. Raises NotFound."""
    session.execute(sa.select(Job.id).where(Job.id == job_id).with_for_update())
    return get_job(session, job_id)


def end_job(session: Session, job: Job, state: JobState, error: str | None = None) -> None:
    """The job is over, and its file goes."""
    job.state, job.error = state, error
    job.finished_at = utcnow()
    job.worker = job.leased_until = None
    session.execute(sa.delete(JobFile).where(JobFile.job_id == job.id))
    session.flush()


def release_job(session: Session, job: Job) -> None:
    """Let the next worker go on at once; stopping in good order is no failed attempt."""
    job.worker, job.leased_until = None, utcnow()
    job.attempts = max(0, job.attempts - 1)
    session.flush()


def _is_free(job: Job, now: datetime) -> bool:
    return job.leased_until is None or job.leased_until <= now or is_gone(job.worker)
