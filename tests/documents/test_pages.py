"""The list of documents, as people see it."""

import html
import re

import pytest

from tests.documents.browsing import FRAGMENT, titles, value, words
from tests.factories import Desk

# The list


def test_an_empty_desk_leads_to_adding_a_text(desk: Desk):
    page = desk.annotator.browser.get("/documents")
    assert page.status_code == 200
    assert "No texts yet" in page.text
    assert 'href="/documents/new"' in page.text
    assert 'class="filters"' not in page.text


def test_a_stranger_signs_in_first_and_a_reader_is_refused(desk: Desk):
    page = desk.stranger.browser.get("/documents")
    assert page.status_code == 303
    assert "/sign-in" in page.location
    assert desk.add("reader").browser.get("/documents").status_code == 403


def test_the_list_counts_in_words_and_shows_how_far_each_document_is(desk: Desk):
    document = desk.document("One is a claim. Two is one too. Three also.", title="Bridge")
    claims = desk.claims(document)
    desk.published(claims[0])
    desk.submitted(claims[1])
    page = desk.reviewer.browser.get("/documents")
    assert "1 text, 3 claims." in words(page)
    assert "1 of 3 published, 1 in work" in words(page)
    assert '<rect class="done" width="33.3"' in page.text
    assert f'href="/review?document_id={document["id"]}">1 to review' in page.text
    assert titles(page) == ["Bridge"]


def test_an_annotator_is_told_what_waits_but_not_led_to_the_queue(desk: Desk):
    desk.submitted(desk.claim())
    page = desk.annotator.browser.get("/documents")
    assert "1 to review" in words(page)
    assert "/review?" not in page.text


def test_a_document_that_is_done_says_so(desk: Desk):
    desk.published(desk.claim())
    page = words(desk.reviewer.browser.get("/documents"))
    assert "1 of 1 published" in page
    assert "complete" in page


def test_a_blind_document_shows_an_annotator_no_numbers(desk: Desk):
    desk.published(desk.claim(blind=True))
    page = desk.annotator.browser.get("/documents")
    assert "1 claim. Blind: how far it is stays hidden from annotators." in words(page)
    assert "published" not in words(page).split("Details")[1]
    assert 'class="progress"' not in page.text
    assert "1 of 1 published" in words(desk.reviewer.browser.get("/documents"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(query, found, id=sentence)
        for sentence, query, found in [
            ("words of the title", "q=bridge", ["Bridge"]),
            ("a language", "language=de", ["Brücke"]),
            ("a publisher", "publisher=The+Post", ["Bridge"]),
            ("a status", "status=in_work", ["Brücke"]),
            ("pending edits", "pending=yes", ["Brücke"]),
            ("fields left blank filter nothing", "q=&status=&language=&publisher=",
             ["Brücke", "Bridge"]),
            ("words that are no filter neither", "q=bridge&colour=red", ["Bridge"]),
            ("all of them at once", "q=br*&language=de&pending=yes&status=in_work", ["Brücke"]),
        ]
    ],
)  # fmt: skip
def test_filters(desk: Desk, query: str, found: list[str]):
    desk.document("It cost 9.", title="Bridge", language="en", publisher="The Post")
    other = desk.document("Es hat 9 gekostet.", title="Brücke", language="de")
    desk.submitted(desk.claims(other)[0])
    assert titles(desk.annotator.browser.get(f"/documents?{query}")) == found


def test_the_filters_stay_as_they_were_chosen(desk: Desk):
    desk.document(title="Bridge", language="en", publisher="The Post")
    page = desk.annotator.browser.get("/documents?q=br&language=en&publisher=The+Post&pending=yes")
    assert value(page, "q") == "br"
    assert '<option value="en" selected>English' in page.text
    assert '<option value="The Post" selected>' in page.text
    assert 'name="pending" value="yes" checked' in page.text


def test_nothing_found_says_what_was_searched_and_offers_to_clear_it(desk: Desk):
    desk.document()
    page = desk.annotator.browser.get("/documents?q=<b>ledgr&status=in_work&language=pt-BR")
    assert (
        "No document found for “ <b>ledgr ”, with a claim that is in work,"
        " in Portuguese (pt-BR)." in words(page)
    )
    assert "<b>ledgr" not in page.text
    assert '<a href="/documents">Clear the search</a>' in page.text
    assert '<option value="pt-BR" selected>' in page.text


@pytest.mark.parametrize("query", ["status=gone", "language=%00"])
def test_a_filter_that_makes_no_sense_comes_back_with_a_sentence(desk: Desk, query: str):
    desk.document()
    page = desk.annotator.browser.get(f"/documents?{query}")
    assert page.status_code == 422
    assert "notice--error" in page.text
    assert 'class="filters"' in page.text


def test_a_damaged_cursor_is_refused(desk: Desk):
    desk.document()
    assert desk.annotator.browser.get("/documents?cursor=x").status_code == 400


def test_pages_of_25_lead_on_with_their_filters_and_back(desk: Desk):
    for number in range(26):
        desk.document(f"It cost {number} million.", title=f"Text {number}")
    first = desk.annotator.browser.get("/documents?q=text")
    assert len(titles(first)) == 25
    (onward,) = re.findall(r'href="([^"]+)" rel="next"', first.text)
    second = desk.annotator.browser.get(html.unescape(onward))
    assert titles(second) == ["Text 0"]
    assert 'href="/documents?q=text">First page' in second.text
    assert 'rel="next"' not in second.text


def test_a_script_gets_what_was_found_and_the_address_of_it(desk: Desk):
    desk.document(title="Bridge")
    part = desk.annotator.browser.get("/documents?q=bri&status=&pending=yes", headers=FRAGMENT)
    address = part.headers["HX-Replace-Url"]
    assert set(address.removeprefix("/documents?").split("&")) == {"pending=yes", "q=bri"}
    assert "<html" not in part.text
    assert "No document found." in words(part)


def test_the_list_sends_as_many_queries_for_25_documents_as_for_one(desk: Desk, count_queries):
    desk.reviewer.browser.get("/documents")
    sent = []
    for number in range(25):
        desk.document(f"It cost {number} million.")
        if number in (0, 24):
            with count_queries() as queries:
                desk.reviewer.browser.get("/documents")
            sent.append(len(queries))
    assert sent[0] == sent[1] <= 9


# Other sites


@pytest.mark.parametrize("path", ["", "/preview", "/1/details", "/1/archive"])
def test_what_another_site_sends_is_refused(desk: Desk, path: str):
    desk.document()
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = desk.admin.browser.post(f"/documents{path}", data={"text": "One."}, headers=headers)
    assert answer.status_code == 403
