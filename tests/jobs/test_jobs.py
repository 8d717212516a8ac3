"""Jobs: who runs them, how they end, and that nothing of them is done twice."""

import io
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.errors import Malformed
from service.jobs import actions, rules
from service.jobs.files import PIECE, OpenFile, pieces_of
from service.jobs.queries import get_job
from service.jobs.running import run_next
from service.jobs.working import LONGEST_RAW
from service.models import Job, JobFile, Rejection
from service.permissions import OPERATOR
from service.settings import Settings
from service.vocabulary import JobKind, JobState

SETTINGS = Settings()
ROWS = 10


@pytest.fixture
def job(database) -> int:
    """A job in the queue."""
    return add(database)


def add(database, file: bytes = b"") -> int:
    with database.transaction() as session:
        pieces = pieces_of(io.BytesIO(file))
        return actions.add_job(session, OPERATOR, JobKind.IMPORT, {"from": "x"}, pieces).id


def read(database, job_id: int) -> Job:
    with database.reading() as session:
        return get_job(session, job_id)


def run(database, handler, **options) -> bool:
    return run_next(database, SETTINGS, {JobKind.IMPORT: handler}, **options)


def change(database, **values) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Job).values(values))


def row_by_row(seen: list[int], *, fail_at: int | None = None):
    """A handler that deals with one row a batch."""

    def handle(work):
        for number in range(work.done + 1, ROWS + 1):
            if number == fail_at:
                raise RuntimeError("the machine burned down")
            with work.batch() as batch:
                seen.append(number)
                batch.count(created=1)

    return handle


def test_a_job_is_done_and_says_how_much(database, job):
    def handle(work):
        assert work.parameters == {"from": "x"}
        with work.batch() as batch:
            batch.total = 7
            batch.count(created=1, updated=1, unchanged=1)
            batch.reject(4, "no_text", "It has no text.", "x\x00" * LONGEST_RAW)

    assert run(database, handle)
    done = read(database, job)
    assert (done.state, done.total, done.done) == (JobState.DONE, 4, 4)
    assert (done.created, done.updated, done.unchanged, done.rejected) == (1, 1, 1, 1)
    with database.reading() as session:
        [rejection] = session.scalars(sa.select(Rejection)).all()
    assert (rejection.number, rejection.code) == (4, "no_text")
    assert len(rejection.raw) == LONGEST_RAW
    assert not run(database, handle), "it is over"


def test_a_batch_that_breaks_leaves_nothing_and_the_job_goes_on_there(database, job):
    seen: list[int] = []
    assert run(database, row_by_row(seen, fail_at=4))
    broken = read(database, job)
    assert (broken.state, broken.done) == (JobState.RUNNING, 3)
    assert not run(database, row_by_row(seen)), "its worker lives, so its lease counts"
    change(database, leased_until=utcnow() - timedelta(seconds=1))
    assert run(database, row_by_row(seen))
    assert read(database, job).state is JobState.DONE
    assert seen == list(range(1, ROWS + 1))


def test_a_job_whose_worker_is_gone_goes_on_at_once(database, job):
    change(database, state=JobState.RUNNING, leased_until=utcnow() + timedelta(hours=1))
    change(database, worker=f"{rules.own_name().rpartition(':')[0]}:{2**22 + 1}")
    assert run(database, row_by_row([]))
    assert read(database, job).state is JobState.DONE


def test_a_job_that_stops_always_at_the_same_row_is_given_up(database, job):
    for _attempt in range(rules.MOST_ATTEMPTS):
        assert run(database, row_by_row([], fail_at=1))
        change(database, leased_until=utcnow() - timedelta(seconds=1))
    assert not run(database, row_by_row([]))
    ended = read(database, job)
    assert ended.state is JobState.FAILED
    assert ended.error == "Given up: it stopped 5 times after row 0."


def test_what_cannot_be_read_fails_the_job_with_its_sentence(database, job):
    def handle(_work):
        raise Malformed("This is no JSON.")

    assert run(database, handle)
    ended = read(database, job)
    assert (ended.state, ended.error) == (JobState.FAILED, "This is no JSON.")


def test_a_cancelled_job_writes_no_further_batch(database, job, desk):
    seen: list[int] = []

    def told(_job):
        if len(seen) == 3:
            answer = desk.admin.post(f"/jobs/{job}/cancellation")
            assert answer.status_code == 201

    assert run(database, row_by_row(seen), told=told)
    ended = read(database, job)
    assert (ended.state, ended.done) == (JobState.CANCELLED, 3)
    again = desk.admin.post(f"/jobs/{job}/cancellation")
    assert (again.status_code, again.json["code"]) == (409, "invalid_transition")


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(database, job):
    seen: list[int] = []
    assert run(database, row_by_row(seen), stopping=lambda: len(seen) == 3)
    assert read(database, job).state is JobState.RUNNING
    assert run(database, row_by_row(seen))
    assert seen == list(range(1, ROWS + 1))
    assert read(database, job).attempts == 1


def test_of_many_workers_each_job_has_one(database):
    jobs = {add(database) for _ in range(6)}
    taken: list[int] = []

    def handle(work):
        taken.append(work.job_id)
        with work.batch() as batch:
            batch.count(created=1)

    def work(_number):
        while run(database, handle):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(taken) == sorted(jobs)


@pytest.mark.parametrize("size", [0, 1, PIECE, 2 * PIECE + 7])
def test_a_file_comes_back_as_it_went_in(database, size):
    content = random.Random(size).randbytes(size)
    job = add(database, content)
    assert OpenFile(database, job).read() == content
    assert run(database, lambda work: None)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(JobFile)) == 0


def test_a_job_is_read_by_who_works_at_the_desk(desk, database, job):
    answer = desk.admin.get(f"/jobs/{job}")
    assert answer.get_json() == {
        "id": job, "kind": "import", "state": "queued", "total": None, "error": None,
        "done": 0, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0,
    }  # fmt: skip
    assert desk.annotator.get(f"/jobs/{job}").json == answer.get_json()
    assert desk.reader.get(f"/jobs/{job}").status_code == 403
    assert desk.admin.get(f"/jobs/{job + 1}").status_code == 404
