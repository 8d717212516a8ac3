"""Looking up what was published: by an article's address, and by a sentence."""

from datetime import date

import pytest

from service.database import Database
from service.fact_checks.queries import PUBLIC_WITH_SAME_WORDS
from service.fact_checks.schemas import LookupAnswer
from tests.fact_checks.imported import add_imported
from tests.factories import Desk

URL = "https://www.example.org/bridge"


@pytest.fixture
def published(desk: Desk):
    """A public verdict on the only claim of an article."""
    claim = desk.claim("It cost 9 million pounds.", visibility="public", url=URL)
    desk.published(claim)
    return claim


@pytest.mark.parametrize(
    "form",
    [
        URL,
        "http://www.example.org/bridge?utm_source=x#top",
        "https://example.org/bridge/",
        "HTTPS://EXAMPLE.ORG:443/bridge?fbclid=1",
    ],
)
def test_any_form_of_an_address_finds_its_verdicts(desk: Desk, published, form):
    answer = desk.stranger.get("/lookup", query_string={"url": form})
    assert answer.status_code == 200, answer.text
    verdict = desk.stranger.get(f"/claims/{published['id']}/verdict").get_json()
    assert answer.get_json() == {"items": [verdict], "next_cursor": None}


def test_a_sentence_is_found_however_it_is_written(desk: Desk, published):
    asked = ["“It cost 9 MILLION pounds”", "It cost 8 million pounds."]
    answer = desk.stranger.post("/lookup", {"sentences": asked})
    first, second = answer.get_json()["results"]
    assert first["sentence"] == asked[0]
    [match] = first["matches"]
    assert (match["score"], match["reasons"]) == (1.0, ["same words"])
    assert match["fact_check"]["claim_id"] == published["id"]
    assert (
        match["fact_check"]
        == desk.stranger.get(f"/fact-checks/{match['fact_check']['id']}").get_json()
    )
    assert second == {"sentence": asked[1], "matches": []}


def test_strangers_are_shown_what_everybody_is_shown(desk: Desk, published):
    """They are answered from the rows themselves, others from records."""
    facts = {"claim_date": date(2026, 1, 2), "claimant": "The mayor", "title": "Too much"}
    rated = {"rating_label": "Pants on fire", "rating_value": 1, "language": "en-GB"}
    add_imported(desk.database, "Ferry 1 sank.", **facts, **rated)
    add_imported(desk.database, "Ferry 2 sank.", reviewed_at=None, rating_value=5)
    add_imported(desk.database, "Ferry 2 sank.")
    asked = {"sentences": ["Ferry 2 sank", "Ferry 1 sank", published["text"]], "limit": 2}
    answer = desk.stranger.post("/lookup", asked)
    assert answer.data == desk.reader.post("/lookup", asked).data
    assert [len(result["matches"]) for result in answer.get_json()["results"]] == [2, 1, 1]
    for result in answer.get_json()["results"]:
        for match in result["matches"]:
            listed = desk.stranger.get(f"/fact-checks/{match['fact_check']['id']}").get_json()
            assert match["fact_check"] == listed
    assert LookupAnswer().validate(answer.get_json()) == {}


def test_as_many_are_shown_as_are_asked_for(desk: Desk):
    ids = [add_imported(desk.database, "Ferry 1 sank.") for _ in range(7)]
    answer = desk.stranger.post("/lookup", {"sentences": ["Ferry 1 sank"]})
    [result] = answer.get_json()["results"]
    assert [match["fact_check"]["id"] for match in result["matches"]] == ids[:1:-1]


def test_a_sentence_may_stand_twice(desk: Desk, published):
    asked = [published["text"], "No.", published["text"]]
    results = desk.stranger.post("/lookup", {"sentences": asked}).get_json()["results"]
    assert [result["sentence"] for result in results] == asked
    assert results[0] == results[2]


def test_what_is_retracted_or_not_public_is_not_found(desk: Desk, published):
    hidden = desk.claim("It carries 400 people.", url="https://example.org/hidden")
    desk.published(hidden)
    seen = desk.reviewer.get(f"/claims/{published['id']}").headers["ETag"]
    desk.reviewer.post(f"/claims/{published['id']}/retraction", {"reason": "No."}, if_match=seen)
    for sentence in ("It carries 400 people", published["text"]):
        answer = desk.stranger.post("/lookup", {"sentences": [sentence]})
        assert answer.get_json()["results"][0]["matches"] == []
    for url in (URL, "https://example.org/hidden"):
        answer = desk.stranger.get("/lookup", query_string={"url": url})
        assert answer.get_json()["items"] == []
    answer = desk.reader.post("/lookup", {"sentences": ["It carries 400 people"]})
    assert answer.get_json()["results"][0]["matches"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_sentence_is_one_indexed_read(database: Database):
    """Already in order: of very many equal ones, only those that are shown are read."""
    with database.engine.connect() as connection:
        query = PUBLIC_WITH_SAME_WORDS.compile(database.engine)
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (b"", 5, 0)).all())
    assert "SEARCH fact_checks USING INDEX ix_fact_checks_text_key" in plan
    assert "TEMP B-TREE" not in plan
