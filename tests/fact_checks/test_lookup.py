"""Looking up what was published about an article, by its address."""

import pytest

from tests.factories import Desk
from tests.verdicts.test_verdict import retract

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


def test_a_fact_check_is_gone_as_its_verdict_until_that_comes_back(desk: Desk, published):
    verdict = f"/claims/{published['id']}/verdict"
    [found] = desk.stranger.get("/fact-checks").json["items"]
    fact_check = f"/fact-checks/{found['id']}"
    retract(desk, published, "The ledger was forged.")
    told = [desk.stranger.get(path).json for path in (verdict, fact_check)]
    for problem in told:
        assert (problem["status"], problem["code"]) == (410, "retracted")
        assert problem["reason"] == "The ledger was forged."
    assert told[0]["retracted_at"] == told[1]["retracted_at"]
    desk.published(published)
    assert desk.stranger.get(fact_check).json["claim_id"] == published["id"]
    document = published["document_id"]
    retract(desk, published, "It was forged again.")
    desk.reviewer.patch(f"/documents/{document}", {"visibility": "desk"})
    assert desk.stranger.get(fact_check).status_code == 404
    assert desk.reader.get(fact_check).status_code == 410
