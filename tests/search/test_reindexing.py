"""`claimdesk reindex`: what was published by other rules is found by these."""

import pytest
import sqlalchemy as sa

from service.database import Database
from service.models import FactCheck, FactCheckEntry, FactCheckTerm, FactCheckTotal
from service.search import index
from service.search.index import Entry
from service.verdicts.reindexing import renew_entries, renew_keys
from tests.fact_checks.imported import add_all_imported
from tests.factories import Desk
from tests.search.test_index import counted, counts
from tests.search.test_ranking import found
from tests.test_cli import forked


@pytest.fixture
def ferries(database: Database) -> list[int]:
    """Five fact-checks with keys and an index by other rules, or none."""
    ids = add_all_imported(database, [{"text": f"Ferry {number} sank."} for number in range(5)])
    with database.transaction() as session:
        session.execute(sa.update(FactCheck).values(text_key=b"by other rules"))
        index.put(session, [Entry(id_, "By other rules.", None, None, "de") for id_ in ids[:2]])
        index.drop(session, ids[2:])
    assert found(database, "ferries") == []
    return ids


def test_the_command_lets_everything_be_found(desk: Desk, ferries: list[int]):
    claim = desk.claim("The tunnel leaks.", visibility="public")
    desk.published(claim)
    seen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "No."}, if_match=seen).status_code == 201
    url = desk.database.engine.url.render_as_string(hide_password=False)
    for _ in range(2):  # the second time changes nothing
        status, told, _errors = forked(["reindex"], b"", {"DATABASE_URL": url})
        assert (status, told) == (0, "Indexed 6 fact-checks, 1 claim, 1 document and 1 source.\n")
        assert found(desk.database, "ferries") == ferries
        assert found(desk.database, "rules tunnel") == []
        assert counts(desk.database) == counted(desk.database)
        asked = {"sentences": ["ferry 3 sank"], "min_score": 1}
        answer = desk.stranger.post("/lookup", asked).get_json()
        assert len(answer["results"][0]["matches"]) == 1


def test_it_goes_on_batch_by_batch(database: Database, ferries: list[int]):
    for renew in (renew_keys, renew_entries):
        after, steps = 0, []
        while after is not None:
            with database.transaction() as session:
                after = renew(session, after=after, limit=2)
            steps.append(after)
        assert steps == [ferries[1], ferries[3], ferries[4], None]
    assert found(database, "ferries") == ferries


def test_it_works_on_an_index_that_was_never_filled(database: Database, ferries: list[int]):
    with database.transaction() as session:
        for model in (FactCheckEntry, FactCheckTerm, FactCheckTotal):
            session.execute(sa.delete(model.__table__))
        renew_entries(session, after=0, limit=10)
    assert found(database, "ferries") == ferries
    assert counts(database) == counted(database)
