"""Words of others' ratings: seeded, learned, decided, and decided again."""

import csv
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.imports.normalising import word_key
from service.models import Event, FactCheck, RatingWord
from service.vocabulary import Action
from tests.factories import Desk
from tests.http.reading import text_of
from tests.imports.importing import fact_checks, imported, lines, review

WORDS = "/administration/rating-words"
SEEDS = Path(__file__).parents[2] / "migrations/rating_words.tsv"


def rated(number: int, label: str | None, **said: Any) -> dict[str, Any]:
    rating = {"alternateName": label, **said.pop("rating", {})}
    return review(number, reviewRating=rating, **said)


def of_site(site: str, number: int, label: str) -> dict[str, Any]:
    return rated(number, label, url=f"https://www.{site}/{number}")


def values(desk: Desk) -> list[Any]:
    return [each["rating"] and each["rating"]["value"] for each in fact_checks(desk)]


def codes(desk: Desk) -> list[str | None]:
    with desk.database.reading() as session:
        return list(session.scalars(sa.select(FactCheck.rating_code).order_by(FactCheck.id)))


def word(desk: Desk, site: str, text: str) -> RatingWord:
    with desk.database.reading() as session:
        query = sa.select(RatingWord).filter_by(site=site, key=word_key(text))
        return session.scalars(query).one()


def decide(desk: Desk, which: RatingWord, code: str) -> str:
    """Decide on the page; what it says next."""
    path = f"{WORDS}/{which.id}"
    answer = desk.admin.browser.post(path, data={"code": code}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_seeded_words_are_folded_as_they_are_looked_up():
    with SEEDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) > 400
    assert {row["key"] for row in rows if row["key"] != word_key(row["word"])} == set()
    assert {row["code"] for row in rows} == {
        "", "true", "mostly_true", "mixed", "mostly_false", "false", "unverifiable", "not_a_claim",
    }  # fmt: skip


def test_a_publishers_own_word_counts_before_the_common_one_and_that_before_a_number(desk: Desk):
    number = {"ratingValue": 5, "bestRating": 5}
    imported(
        desk,
        lines(
            of_site("aosfatos.org", 1, "Distorcido"),
            of_site("politifact.com", 2, "Pants on Fire!"),
            rated(3, "MOSTLY-TRUE", rating=number),
            rated(4, "Conflicting Evidence/Cherrypicking"),
            rated(5, "Four Pinocchios", rating=number),
            rated(6, "Four Pinocchios", rating={"ratingValue": -1, "bestRating": -1}),
            rated(7, None, rating=number),
            of_site("politifact.com", 8, "full-flop"),
            rated(9, "A whole sentence, which is no word. " * 4),
        ),
    )
    assert values(desk) == [3, 1, 4, 3, 5, None, 5, None, None]
    assert codes(desk) == [
        "mixed", "false", "mostly_true", "mixed", None, None, None, None, None,
    ]  # fmt: skip
    assert word(desk, "facts.example.net", "four pinocchios").code is None


def test_a_decision_counts_at_once_and_can_be_taken_back(desk: Desk):
    number = {"ratingValue": 5, "bestRating": 5}
    imported(desk, lines(rated(1, "So-so"), rated(2, "so so", rating=number), rated(3, "False")))
    before = fact_checks(desk)
    page = desk.admin.browser.get(WORDS).text
    undecided = word(desk, "facts.example.net", "So-so")
    assert text_of(page).index("So-so") < text_of(page).index("Almost false".lower())
    assert "Not decided" in page
    assert "rated otherwise now: 2" in decide(desk, undecided, "mixed")
    assert (values(desk), codes(desk)) == ([3, 3, 1], ["mixed", "mixed", "false"])
    with desk.database.reading() as session:
        event = session.scalars(sa.select(Event).filter_by(action=Action.RATING_WORD_CHANGED)).one()
    assert event.details == {
        "word": "So-so (facts.example.net)",
        "fields": {"meaning": [None, "mixed"], "fact_checks_changed": [0, 2]},
    }
    assert "Not decided" not in desk.admin.browser.get(WORDS).text
    decide(desk, undecided, "")
    assert fact_checks(desk) == before
    assert "Not decided" not in desk.admin.browser.get(WORDS).text
    decide(desk, undecided, "")
    assert len(desk.admin.browser.get("/administration/events").text.split("So-so")) == 3
    assert imported(desk, lines(rated(1, "So-so")))["unchanged"] == 1


def test_that_a_word_means_none_of_ours_is_a_decision_too(desk: Desk):
    imported(desk, lines(rated(1, "So-so")))
    assert "rated otherwise now: 0" in decide(desk, word(desk, "facts.example.net", "So-so"), "")
    assert "Not decided" not in desk.admin.browser.get(WORDS).text
    assert (values(desk), codes(desk)) == ([None], [None])


def test_a_common_word_leaves_publishers_with_one_of_their_own_alone(desk: Desk):
    imported(desk, lines(of_site("aosfatos.org", 1, "falso"), rated(2, "falso")))
    decide(desk, word(desk, "", "falso"), "mostly_false")
    assert codes(desk) == ["false", "mostly_false"]
    decide(desk, word(desk, "aosfatos.org", "falso"), "")
    assert codes(desk) == [None, "mostly_false"]


def test_a_word_that_was_decided_counts_for_later_imports_too(desk: Desk):
    imported(desk, lines(rated(1, "So-so")))
    decide(desk, word(desk, "facts.example.net", "So-so"), "mixed")
    imported(desk, lines(rated(2, "SO-SO")))
    assert values(desk) == [3, 3]


@pytest.mark.parametrize("code", ["nothing", "\x00", "true' OR 1=1"])
def test_what_is_no_rating_of_ours_is_refused(desk: Desk, code: str):
    answer = desk.admin.browser.post(f"{WORDS}/1", data={"code": code})
    assert answer.status_code == 422
    assert desk.admin.browser.post(f"{WORDS}/99999", data={"code": "true"}).status_code == 404


def test_the_words_of_one_publisher_are_listed_alone(desk: Desk):
    page = desk.admin.browser.get(f"{WORDS}?site=teyit.org").text
    assert page.count('<tr id="word-') == 6
    assert desk.admin.browser.get(f"{WORDS}?site=nobody.example.org").status_code == 200
    first = desk.admin.browser.get(WORDS).text
    assert first.count('<tr id="word-') == 50
    assert 'rel="next"' in first
