"""The page of results, and what is suggested while somebody types."""

import json
import re
from urllib.request import urlopen

import pytest

from service.vocabulary import Role
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import Desk, Person
from tests.http.reading import text_of
from tests.serving import Server

TYPED = {"HX-Request": "true"}
KINDS = ("Fact-checks", "Claims", "Documents", "Sources")


@pytest.fixture
def ferries(desk: Desk) -> Desk:
    """A desk that has something of every kind about ferries, of which a stranger may see one."""
    document = desk.document("The ferry leaks. The ferry is red.", title="Ferries", language="en")
    source = {"url": "https://example.org/ferry", "stance": "context"}
    desk.draft(desk.claims(document)[0], citations=[source])
    add_imported(desk.database, "No ferry <leaks>.", url="https://checks.example.org/7")
    return desk


def headings(page: str) -> list[str]:
    """The kinds that a page has results of."""
    return re.findall(r'<h2 id="found-[a-z-]+"[^>]*>([^<]+)</h2>', page)


def test_the_desk_finds_things_of_every_kind(ferries: Desk):
    page = ferries.annotator.browser.get("/search?q=ferry").text
    assert headings(page) == list(KINDS)
    assert "No <mark>ferry</mark> &lt;leaks&gt;." in page
    assert 'href="https://checks.example.org/7" rel="noopener nofollow ugc"' in page
    assert 'href="/documents/1/claims/1#claim"' in page


def told_of_claims(desk: Desk, person: Person) -> list[str]:
    """What the page says below each claim that is found."""
    page = person.browser.get("/search?q=tram&in=claims").text
    told = re.findall(r'<p class="meta">(.*?)</p>', page)
    return [text_of(f"<main>{each}</main>") for each in told]


def test_a_claim_is_found_with_its_document_its_speaker_and_its_verdict(desk: Desk):
    document = desk.document("A tram is late. A tram is red.", title="Trams & co.")
    desk.published(desk.claims(document)[0], claimant={"name": "Ada"})
    told = told_of_claims(desk, desk.annotator)
    assert sorted(told) == [
        "Mostly true Published · in Trams & co. · said by Ada statistic",
        "Unchecked · in Trams & co.",
    ]


def test_a_blind_document_keeps_verdict_and_speaker_of_a_claim_that_is_found(desk: Desk):
    [claim] = desk.claims(desk.document("A tram is late.", blind=True))
    desk.published(claim, claimant={"name": "Ada"})
    other = desk.add(Role.ANNOTATOR)
    assert told_of_claims(desk, other) == ["Unchecked · in an untitled text"]


def test_others_find_what_is_published_alone(ferries: Desk):
    for person in (ferries.stranger, ferries.reader):
        for path in ("/search?q=ferry", "/search?q=ferry&in=claims", "/search?q=ferry&in=sources"):
            page = person.browser.get(path).text
            assert headings(page) == ["Fact-checks"]
            assert "is red" not in page
        assert "is red" not in person.browser.get("/search/suggestions?q=ferry").text


def test_one_kind_goes_on_page_by_page(desk: Desk):
    add_all_imported(desk.database, [{"text": f"Ferry {number} sank."} for number in range(30)])
    first = desk.annotator.browser.get("/search?q=ferry").text
    assert first.count('class="result"') == 5
    assert 'href="/search?q=ferry&amp;in=fact-checks">More fact-checks' in first
    page = desk.annotator.browser.get("/search?q=ferry&in=fact-checks").text
    assert page.count('class="result"') == 25
    (onward,) = re.findall(r'href="([^"]+)" rel="next"', page)
    last = desk.annotator.browser.get(onward.replace("&amp;", "&")).text
    assert last.count('class="result"') == 5


def test_nothing_found_says_what_may_be_written(desk: Desk):
    page = desk.stranger.browser.get("/search?q=<b>zeppelin").text
    assert "Nothing found for “<bdi>&lt;b&gt;zeppelin</bdi>”" in page
    assert "What may be written" in page
    assert "What may be written" in desk.stranger.browser.get("/search").text


@pytest.mark.parametrize("q", ['"', "-", "%00", "tag:", "x" * 5000, "%F0%9F%8C%89", "*"])
def test_any_text_is_a_query(ferries: Desk, q: str):
    for path in ("/search", "/search/suggestions", "/documents"):
        assert ferries.annotator.browser.get(f"{path}?q={q}").status_code == 200


def test_a_damaged_cursor_is_refused(ferries: Desk):
    path = "/search?q=ferry&in=claims&cursor=x"
    assert ferries.annotator.browser.get(path).status_code == 400


def test_what_is_typed_may_go_on(ferries: Desk):
    suggested = ferries.annotator.browser.get("/search/suggestions?q=ferr", headers=TYPED).text
    assert re.findall('role="group" aria-label="([^"]+)"', suggested) == list(KINDS)
    assert suggested.count('role="option"') == 6
    assert "<html" not in suggested
    page = ferries.annotator.browser.get("/search?q=ferr", headers=TYPED)
    assert headings(page.text) == list(KINDS)
    assert page.headers["HX-Replace-Url"] == "/search?q=ferr"
    assert headings(ferries.annotator.browser.get("/search?q=ferr").text) == []


def test_every_page_has_a_field_to_search(ferries: Desk):
    for person, path in ((ferries.annotator, "/documents"), (ferries.stranger, "/sign-in")):
        page = person.browser.get(path).text
        assert '<form class="bar-search" role="search" action="/search"' in page


def test_a_query_of_ten_thousand_words_gets_through_the_real_server(live: Server):
    words = "+".join(f"word{number}" for number in range(10_000))
    with urlopen(f"{live.url}/api/v1/fact-checks?q={words}") as answer:
        assert json.load(answer)["items"] == []
