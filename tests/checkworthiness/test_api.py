"""Scoring sentences over HTTP, for everyone."""

import pytest

from service.checkworthiness.schemas import LONGEST_SENTENCE, MOST_SENTENCES, Scores
from tests.factories import Desk
from tests.verdicts.shapes import assert_shaped

HOSTILE = ["", " ", "?", "\u202ea", "\U0010ffff", "<script>", "%s%n", "1" * 5000, "ß" * 5000]


def test_sentences_come_back_scored_in_the_order_asked(desk: Desk):
    sentences = ["Thank you.", "It cost 9 million pounds in 2020.", "Thank you."]
    answer = desk.stranger.post("/checkworthiness", {"sentences": sentences})
    assert answer.status_code == 200
    results = answer.json["results"]
    assert [each["text"] for each in results] == sentences
    assert results[0] == results[2]
    assert results[0]["score"] < 0.5 <= results[1]["score"]
    assert "gives a figure" in results[1]["reasons"]
    assert_shaped(Scores, answer.data, answer.json)


def test_a_thousand_at_once_and_not_one_more(desk: Desk):
    most = [f"Sentence {number} is one of them." for number in range(MOST_SENTENCES)]
    answer = desk.stranger.post("/checkworthiness", {"sentences": most})
    assert [each["text"] for each in answer.json["results"]] == most
    answer = desk.stranger.post("/checkworthiness", {"sentences": [*most, "And one."]})
    assert answer.status_code == 422
    assert "sentences" in answer.json["errors"]


def test_whatever_is_in_a_sentence_is_scored(desk: Desk):
    answer = desk.stranger.post("/checkworthiness", {"sentences": HOSTILE})
    assert [each["text"] for each in answer.json["results"]] == HOSTILE
    assert all(0 <= each["score"] <= 1 for each in answer.json["results"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sentences": []},
        {"sentences": "one"},
        {"sentences": [None]},
        {"sentences": [1]},
        {"sentences": ["a\u0000b"]},
        {"sentences": ["\ud800"]},
        {"sentences": ["a" * (LONGEST_SENTENCE + 1)]},
    ],
)
def test_what_are_no_sentences_is_refused(desk: Desk, body: dict[str, object]):
    answer = desk.stranger.post("/checkworthiness", body)
    assert answer.status_code == 422
    assert next(iter(answer.json["errors"])).startswith("sentences")
