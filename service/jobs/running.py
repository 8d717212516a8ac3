"""Runs jobs: takes one, hands it to the handler of its kind, and says how it ended."""

from collections.abc import Callable, Mapping

import structlog

from service.database import Database
from service.errors import Refusal
from service.jobs import actions
from service.jobs.rules import own_name
from service.jobs.working import Lost, Stopping, Work
from service.models import Job
from service.settings import Settings
from service.vocabulary import JobKind, JobState

Handler = Callable[[Work], None]
"""Does the work of a job, batch by batch; begins after `work.done` rows. A Refusal fails it."""

Handlers = Mapping[JobKind, Handler]

log = structlog.get_logger()


def run_next(
    database: Database,
    settings: Settings,
    handlers: Handlers,
    *,
    job_id: int | None = None,
    stopping: Callable[[], bool] = lambda: False,
    told: Callable[[Job], None] = lambda _job: None,
) -> bool:
    """Run the job that is next of the kinds that have a handler, or this one. Whether there was."""
    worker = own_name()
    with database.transaction() as session:
        job = actions.take_job(session, worker, handlers, job_id)
    if job is None:
        return False
    work = Work(
        database, settings, job.id, worker, job.parameters, job.done, stopping=stopping, told=told
    )
    log.info("job_taken", job_id=job.id, kind=job.kind, done=job.done)
    try:
        handlers[job.kind](work)
    except Stopping:
        with database.transaction() as session:
            actions.release_job(session, actions.lock_job(session, job.id))
    except Lost:
        log.info("job_lost", job_id=job.id)
    except Refusal as refusal:
        _end(work, JobState.FAILED, refusal.message)
    except Exception:
        # It stays leased, and is taken again when that is over: the database may be back by then.
        log.exception("job_broke", job_id=job.id)
    else:
        _end(work, JobState.DONE)
    return True


def _end(work: Work, state: JobState, error: str | None = None) -> None:
    with work.database.transaction() as session:
        job = actions.lock_job(session, work.job_id)
        if job.state is not JobState.RUNNING or job.worker != work.worker:
            return
        if state is JobState.DONE:
            job.total = job.done
        actions.end_job(session, job, state, error)
    work.told(job)
    log.info("job_ended", job_id=job.id, state=state, done=job.done, error=error)
