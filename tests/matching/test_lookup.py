"""Looking sentences up: what was published about them, in the same words or in others."""

from datetime import date

import pytest

from service.database import Database
from service.fact_checks.queries import PUBLIC_WITH_SAME_WORDS
from service.matching.schemas import LookupAnswer
from tests.fact_checks.imported import add_imported
from tests.factories import Desk


@pytest.fixture
def published(desk: Desk):
    """A public verdict on the only claim of an article."""
    claim = desk.claim("It cost 9 million pounds.", visibility="public")
    desk.published(claim)
    return claim


def look_up(person, sentence: str, **fields):
    """What is found for one sentence."""
    answer = person.post("/lookup", {"sentences": [sentence], **fields})
    assert answer.status_code == 200, answer.text
    [result] = answer.json["results"]
    assert result["sentence"] == sentence
    return result["matches"]


def test_a_sentence_is_found_however_it_is_written(desk: Desk, published):
    [match] = look_up(desk.stranger, "“It cost 9 MILLION pounds”")
    assert (match["score"], match["reasons"]) == (1.0, ["same words"])
    assert match["fact_check"]["claim_id"] == published["id"]
    path = f"/fact-checks/{match['fact_check']['id']}"
    assert match["fact_check"] == desk.stranger.get(path).json


@pytest.mark.parametrize("sentence", ["Ferry 2 sank", "Ferry 1 sank", "It cost 9 million pounds"])
@pytest.mark.parametrize("limit", [2, 20])
def test_strangers_are_shown_what_everybody_is_shown(desk: Desk, published, sentence, limit):
    """Where the same words are enough they are answered from the rows themselves."""
    facts = {"claim_date": date(2026, 1, 2), "claimant": "The mayor", "title": "Too much"}
    rated = {"rating_label": "Pants on fire", "rating_value": 1, "language": "en-GB"}
    add_imported(desk.database, "Ferry 1 sank.", **facts, **rated)
    add_imported(desk.database, "Ferry 2 sank.", reviewed_at=None, rating_value=5)
    add_imported(desk.database, "Ferry 2 sank.")
    asked = {"sentences": [sentence], "limit": limit}
    answer = desk.stranger.post("/lookup", asked)
    assert answer.data == desk.reader.post("/lookup", asked).data
    for match in answer.json["results"][0]["matches"]:
        listed = desk.stranger.get(f"/fact-checks/{match['fact_check']['id']}").json
        assert match["fact_check"] == listed
    assert LookupAnswer().validate(answer.json) == {}


def test_as_many_are_shown_as_are_asked_for(desk: Desk):
    ids = [add_imported(desk.database, "Ferry 1 sank.") for _ in range(7)]
    found = look_up(desk.stranger, "Ferry 1 sank")
    assert [match["fact_check"]["id"] for match in found] == ids[:1:-1]


def test_a_sentence_may_stand_twice(desk: Desk, published):
    asked = [published["text"], "No.", published["text"]]
    results = desk.stranger.post("/lookup", {"sentences": asked}).json["results"]
    assert [result["sentence"] for result in results] == asked
    assert results[0] == results[2]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_same_words_are_one_indexed_read(database: Database):
    """Already in order: of very many equal ones, only those that are shown are read."""
    with database.engine.connect() as connection:
        query = PUBLIC_WITH_SAME_WORDS.compile(database.engine)
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (b"", 5, 0)).all())
    assert "SEARCH fact_checks USING INDEX ix_fact_checks_text_key" in plan
    assert "TEMP B-TREE" not in plan
