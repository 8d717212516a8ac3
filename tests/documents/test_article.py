"""The article as visitors read it, and the history of a document."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.claims.test_pages import SECRET, setting, shown
from tests.factories import PROPOSAL, Desk, Person
from tests.verdicts.test_verdict import retract

TEXT = """Bridges

The bridge is red. It cost 9 million pounds. Nobody knows why.

- It is long.
- It is wide."""


def article(who: Person, document: dict[str, Any], query: str = "", **options: Any) -> TestResponse:
    return who.browser.get(f"/articles/{document['id']}{query}", **options)


def history(who: Person, document: dict[str, Any]) -> TestResponse:
    return who.browser.get(f"/documents/{document['id']}/history")


def public(desk: Desk, text: str = TEXT, **fields: Any) -> dict[str, Any]:
    return desk.document(text, visibility="public", **fields)


@pytest.fixture
def full(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator lets visitors read whole articles."""
    setting(app, monkeypatch, article_text="full")


WHO_READS = [
    ("public", "stranger", 200),
    ("public", "reader", 200),
    ("public", "annotator", 200),
    ("desk", "stranger", 404),
    ("desk", "reader", 200),
    ("desk", "annotator", 200),
    ("desk", "admin", 200),
]


@pytest.mark.parametrize(
    ("visibility", "who", "status"), WHO_READS, ids=[f"{w} {v}: {s}" for v, w, s in WHO_READS]
)
def test_an_article_is_for_whom_its_verdicts_are(
    visibility: str, who: str, status: int, desk: Desk
):
    document = desk.document(TEXT, visibility=visibility)
    assert article(getattr(desk, who), document).status_code == status


@pytest.mark.parametrize("who", ["stranger", "admin"])
def test_an_archived_article_is_gone(who: str, desk: Desk):
    document = public(desk)
    desk.admin.delete(f"/documents/{document['id']}")
    assert article(getattr(desk, who), document).status_code == 404


def test_an_article_says_what_it_is_and_that_nothing_is_checked(desk: Desk):
    document = public(
        desk,
        title="The bridge",
        author="A. Nother",
        publisher="The Ledger",
        published_at="2026-11-22",
        url="https://example.org/bridge",
    )
    page = article(desk.stranger, document)
    for said in ("The bridge", "A. Nother", "The Ledger", "22 November 2026", "Nothing in it is"):
        assert said in shown(page)
    assert '<a href="https://example.org/bridge" rel="noopener nofollow ugc">' in page.text


def test_only_checked_sentences_are_shown_with_a_little_context(desk: Desk):
    document = public(desk)
    _title, red, cost, _why, _long, wide = desk.claims(document)
    desk.published(wide, rating="true")
    desk.published(cost, rating="false")
    desk.submitted(red)
    page = article(desk.stranger, document)
    words = shown(page)
    assert "2 of 6 sentences are checked." in words
    assert re.search(r"It cost 9 million pounds\. .* False It is wide\. True", words)
    assert "The bridge is red. It cost 9 million pounds. Nobody knows why." in words
    assert "It is long." not in words
    assert f'href="/claims/{cost["id"]}"' in page.text
    assert f'href="/claims/{red["id"]}"' not in page.text


def test_a_retracted_verdict_leaves_the_article(desk: Desk):
    document = public(desk)
    claim = desk.claims(document)[2]
    desk.published(claim)
    retract(desk, claim)
    assert "9 million" not in article(desk.stranger, document).text


def test_the_whole_text_is_shown_where_the_operator_lets_it(full: None, desk: Desk):
    document = public(desk)
    cost = desk.claims(document)[2]
    desk.published(cost, rating="false")
    page = article(desk.stranger, document)
    words = shown(page)
    for sentence in ("The bridge is red.", "Nobody knows why.", "It is long.", "It is wide."):
        assert sentence in words
    marked = re.findall(r'<a class="claim ([^"]+)" id="claim-(\d+)" href="([^"]+)"', page.text)
    assert marked == [
        ("s-published r-false claim--short", str(cost["id"]), f"/claims/{cost['id']}")
    ]
    assert "at its publisher" not in words
    body = page.text.partition("<main")[2].partition("</main>")[0]
    assert [body.count(tag) for tag in ("<h1", "<ul>", "<li")] == [1, 1, 2]


def test_a_claim_inside_a_sentence_is_a_link_of_its_own(full: None, desk: Desk):
    document = public(desk, "It cost 9 million pounds, and it is red.")
    (sentence,) = desk.claims(document)
    part = desk.annotator.post(
        f"/documents/{document['id']}/claims", {"version": 1, "start": 8, "end": 17}
    ).json
    desk.published(sentence, rating="false")
    desk.published(part, rating="true")
    page = article(desk.stranger, document)
    linked = re.findall(r'<a class="claim[^>]+href="/claims/(\d+)"', page.text)
    assert linked == [str(each["id"]) for each in (sentence, part, sentence)]
    assert page.text.count(f'id="claim-{sentence["id"]}"') == 1


def test_a_reader_does_not_read_the_text_of_a_desk_document(full: None, desk: Desk):
    document = desk.document(TEXT)
    desk.published(desk.claims(document)[2])
    assert "It is long." not in article(desk.reader, document).text
    assert "9 million" in article(desk.reader, document).text
    assert "It is long." in article(desk.annotator, document).text


@pytest.mark.parametrize("whole", [False, True], ids=["sentences", "whole text"])
@pytest.mark.parametrize("who", ["stranger", "reader", "annotator", "reviewer"])
def test_nothing_shows_of_what_is_not_published(
    who: str, whole: bool, desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(app, monkeypatch, article_text="full" if whole else "claims")
    document = public(desk)
    claim = desk.claims(document)[2]
    fields = {"rationale": f"{SECRET} says so.", "tags": [SECRET], "rating": "false"}
    desk.submitted(claim, **fields)
    desk.annotator.post(f"/claims/{claim['id']}/comments", {"text": f"{SECRET}?"})
    page = article(getattr(desk, who), document)
    assert page.status_code == 200
    assert SECRET not in page.text
    assert "r-false" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("whole", [False, True], ids=["sentences", "whole text"])
def test_a_blind_annotator_sees_no_verdict_in_the_article(
    whole: bool, desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    setting(app, monkeypatch, article_text="full" if whole else "claims")
    document = public(desk, blind=True)
    claim = desk.claims(document)[2]
    desk.published(claim, rating="false")
    newcomer = desk.add("annotator")
    before = article(newcomer, document)
    assert "r-false" not in before.text.partition("<main")[2]
    assert "Nothing in it is checked yet." in shown(before)
    desk.draft(claim, newcomer, **PROPOSAL, submit=True)
    assert "r-false" in article(newcomer, document).text.partition("<main")[2]


def test_an_article_with_many_verdicts_is_read_page_by_page(desk: Desk, count_queries):
    document = public(desk, " ".join(f"Bridge {n} cost {n} million." for n in range(1, 104)))
    claims = desk.annotator.get(f"/documents/{document['id']}/claims?limit=200").json["items"]
    for claim in claims:
        desk.published(claim)
    with count_queries() as sent:
        first = article(desk.stranger, document)
    assert len(sent) <= 3, sent
    onward = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert onward is not None
    second = desk.stranger.browser.get(unescape(onward[1]))
    pages = [re.findall(r'<li id="claim-(\d+)"', page.text) for page in (first, second)]
    assert [len(page) for page in pages] == [100, 3]
    assert [int(each) for page in pages for each in page] == [claim["id"] for claim in claims]
    assert f'<a href="/articles/{document["id"]}">First page</a>' in second.text

    last = claims[-1]["id"]
    verdict = desk.stranger.browser.get(f"/claims/{last}").text
    place = f"/articles/{document['id']}?from={last}"
    assert f'href="{place}#claim-{last}"' in verdict
    assert f'<li id="claim-{last}"' in desk.stranger.browser.get(place).text


@pytest.mark.parametrize("query", ["?from=x", "?from=", "?from=0", f"?from={'9' * 30}", "?from=²"])
def test_a_link_to_a_sentence_that_is_not_there_shows_the_beginning(query: str, desk: Desk):
    document = public(desk)
    desk.published(desk.claims(document)[2])
    page = article(desk.stranger, document, query)
    assert page.status_code == 200
    assert "9 million" in page.text


def test_a_damaged_cursor_is_refused(desk: Desk):
    assert article(desk.stranger, public(desk), "?cursor=x").status_code == 400


def test_an_article_says_which_way_it_is_written(desk: Desk):
    document = public(desk, "الجسر أحمر. كلف تسعة ملايين.", language="ar")
    desk.published(desk.claims(document)[0])
    for path in (f"/articles/{document['id']}", f"/claims/{desk.claims(document)[0]['id']}"):
        assert 'lang="ar" dir="rtl"' in desk.stranger.browser.get(path).text


def test_a_visitor_keeps_the_page_until_it_changes(desk: Desk):
    document = public(desk)
    first = article(desk.stranger, document)
    assert first.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert article(desk.stranger, document, headers=known).status_code == 304
    desk.published(desk.claims(document)[2])
    assert article(desk.stranger, document, headers=known).status_code == 200


def test_what_people_typed_does_no_harm(full: None, desk: Desk):
    hostile = "<script>alert(1)</script><b onclick=x>"
    document = public(desk, f"It cost 9 {hostile} pounds.", title=hostile, author=hostile)
    desk.published(desk.claims(document)[0])
    for page in (article(desk.stranger, document), history(desk.annotator, document)):
        assert page.status_code == 200
        assert "<script" not in page.text.partition("<main")[2]
        assert "<b " not in page.text


def test_the_history_of_a_document_tells_of_it_and_its_claims(desk: Desk):
    document = desk.document(TEXT, title="Bridge")
    claim = desk.claims(document)[2]
    desk.published(claim)
    desk.reviewer.patch(f"/documents/{document['id']}", {"title": "The bridge", "blind": True})
    page = history(desk.reviewer, document)
    words = shown(page)
    told = [
        "reviewer changed the details of the document",
        "Title Bridge The bridge",
        "Blind no yes",
        "reviewer approved an edit and published it",
        "annotator added the document",
    ]
    places = [words.find(each) for each in told]
    assert -1 not in places
    assert f'href="/claims/{claim["id"]}/history"' in page.text


def test_the_history_of_a_blind_document_hides_what_others_did(desk: Desk):
    document = desk.document(TEXT, blind=True)
    desk.published(desk.claims(document)[2], rationale=f"{SECRET} says so.", rating="false")
    page = history(desk.add("annotator"), document)
    assert page.status_code == 200
    assert SECRET not in page.text
    assert "edit" not in shown(page).partition("newest first")[2]
    assert SECRET in history(desk.reviewer, document).text


@pytest.mark.parametrize(("who", "status"), [("stranger", 303), ("reader", 403), ("admin", 200)])
def test_the_history_of_a_document_is_for_the_desk(who: str, status: int, desk: Desk):
    assert history(getattr(desk, who), public(desk)).status_code == status


def test_a_document_that_is_not_there_has_no_history(desk: Desk):
    assert history(desk.annotator, {"id": 777}).status_code == 404
