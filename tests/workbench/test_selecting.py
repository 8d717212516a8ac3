"""A claim of selected words, and what is known of a source, as the panel asks for them."""

import re
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import CITATION, Desk, Person, codes
from tests.workbench.reading import FRAGMENT, path_of


def make(who: Person, document_id: int, **data: Any) -> TestResponse:
    return who.browser.post(f"/documents/{document_id}/claims", data=data)


def test_selected_offsets_become_a_claim(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], version=1, start=8, end=17)
    assert answer.status_code == 303
    made = desk.claims({"id": claim["document_id"]})[-1]
    assert (made["text"], answer.location) == ("9 million", path_of(made))
    assert "The selected words are a claim" in desk.annotator.browser.get(answer.location).text


REFUSED_SPANS = [
    ({"version": 2, "start": 8, "end": 17}, 409),
    ({"version": 1, "start": 0, "end": 25}, 409),
    ({"version": 1, "start": 8}, 422),
    ({"version": 1, "start": 8, "end": 8}, 422),
    ({"version": 1, "start": 8, "end": 900}, 422),
    ({"version": 1, "start": "x", "end": "y"}, 422),
    ({"version": 1, "start": "-1", "end": "9" * 100}, 422),
    ({"version": 1, "start": "0", "end": "9" * 5000}, 422),
    ({}, 422),
]


@pytest.mark.parametrize(("span", "status"), REFUSED_SPANS)
def test_a_selection_that_cannot_be_one_is_refused(span, status: int, desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], **span)
    assert (answer.status_code, "text/html" in answer.content_type) == (status, True)
    assert len(desk.claims({"id": claim["document_id"]})) == 1


def test_copied_words_become_a_claim(desk: Desk):
    first, claim = desk.claims(desk.document("It 😀 is. It cost 9 million pounds."))
    given = {"within": claim["id"], "words": " 9 million "}
    answer = make(desk.annotator, claim["document_id"], **given)
    assert answer.status_code == 303
    made = desk.claims({"id": claim["document_id"]})[-1]
    assert (made["text"], made["anchor"]["start"]) == ("9 million", 17)
    assert first["id"] != made["id"]


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ("8 million", 422, "Copy words that stand in the sentence"),
        ("", 422, "Copy words that stand in the sentence"),
        ("a\x00b", 422, "Copy words that stand in the sentence"),
        ("x" * 25_000, 422, "Copy words that stand in the sentence"),
        ("It cost 9 million pounds.", 409, "stands at exactly these words"),
        ('"><script>', 422, "Copy words that stand in the sentence"),
    ],
)
def test_other_words_are_refused_beside_the_field_and_kept(given, status, said, desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = make(desk.annotator, claim["document_id"], within=claim["id"], words=given)
    assert answer.status_code == status
    message = re.search(r'id="words-message">(.*?)</p>', answer.text, re.S)
    assert message
    assert said in message[1]
    kept = re.search(r'id="words" name="words"[^>]*? value="([^"]*)"', answer.text)
    assert kept
    assert unescape(kept[1]) == given
    assert "<script>" not in answer.text


@pytest.mark.parametrize("within", ["x", "-1", "0", "999999", "9" * 30, "²", "{other}"])
def test_words_of_no_claim_of_the_document_are_refused(within: str, desk: Desk):
    claim, other = desk.claim(), desk.claim()
    within = within.format(other=other["id"])
    answer = make(desk.annotator, claim["document_id"], within=within, words="It")
    assert answer.status_code in (404, 422)
    assert len(desk.claims({"id": claim["document_id"]})) == 1


def known(who: Person, **args: Any) -> TestResponse:
    return who.browser.get("/sources/known", query_string=args, headers=FRAGMENT)


def test_a_known_source_fills_in_its_title(desk: Desk):
    url = "https://example.org/ledger"
    desk.submitted(desk.claim(), citations=[CITATION | {"title": 'The "ledger"', "url": url}])
    answer = known(desk.annotator, **{"citations.3.url": f"{url}?utm_source=x"})
    field = re.search(r"<input[^>]*>", answer.text)
    assert field
    assert 'name="citations.3.title"' in field[0]
    assert 'value="The &#34;ledger&#34;"' in field[0]
    assert "readonly" in field[0]
    assert "Known here, from example.org." in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "https://new.example/",
        "",
        "javascript:alert(1)",
        "x" * 5000,
        "a\x00b",
        "https://[::1",
        "%ed",
    ],
)
def test_an_unknown_source_leaves_the_field_open(url: str, desk: Desk):
    answer = known(desk.annotator, **{"citations.0.url": url})
    assert answer.status_code == 200
    assert 'name="citations.0.title"' in answer.text
    assert "readonly" not in answer.text
    assert url == "" or url not in answer.text


@pytest.mark.parametrize(
    "args", [{}, {"url": "x"}, {'citations.0.url"><b>': "x"}, {"citations.9999.url": "x"}]
)
def test_a_question_for_no_source_is_refused(args, desk: Desk):
    assert known(desk.annotator, **args).status_code == 400


def test_known_sources_are_for_people_at_the_desk(desk: Desk):
    people = (desk.stranger, desk.reader)
    assert codes(known(who, **{"citations.0.url": "x"}) for who in people) == [401, 403]


def test_a_link_from_another_site_cannot_make_a_claim(desk: Desk):
    claim = desk.claim("It cost 9 million pounds.")
    answer = desk.annotator.browser.post(
        f"/documents/{claim['document_id']}/claims",
        data={"version": 1, "start": 8, "end": 17},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert len(desk.claims({"id": claim["document_id"]})) == 1
