"""Imports in every state, without a worker."""

from typing import Any

from sqlalchemy.orm import Session

from service.db import utcnow
from service.formats.incoming import Row
from service.imports.actions import start_import
from service.imports.reading import read_row
from service.imports.rules import Parameters
from service.imports.valuing import give_meanings
from service.models import Rejection
from service.permissions import Viewer
from service.verdicts.foreign import Imported
from service.verdicts.imported import write_imported
from service.vocabulary import Fault, ImportFormat, JobState

TABLE = Parameters(
    ImportFormat.CSV,
    publisher="Example Facts",
    base_url="https://facts.example.org",
    mapping={"claim": "Text", "url": "Link"},
)
REASONS = {
    Fault.NO_CLAIM: "It has no text of a claim.",
    Fault.BROKEN_URL: "Its address is no web address: htp:/buses",
    Fault.DUPLICATE_IN_FILE: "A row before it has the same publisher, address and claim, and that"
    " one counts.",
}


def add_imports(session: Session, admin: Viewer) -> dict[str, int]:
    """One that is done, with rows it could not use; one that failed, one that runs, one that waits;
    and a word of ratings that nobody decided."""
    done = import_(session, admin, JobState.DONE, total=1313, created=1281, updated=12, rejected=20)
    for number in range(1, 21):
        code, reason = list(REASONS.items())[number % 3]
        raw = '{"Text":"' + "The city has 400 buses. " * number + '"}'
        values = {"job_id": done, "number": number, "code": code, "reason": reason, "raw": raw}
        session.add(Rejection(**values))
    there = "The first row names no column Text, but: id, sentence, link."
    failed = import_(session, admin, JobState.FAILED, error=there)
    running = import_(session, admin, JobState.RUNNING, total=20_000, created=7_500, unchanged=500)
    import_(session, admin, JobState.QUEUED)
    learn(session, admin, done)
    return {"import": done, "failed_import": failed, "running_import": running}


def import_(session: Session, admin: Viewer, state: JobState, **values: Any) -> int:
    """The id of an import in this state, with so many rows of each outcome."""
    job = start_import(session, admin, TABLE, [])
    job.state = state
    for name, value in values.items():
        setattr(job, name, value)
    job.done = sum(values.get(n, 0) for n in ("created", "updated", "unchanged", "rejected"))
    job.started_at = utcnow()
    if state is JobState.RUNNING:
        job.worker, job.leased_until = "elsewhere:1", utcnow()
    if state in (JobState.DONE, JobState.FAILED):
        job.finished_at = utcnow()
    session.flush()
    return job.id


def learn(session: Session, admin: Viewer, job_id: int) -> None:
    """Write a record whose rating means nothing here yet."""
    record = {
        "claimReviewed": "The city has 400 buses.",
        "url": "https://facts.example.org/buses",
        "reviewRating": {"alternateName": "Rather wobbly"},
    }
    read, _length = read_row(Row(record), Parameters(ImportFormat.JSON), "")
    assert isinstance(read, Imported)
    give_meanings(session, [read])
    write_imported(session, admin, job_id, [read])
