"""The Atom feed of verdicts: what a feed reader makes of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from service.fact_checks.record import Correction
from service.formats.atom.queries import Retraction
from service.formats.atom.writing import Links, write_feed
from tests.factories import Desk
from tests.formats.records import DESK, full_record, own_record
from tests.formats.test_data_feed import HOSTILE, add_imported, describe, published
from tests.verdicts.test_verdict import FULL, retract

FEED = "/feeds/verdicts.atom"
LINKS = Links("https://desk.example.org/feeds/verdicts.atom", "https://desk.example.org/page")


def parsed(body: bytes | str) -> Any:
    """The feed as a reader has it. It has to be without a fault."""
    feed = feedparser.parse(body, sanitize_html=False)
    assert feed.bozo == 0, feed.bozo_exception
    assert feed.version == "atom10"
    return feed


def read(desk: Desk, query: str = "") -> Any:
    """The feed, for a stranger."""
    answer = desk.stranger.client.get(FEED + query)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/atom+xml"
    return parsed(answer.data)


def claims(feed: Any) -> list[int]:
    """The claims of the entries."""
    return [int(entry.id.rpartition("/")[2]) for entry in feed.entries]


def test_an_entry_has_all_that_is_known():
    settings = replace(
        DESK,
        publisher_logo="https://www.example.org/logo.png",
        publisher_licence="https://creativecommons.org/licenses/by/4.0/",
    )
    correction = Correction(datetime(2026, 1, 5, tzinfo=UTC), "True")
    feed = parsed(write_feed([full_record(correction=correction)], settings, LINKS))
    assert feed.feed.id == LINKS.feed
    assert feed.feed.title == "The Example Desk: fact-checks"
    assert feed.feed.updated == "2026-01-05T10:00:00Z"
    assert feed.feed.logo == settings.publisher_logo
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": LINKS.page, "license": settings.publisher_licence}
    [entry] = feed.entries
    assert entry.id == "https://desk.example.org/claims/42"
    assert entry.title == "False: It cost 9 million pounds."
    assert (entry.published, entry.updated) == ("2026-01-02T23:59:00Z", "2026-01-05T10:00:00Z")
    assert (entry.author_detail.name, entry.author_detail.href) == (
        "The Example Desk",
        "https://www.example.org",
    )
    assert {link.rel: link.href for link in entry.links} == {
        "alternate": entry.id,
        "related": "https://example.org/a",
    }
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("false", "False"),
        ("statistic", None),
    ]
    assert (entry.summary, entry.summary_detail.language) == ("The ledger says 8.9.", "en")
    [content] = entry.content
    assert content.type == "text/html"
    assert words_of(content.value) == (
        "It cost 9 million pounds. Claimed by The mayor on 30 December 2025. False"
        " The ledger says 8.9. Sources Refutes: Ledger, example.org, p. 4 8.9 million"
        " Corrected on 2026-01-05: the rating was “True” before."
    )
    assert '<a href="https://example.org/ledger">' in content.value


def words_of(html: str) -> str:
    """The words of HTML, with single spaces."""
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    return re.sub(r" ([.,])", r"\1", words)


def test_what_is_not_known_is_left_out():
    [entry] = parsed(write_feed([own_record()], DESK, LINKS)).entries
    assert [link.rel for link in entry.links] == ["alternate"]
    assert (
        words_of(entry.content[0].value) == "It cost 9 million pounds. False The ledger says 8.9."
    )


def test_a_feed_without_entries_is_a_feed():
    feed = parsed(write_feed([], DESK, LINKS))
    assert (feed.entries, feed.feed.updated) == ([], "1970-01-01T00:00:00Z")


def test_a_retraction_says_why_and_nothing_else():
    at = datetime(2026, 1, 5, tzinfo=UTC)
    retraction = Retraction(
        7, "https://desk.example.org/claims/42", 42, at, at, "A <b>forgery</b>."
    )
    [entry] = parsed(write_feed([retraction], DESK, LINKS)).entries
    assert entry.title == "Retracted: the verdict on claim 42"
    assert entry.summary == "Retracted: A <b>forgery</b>."
    assert [tag.term for tag in entry.tags] == ["retracted"]
    assert "content" not in entry


def test_what_no_xml_can_hold_is_dropped():
    hostile = "a\x00\x01\x0b\x1f\x7f\ufffe\uffff]]>&amp;<x>😀\u2028עלתה"
    record = full_record(text=f"{hostile}\ud800", tags=[hostile], rationale=hostile)
    [entry] = parsed(write_feed([record], DESK, LINKS)).entries
    clean = "a\x7f]]>&amp;<x>😀\u2028עלתה"
    assert entry.title == f"False: {clean}"
    assert entry.tags[1].term == clean
    assert words_of(entry.content[0].value).startswith("a\x7f]]&gt;&amp;amp;&lt;x&gt;😀 עלתה")


def test_people_cannot_break_the_feed_nor_its_readers(desk: Desk):
    claim = desk.claim(
        f"It cost 9 million pounds, {HOSTILE}",
        visibility="public",
        url="https://example.org/bridge?a=1&b=<2>",
        title="A “title” <b>&amp;</b> ]]>",
        language="he",
    )
    desk.published(claim, **(FULL | {"rationale": f"{HOSTILE} [x](javascript:alert(1))"}))
    [entry] = read(desk).entries
    assert entry.title.endswith(claim["text"])
    assert entry.title_detail.language == "he"
    html = entry.content[0].value
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "&lt;script&gt;alert(1)" in html


def test_what_changed_last_stands_first(desk: Desk):
    first, second, third = (published(desk) for _ in range(3))
    desk.published(desk.claim())
    add_imported(desk)
    assert claims(read(desk)) == [third["id"], second["id"], first["id"]]
    desk.published(second, rating="false")
    feed = read(desk)
    assert claims(feed) == [second["id"], third["id"], first["id"]]
    verdict = desk.stranger.get(f"/claims/{second['id']}/verdict").json
    entry = feed.entries[0]
    assert (entry.published, entry.updated) == (verdict["published_at"], verdict["updated_at"])
    assert "the rating was “Mostly true” before" in entry.content[0].value
    key = {"Authorization": f"Bearer {desk.admin.key}"}
    assert claims(parsed(desk.admin.client.get(FEED, headers=key).data)) == claims(feed)


def test_a_retracted_verdict_stays_marked_until_it_is_published_again(desk: Desk):
    kept, claim = published(desk), published(desk, "It cost 8 billion pounds.")
    retract(desk, claim, "The ledger was forged.")
    answer = desk.stranger.client.get(FEED)
    assert "8 billion" not in answer.text
    entry, other = parsed(answer.data).entries
    assert entry.title.startswith("Retracted")
    assert entry.summary == "Retracted: The ledger was forged."
    assert other.id.endswith(f"/claims/{kept['id']}")
    for query in ("?rating=mostly_true", "?language=en"):
        assert claims(read(desk, query))[0] == claim["id"], "whoever followed it there has to hear"
    assert claims(read(desk, "?rating=false")) == [claim["id"]]
    assert claims(read(desk, "?publisher=example.net")) == []
    desk.published(claim)
    again = read(desk).entries[0]
    assert (again.id, again.title[:11]) == (entry.id, "Mostly true")


def test_what_is_hidden_vanishes_and_comes_back(desk: Desk):
    shown, hidden = published(desk), published(desk)
    retracted = published(desk)
    retract(desk, retracted)
    for claim in (hidden, retracted):
        describe(desk, claim, visibility="desk")
    assert claims(read(desk)) == [shown["id"]]
    for claim in (hidden, retracted):
        describe(desk, claim, visibility="public")
    assert claims(read(desk)) == [hidden["id"], retracted["id"], shown["id"]]


def test_the_feed_is_narrowed_as_the_list_of_fact_checks_is(desk: Desk):
    german = published(desk, language="de-AT")
    other = desk.claim("Nine ferries sail.", visibility="public")
    since = desk.stranger.get(f"/claims/{german['id']}/verdict").json["updated_at"]
    desk.published(other, rating="false")
    both = [other["id"], german["id"]]
    assert claims(read(desk, f"?since={since}")) == both
    for query, found in (
        ("?q=ferry", both[:1]),
        ("?q=ferry&rating=true", []),
        ("?q=+", both),
        ("?rating=false", both[:1]),
        ("?language=de", both[1:]),
        ("?publisher=127.0.0.1", both),
        ("?publisher=www.facts.example.net", []),
        ("?since=2126-01-01", []),
    ):
        feed = read(desk, query)
        assert claims(feed) == found, query
        assert feed.feed.id.endswith(FEED + query)
    for wrong in ("since=yesterday", "limit=0", "rating=", "colour=red"):
        answer = desk.stranger.client.get(f"{FEED}?{wrong}")
        assert (answer.status_code, answer.json["code"]) == (422, "invalid"), wrong
        assert wrong.partition("=")[0] in answer.json["errors"]


def test_pages_lead_to_the_next_until_the_last(desk: Desk):
    made = [published(desk)["id"] for _ in range(5)]
    found, query = [], "?limit=2&rating=mostly_true"
    while query:
        feed = read(desk, query)
        found += claims(feed)
        assert feed.feed.id.endswith(f"{FEED}?rating=mostly_true")
        following = [urlsplit(link.href) for link in feed.feed.links if link.rel == "next"]
        assert all(link.path == FEED for link in following)
        query = f"?{following[0].query}" if following else ""
    assert found == made[::-1]
    answer = desk.stranger.client.get(f"{FEED}?cursor=nonsense")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


def test_who_has_the_feed_gets_304_until_it_changes(desk: Desk):
    claim = published(desk)
    first = desk.stranger.client.get(FEED)
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = desk.stranger.client.get(FEED, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert desk.stranger.client.head(FEED).headers["ETag"] == first.headers["ETag"]
    describe(desk, claim, language="de")
    changed = desk.stranger.client.get(FEED, headers=known)
    assert (changed.status_code, parsed(changed.data).entries[0].title_detail.language) == (
        200,
        "de",
    )
