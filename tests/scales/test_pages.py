"""The scale, as administrators change it: labels, order, what is used and what is added."""

import re
from typing import Any

import pytest

from tests.factories import Desk
from tests.http.reading import fields_at_fault, message_of, text_of, value_of

SCALES = "/administration/scales"
MIXED = f"{SCALES}/1/ratings/mixed"
NEW = {
    "code": "out_of_context",
    "labels.en": "Out of context",
    "value": "",
    "averitec_label": "Not Enough Evidence",
}


def ratings(desk: Desk) -> list[dict[str, Any]]:
    """The ratings of the active scale, as the API has them."""
    return desk.admin.get("/scales").json["items"][0]["ratings"]


def labels(desk: Desk, code: str = "mixed") -> dict[str, str]:
    """What a rating is called."""
    return next(each["labels"] for each in ratings(desk) if each["code"] == code)


def codes(desk: Desk) -> list[str]:
    """The codes in order."""
    return [each["code"] for each in ratings(desk)]


def row(page: str) -> list[str]:
    """The labels of the row that annotators choose from."""
    preview = page.partition('<ol class="scale')[2].partition("</ol>")[0]
    return re.findall(r'<span class="choice-label"[^>]*>([^<]*)<', preview)


def test_the_page_shows_the_row_as_annotators_see_it(desk: Desk):
    page = desk.admin.browser.get(SCALES).text
    assert row(page) == [
        "False",
        "Mostly false",
        "Mixed",
        "Mostly true",
        "True",
        "Unverifiable",
        "Not a claim",
    ]
    assert "A code and its value never change" in text_of(page)


def test_labels_are_changed_added_and_taken_away(desk: Desk):
    before = labels(desk)
    assert set(before) == {"en", "de", "es", "fr"}
    form = {"labels.en": "Half true", "labels.de": before["de"], "labels.es": " "}
    form |= {"language": "pt-BR", "label": "Meia verdade"}
    answer = desk.admin.browser.post(MIXED, data=form)
    assert (answer.status_code, answer.location) == (303, SCALES)
    assert labels(desk) == {"en": "Half true", "de": before["de"], "pt-BR": "Meia verdade"}
    assert "The scale is saved." in desk.admin.browser.get(SCALES).text


@pytest.mark.parametrize(
    ("given", "fields", "words"),
    [
        ({"labels.en": ""}, ["labels.en"], "The English label has to stay"),
        ({"labels.de": "x" * 81}, ["labels.de"], "Longer than 80 characters."),
        ({"language": "Deutsch", "label": "x"}, ["language"], "Not a language tag"),
        ({"language": "", "label": "x"}, ["language"], "Not a language tag"),
        ({"language": "pt", "label": ""}, ["language"], "Must not be empty."),
        ({"language": "a.b", "label": "x"}, ["language"], "Not a language tag"),
        ({"language": "<b>", "label": "x"}, ["language"], "Not a language tag"),
    ],
)
def test_a_label_that_cannot_be_kept_says_why_beside_it(
    desk: Desk, given: dict[str, str], fields: list[str], words: str
):
    before = labels(desk)
    typed = {f"labels.{language}": label for language, label in before.items()} | given
    answer = desk.admin.browser.post(MIXED, data=typed)
    assert answer.status_code == 422
    assert fields_at_fault(answer.text) == fields
    assert words in text_of(answer.text)
    for name, value in typed.items():
        assert value_of(answer.text, name) == (value or None)
    assert labels(desk) == before


def test_a_rating_moves_down_and_up_again(desk: Desk):
    before = codes(desk)
    page = desk.admin.browser.get(SCALES).text
    assert page.count(">Up<") == page.count(">Down<") == len(before) - 1
    path = f"{SCALES}/1/ratings/{before[0]}"
    assert desk.admin.browser.post(path, data={"position": "1"}).location == SCALES
    assert codes(desk) == [before[1], before[0], *before[2:]]
    desk.admin.browser.post(path, data={"position": "0"})
    assert codes(desk) == before


@pytest.mark.parametrize("position", ["-1", "7", "1000", "one", "9" * 30, "1.5"])
def test_a_place_that_is_none_is_refused(desk: Desk, position: str):
    before = codes(desk)
    answer = desk.admin.browser.post(MIXED, data={"position": position})
    assert answer.status_code == 422
    assert message_of(answer.text).startswith("position")
    assert codes(desk) == before


def test_a_retired_rating_leaves_the_row_and_comes_back(desk: Desk):
    browser = desk.admin.browser
    assert browser.post(MIXED, data={"retired": "true"}).location == SCALES
    page = browser.get(SCALES).text
    assert "Mixed" not in row(page)
    assert re.search(r"Mixed retired \d", text_of(page))
    assert "Bring back" in browser.get(MIXED).text
    assert browser.post(MIXED, data={"retired": "false"}).location == SCALES
    assert "Mixed" in row(browser.get(SCALES).text)


def test_the_last_rating_cannot_be_retired(desk: Desk):
    *others, last = codes(desk)
    for code in others:
        desk.admin.browser.post(f"{SCALES}/1/ratings/{code}", data={"retired": "true"})
    answer = desk.admin.browser.post(f"{SCALES}/1/ratings/{last}", data={"retired": "true"})
    assert answer.status_code == 409
    assert message_of(answer.text).startswith("This is the last rating")


def test_an_added_rating_is_at_the_end_of_the_row(desk: Desk):
    answer = desk.admin.browser.post(f"{SCALES}/1/ratings", data=NEW)
    assert (answer.status_code, answer.location) == (303, SCALES)
    assert codes(desk)[-1] == "out_of_context"
    page = desk.admin.browser.get(SCALES).text
    assert row(page)[-1] == "Out of context"
    assert "scale--8" in page


def test_a_rating_with_a_value_stands_among_those_with_one(desk: Desk):
    form = NEW | {"value": "3", "averitec_label": "Conflicting Evidence/Cherrypicking"}
    assert desk.admin.browser.post(f"{SCALES}/1/ratings", data=form).status_code == 303
    assert row(desk.admin.browser.get(SCALES).text)[3] == "Out of context"


@pytest.mark.parametrize(
    ("given", "status", "fields"),
    [
        ({"code": ""}, 422, ["code"]),
        ({"code": "Out of context"}, 422, ["code"]),
        ({"code": "x" * 41}, 422, ["code"]),
        ({"labels.en": ""}, 422, ["labels.en"]),
        ({"labels.en": "x" * 81}, 422, ["labels.en"]),
        ({"code": "mixed"}, 409, []),
    ],
)
def test_a_rating_that_cannot_be_added_comes_back_as_typed(
    desk: Desk, given: dict[str, str], status: int, fields: list[str]
):
    typed = NEW | given
    answer = desk.admin.browser.post(f"{SCALES}/1/ratings", data=typed)
    assert (answer.status_code, fields_at_fault(answer.text)) == (status, fields)
    for name in ("code", "labels.en"):
        assert value_of(answer.text, name) == (typed[name] or None)


@pytest.mark.parametrize("given", [{"value": "6"}, {"value": "x"}, {"averitec_label": "Maybe"}])
def test_a_choice_that_was_not_offered_is_refused(desk: Desk, given: dict[str, str]):
    answer = desk.admin.browser.post(f"{SCALES}/1/ratings", data=NEW | given)
    assert answer.status_code == 422
    assert message_of(answer.text)


@pytest.mark.parametrize("path", ["1/ratings/nothing", "2/ratings/mixed", "1/ratings/%00", "9/new"])
def test_what_is_not_there_is_not_found(desk: Desk, path: str):
    assert desk.admin.browser.get(f"{SCALES}/{path}").status_code == 404
