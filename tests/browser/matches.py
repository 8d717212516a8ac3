"""What was checked before, in every state: suggested, confirmed, turned down, being looked for."""

from typing import Any

import sqlalchemy as sa

from service.database import Database
from service.jobs.actions import add_job
from service.jobs.running import run_next
from service.matches.actions import answer_match, begin_run
from service.matches.queries import find_match
from service.matches.suggesting import suggest
from service.models import Claim, Document, Job, MatchRun
from service.permissions import Viewer
from service.settings import Settings
from service.vocabulary import JobKind, JobState, MatchState
from tests.fact_checks.imported import add_imported

SETTINGS = Settings()
FERRY = {"publisher": "Harbour Facts", "site": "facts.example.org", "language": "en"}
FALSE = {"rating_label": "Mostly false", "rating_code": "mostly_false", "rating_value": 2}
TRUE = {"rating_label": "Pants on fire, or nearly so", "rating_value": 1}


def add_matches(database: Database, ada: Viewer, ids: dict[str, int]) -> dict[str, int]:
    """Fact-checks of the ferry's sentences, one that somebody confirmed, and a run that goes on."""
    with database.reading() as session:
        here = sa.select(Claim).filter_by(document_id=ids["untouched"]).order_by(Claim.id)
        bought, carries, saves = session.scalars(here).all()[1:4]
    add_imported(database, bought.text, **FERRY, **FALSE)
    carried = add_imported(database, carries.text, **FERRY, **TRUE)
    text = "It carries 300 passengers and 48 cars, the newspaper says."
    other = add_imported(database, text, publisher="The Other Checkers", **FALSE)
    add_imported(database, saves.text.replace("1.2", "2.1"), publisher="Diesel Watch")
    with database.transaction() as session:
        begin_run(session, ada, session.get_one(Document, ids["untouched"]))
    run_next(database, SETTINGS, {JobKind.DOCUMENT_MATCHES: suggest}, job_id=_newest(database))
    for fact_check, answer in (carried, MatchState.CONFIRMED), (other, MatchState.REJECTED):
        with database.transaction() as session:
            wording, found = find_match(session, ada, SETTINGS, carries.id, fact_check)
            answer_match(session, ada, carries.id, wording, found, answer)
    with database.transaction() as session:
        job = add_job(session, ada, JobKind.DOCUMENT_MATCHES, {"document_id": ids["long"]})
        job.state, job.total, job.done, job.unchanged = JobState.RUNNING, 60, 24, 24
        session.add(MatchRun(job_id=job.id, document_id=ids["long"]))
    return {"checked_claim": bought.id, "confirmed_claim": carries.id}


def _newest(database: Database) -> Any:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.max(Job.id)))
