"""Fact-checks in other words: which come, in what order, with what score, and why."""

from datetime import date

import pytest

from service.matching.candidates import MOST
from service.matching.finding import Query, match
from service.matching.model import SHIPPED, parse, write
from service.matching.scoring import tempered
from service.permissions import STRANGER
from service.settings import read_settings
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import Desk
from tests.matching.test_lookup import look_up

BRIDGE = "The new bridge over the Tay cost 12 million pounds."
CHECKED = [
    {"text": "The bridge over the river Tay cost the city 12 million pounds.", "title": "Bridge"},
    {"text": "The bridge over the river Tay cost the city 40 million pounds.", "title": "Bridge"},
    {"text": "The mayor closed 3 schools.", "title": "Did the mayor close schools?"},
    {"text": "Vaccines cost 12 million pounds a week.", "title": "The price of vaccines"},
]

HOSTILE = [
    "the of and to a",
    "?!… — “”",
    "🌉" * 2000,
    "这座桥耗资一千二百万英镑" * 100,
    '" OR 1=1; DROP TABLE fact_checks; -- NEAR(a b) * ^ {x}',
    " ".join(f"w{number % 700}" for number in range(1000))[:5000],
    "bridge " * 700,
    "1 2 3 12 million £ % #Bridge @mayor https://example.org/bridge",
]


@pytest.fixture
def checked(desk: Desk) -> list[int]:
    """Four fact-checks of another publisher."""
    return add_all_imported(desk.database, [each | {"language": "en"} for each in CHECKED])


def test_the_likeliest_comes_first_and_says_why(desk: Desk, checked):
    found = look_up(desk.stranger, BRIDGE)
    assert [each["fact_check"]["id"] for each in found[:2]] == checked[:2]
    best, second = found[:2]
    assert 1 > best["score"] > second["score"] > 0
    assert "same figures" in best["reasons"]
    assert "other figures" in second["reasons"]
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)


def test_the_same_words_come_before_the_similar(desk: Desk, checked):
    same = add_imported(desk.database, "the new bridge over the tay cost 12 million pounds!")
    found = look_up(desk.stranger, BRIDGE)
    assert [each["score"] == 1 for each in found[:2]] == [True, False]
    assert [each["fact_check"]["id"] for each in found[:2]] == [same, checked[0]]
    assert len(found) == len({each["fact_check"]["id"] for each in found})


def test_a_few_words_are_hardly_a_claim_that_has_them_among_many_others():
    part, whole = {"claim share": 0.2}, {"claim share": 0.8}
    assert tempered(0.9, part, words=2) < 0.5
    assert tempered(0.1, part, words=2) == 0.1
    assert tempered(0.9, whole, words=2) == tempered(0.9, part, words=12) == 0.9


def test_no_more_than_asked_and_none_that_is_too_unlikely(desk: Desk, checked):
    every = look_up(desk.stranger, BRIDGE, limit=20)
    assert look_up(desk.stranger, BRIDGE, limit=1) == every[:1]
    assert look_up(desk.stranger, BRIDGE, min_score=every[0]["score"]) == every[:1]
    assert look_up(desk.stranger, BRIDGE, min_score=0) == every
    assert look_up(desk.stranger, BRIDGE, min_score=1) == []


def test_many_sentences_are_answered_as_each_alone(desk: Desk, checked):
    asked = [BRIDGE, "Schools were closed by the mayor", BRIDGE.upper()]
    results = desk.stranger.post("/lookup", {"sentences": asked}).json["results"]
    assert [each["matches"] for each in results] == [look_up(desk.stranger, one) for one in asked]


def test_what_one_may_not_see_is_not_found(desk: Desk):
    hidden = desk.claim("The bridge over the Tay cost 12 million pounds.")
    desk.published(hidden)
    assert look_up(desk.stranger, BRIDGE) == []
    [match] = look_up(desk.reader, BRIDGE)
    assert match["fact_check"]["claim_id"] == hidden["id"]
    seen = desk.reviewer.get(f"/claims/{hidden['id']}").headers["ETag"]
    path = f"/claims/{hidden['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "No."}, if_match=seen).status_code == 201
    assert look_up(desk.reader, BRIDGE) == []


@pytest.mark.parametrize("sentence", HOSTILE)
def test_any_sentence_is_a_question(desk: Desk, checked, sentence):
    for each in look_up(desk.stranger, sentence):
        assert 0 <= each["score"] < 1
        assert each["reasons"]


def test_who_said_it_and_when_counts_where_it_is_known(desk: Desk):
    text = "Crime has never been as high as this year."
    facts = [("Anna Berg", date(2019, 5, 1)), ("Carl Dahl", date(2024, 5, 1))]
    for claimant, day in facts:
        add_imported(desk.database, text, claimant=claimant, claim_date=day, language="en")
    asked = "Never before was crime so high, this year."
    for place, (claimant, day) in enumerate(facts):
        query = Query(asked, "en", f"Mayor {claimant}", day)
        with desk.database.reading() as session:
            [found] = match(session, STRANGER, read_settings(), [query], limit=5)
        assert found[0].record.claimant == facts[place][0]
        assert {"same speaker", "about the same time"} <= set(found[0].reasons)
        assert "same speaker" not in found[1].reasons


def test_the_model_says_where_it_is_from_and_is_small():
    text = SHIPPED.read_text(encoding="utf-8")
    model = parse(text)
    assert write(model) == text
    assert any(line.startswith("Data: ") for line in model.provenance)
    assert "Command: make train" in model.provenance
    assert len(text) < 1_000_000


def test_who_said_it_brings_a_fact_check_in_that_many_others_equal(desk: Desk):
    said = {"text": "The mayor closed the harbour of the town.", "language": "en"}
    others = [said | {"claimant": f"Somebody {number}"} for number in range(MOST + 1)]
    *_others, hers = add_all_imported(desk.database, [*others, said | {"claimant": "Jane Quill"}])
    query = Query("They say that the harbour was closed", speaker="Jane Quill")
    with desk.database.reading() as session:
        [found] = match(session, STRANGER, read_settings(), [query], limit=1)
    assert [each.record.id for each in found] == [hers]
