"""Reads about jobs."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Job
from service.permissions import Viewer
from service.vocabulary import JobKind


def get_job(session: Session, job_id: int) -> Job:
    """The job with this id. Raises NotFound."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound(f"There is no job {job_id}.")
    return job


def check_job(session: Session, _viewer: Viewer, job_id: int) -> None:
    """Raise NotFound unless there is such a job."""
    get_job(session, job_id)


def list_jobs(
    session: Session, *, kind: JobKind | None = None, before: int | None, limit: int
) -> Sequence[Job]:
    """Jobs, newest first."""
    query = sa.select(Job).order_by(Job.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(Job.kind == kind)
    if before is not None:
        query = query.where(Job.id < before)
    return session.scalars(query).all()
