"""A worker that is killed in the middle of an import leaves nothing half done.

`KILLS=20 pytest tests/imports/test_killed.py` kills more of them.
"""

import os
import random
import signal
import time
from typing import Any

import pytest
import sqlalchemy as sa

from service.database import Database
from service.imports import importing
from service.jobs.queries import get_job
from service.jobs.running import run_next
from service.models import FactCheck, ImportedRecord, Job, RatingWord, Rejection
from service.settings import Settings
from service.vocabulary import OPEN_JOBS
from tests.factories import Desk
from tests.imports.importing import HANDLERS, begin, lines, review, work

KILLS = int(os.environ.get("KILLS", "5"))
ROWS = 40 * (KILLS + 5)
SECONDS = 60


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch):
    """So that there are many moments between two of them."""
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 20)


def file() -> bytes:
    """Rows of which every seventh came before and every eleventh cannot be used."""
    rows = [
        review(number - 7 if number % 7 == 0 else number, inLanguage="en") for number in range(ROWS)
    ]
    for number in range(0, ROWS, 11):
        rows[number] = {"claimReviewed": f"No address {number}."}
    return lines(*rows)


def forked(database: Database) -> int:
    """A worker in a process of its own: its number."""
    url = database.engine.url.render_as_string(hide_password=False)
    child = os.fork()
    if child == 0:
        try:
            run_next(Database(url), Settings(), HANDLERS)
        finally:
            os._exit(0)
    return child


def job(database: Database) -> Job:
    with database.reading() as session:
        return get_job(session, 1)


def result(database: Database) -> list[Any]:
    """All that an import leaves, but for its moments."""
    record, kept = FactCheck.__table__.c, ImportedRecord.__table__.c
    with database.reading() as session:
        found = [
            session.execute(query).all()
            for query in (
                sa.select(record.identity, record.etag, record.rating_code).order_by(
                    record.identity
                ),
                sa.select(record.identity, kept.raw, kept.job_id)
                .join(ImportedRecord, kept.fact_check_id == record.id)
                .order_by(record.identity),
                sa.select(Rejection.number, Rejection.code, Rejection.raw).order_by(
                    Rejection.number
                ),
                sa.select(RatingWord.site, RatingWord.key).order_by(RatingWord.id),
                sa.select(Job.state, Job.done, Job.total, Job.created, Job.unchanged, Job.rejected),
            )
        ]
    return [[tuple(row) for row in rows] for rows in found]


def test_whenever_a_worker_is_killed_the_next_goes_on_there(
    desk: Desk, database: Database, small_batches: None, servers, backend: str
):
    begin(desk, file())
    work(desk)
    undisturbed = result(database)
    server, app = servers(backend)
    app.extensions["database"].engine.dispose()
    server.reset()

    moments = random.Random(7)
    begin(Desk(app, database), file())
    killed = 0
    deadline = time.monotonic() + SECONDS
    while job(database).state in OPEN_JOBS:
        assert time.monotonic() < deadline
        before = job(database).done
        worker = forked(database)
        while killed < KILLS and job(database).done == before:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        if killed < KILLS:
            time.sleep(moments.uniform(0, 0.05))
            os.kill(worker, signal.SIGKILL)
            killed += 1
        os.waitpid(worker, 0)
    assert killed == KILLS
    assert result(database) == undisturbed
