"""ClaimReview where consumers find it: the same in the page of a claim and in the data feed."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import extruct
import jsonschema_rs
import orjson
import pytest

from service.fact_checks.queries import find_of_claim
from service.formats.claimreview import api
from service.formats.claimreview.writing import claim_review
from service.models import FactCheck
from service.permissions import STRANGER
from tests.factories import Desk, Person
from tests.formats.claim_review_schema import CLAIM_REVIEW
from tests.verdicts.test_verdict import FULL, retract

FEED = "/feeds/claimreview.json"
HOSTILE = "</script><script>alert(1)</script><!-- ]]> & 😀 \u2028 היא עלתה"


def read(desk: Desk, **headers: str):
    """The feed as a stranger has it now, to its end."""
    answer = desk.stranger.client.get(FEED, headers=headers, buffered=True)
    assert answer.status_code in (200, 304), answer.text
    return answer


def reviews(desk: Desk) -> list[dict[str, Any]]:
    """The ClaimReviews of the feed."""
    return [review for each in read(desk).json["dataFeedElement"] for review in each["item"]]


def marked_up(who: Person, claim: dict[str, Any]) -> list[dict[str, Any]]:
    """What consumers find in the page of a claim."""
    page = who.browser.get(f"/claims/{claim['id']}")
    assert page.status_code == 200
    return extruct.extract(page.text, syntaxes=["json-ld"])["json-ld"]


def published(desk: Desk, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """A claim with a verdict that everyone may read."""
    claim = desk.claim(text, **({"visibility": "public"} | fields))
    desk.published(claim)
    return claim


@pytest.fixture
def settings(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Those of a desk that says who publishes."""
    changed = replace(
        desk.app.extensions["settings"],
        public_url="https://desk.example.org",
        publisher_name="The “Example” </script> Desk",
        publisher_licence="https://creativecommons.org/licenses/by/4.0/",
    )
    monkeypatch.setitem(desk.app.extensions, "settings", changed)
    return changed


def test_page_feed_and_record_say_the_same(desk: Desk, settings):
    claim = desk.claim(
        f"It cost 9 million pounds, {HOSTILE}",
        visibility="public",
        title=f"Bridge {HOSTILE.replace(chr(0x2028), '')}",
        url="https://example.org/bridge?a=1&b=<2>",
        published_at="2026-11-02",
        language="he",
    )
    desk.published(claim, **FULL)
    desk.published(claim, **(FULL | {"rating": "false", "rationale": f"**No.** {HOSTILE}"}))
    [found] = marked_up(desk.stranger, claim)
    jsonschema_rs.validator_for(CLAIM_REVIEW).validate(found)
    with desk.database.reading() as session:
        record = find_of_claim(session, STRANGER, settings, claim["id"])
    assert record is not None
    assert found == claim_review(record, settings)
    assert reviews(desk) == [found]
    assert found["url"] == f"https://desk.example.org/claims/{claim['id']}"
    assert found["claimReviewed"] == claim["text"]
    assert found["inLanguage"] == "he"
    assert found["correction"].endswith(": the rating was “Mostly true” before.")
    assert found["itemReviewed"]["appearance"][0]["datePublished"] == "2026-11-02"


def test_no_text_ends_the_script_of_a_page(desk: Desk, settings):
    claim = published(desk, f"It cost 9 million pounds, {HOSTILE}")
    page = desk.stranger.browser.get(f"/claims/{claim['id']}").text
    script = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert r"\u003c/script\u003e" in script
    assert not set("<>&") & set(script)


def test_markup_is_where_a_stranger_reads_a_verdict(desk: Desk):
    shown, retracted, unchecked = published(desk), published(desk), desk.claim(visibility="public")
    retract(desk, retracted)
    of_the_desk, blind = desk.claim(), published(desk, blind=True)
    desk.published(of_the_desk)
    seen = [
        ("shown", shown, desk.stranger, True),
        ("shown at the desk", shown, desk.annotator, True),
        ("retracted", retracted, desk.stranger, False),
        ("unchecked", unchecked, desk.stranger, False),
        ("of the desk", of_the_desk, desk.reader, False),
        ("of the desk, for its head", of_the_desk, desk.admin, False),
        ("blind", blind, desk.stranger, True),
        ("blind, for who still has to judge", blind, desk.add("annotator"), False),
    ]
    found = {name: bool(marked_up(who, claim)) for name, claim, who, _expected in seen}
    assert found == {name: expected for name, _claim, _who, expected in seen}


def test_a_correction_is_told_until_the_verdict_begins_anew(desk: Desk):
    claim = published(desk)
    assert "correction" not in reviews(desk)[0]
    desk.published(claim, rationale="The *other* ledger says 8.9.")
    today = reviews(desk)[0]["dateModified"]
    assert reviews(desk)[0]["correction"] == f"Corrected on {today}."
    desk.published(claim, rating="false")
    corrected = f"Corrected on {today}: the rating was “Mostly true” before."
    assert reviews(desk)[0]["correction"] == corrected
    for fields in ({"title": "Another title"}, {"language": "de"}):
        describe(desk, claim, **fields)
        assert reviews(desk)[0]["correction"] == corrected
    retract(desk, claim)
    desk.published(claim, rating="true")
    assert "correction" not in reviews(desk)[0]


def test_public_pages_lead_to_the_feed_of_all_verdicts(desk: Desk):
    claim = published(desk)
    for path in (f"/claims/{claim['id']}", f"/articles/{claim['document_id']}"):
        page = desk.stranger.browser.get(path).text
        assert 'rel="alternate" type="application/atom+xml"' in page
        assert 'href="/feeds/verdicts.atom"' in page


def test_a_desk_that_published_nothing_has_an_empty_feed(desk: Desk):
    answer = read(desk)
    assert answer.json == {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [],
    }
    assert answer.content_type == "application/ld+json"
    assert read(desk, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_feed_holds_our_own_that_everyone_may_read(desk: Desk):
    shown, taken_back = published(desk), published(desk)
    desk.published(desk.claim())
    add_imported(desk)
    retract(desk, taken_back)
    [item] = read(desk).json["dataFeedElement"]
    verdict = desk.stranger.get(f"/claims/{shown['id']}/verdict").json
    review = item.pop("item")
    assert item == {
        "@type": "DataFeedItem",
        "dateCreated": verdict["published_at"],
        "url": review[0]["url"],
    }
    for who in (desk.reader, desk.admin):
        key = {"Authorization": f"Bearer {who.key}"}
        assert who.client.get(FEED, headers=key).data == read(desk).data


def add_imported(desk: Desk) -> None:
    """A fact-check of another publisher's."""
    with desk.database.transaction() as session:
        session.add(
            FactCheck(
                public=True,
                etag="x",
                published_at=datetime(2026, 11, 22, tzinfo=UTC),
                text="It cost 7.",
                url="https://facts.example.net/1",
                publisher="Facts",
                site="facts.example.net",
                identity=b"1",
            )
        )


def describe(desk: Desk, claim: dict[str, Any], **fields: Any) -> None:
    """Change what describes the document of a claim."""
    answer = desk.reviewer.patch(f"/documents/{claim['document_id']}", fields)
    assert answer.status_code == 200, answer.text


def test_who_has_the_feed_gets_304_until_something_in_it_changes(desk: Desk):
    claim = published(desk)
    for what, change in (
        ("a verdict more", lambda: published(desk)),
        ("a correction", lambda: desk.published(claim, rating="false")),
        ("another language", lambda: describe(desk, claim, language="de")),
        ("hiding", lambda: describe(desk, claim, visibility="desk")),
        ("showing", lambda: describe(desk, claim, visibility="public")),
        ("a retraction", lambda: retract(desk, claim)),
    ):
        before = read(desk)
        for known in (
            {"If-None-Match": before.headers["ETag"]},
            {"If-Modified-Since": before.headers["Last-Modified"]},
        ):
            again = read(desk, **known)
            assert (again.status_code, again.data) == (304, b"")
        desk.published(desk.claim())  # the desk's own affair
        assert read(desk, **{"If-None-Match": before.headers["ETag"]}).status_code == 304
        change()
        after = read(desk, **{"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200, what
        assert after.json != before.json, what


def test_the_feed_is_dated_by_its_newest_change(desk: Desk):
    claim = published(desk)
    published(desk)
    describe(desk, claim, visibility="desk")
    newest = desk.stranger.get("/changes").json["items"][-1]
    answer = read(desk)
    assert (newest["kind"], answer.json["dateModified"]) == ("hidden", newest["at"])
    assert answer.last_modified == datetime.fromisoformat(newest["at"])
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_another_publisher_name_is_another_feed(desk: Desk, monkeypatch):
    published(desk)
    before = read(desk).headers["ETag"]
    settings = replace(desk.app.extensions["settings"], publisher_name="Another")
    monkeypatch.setitem(desk.app.extensions, "settings", settings)
    assert read(desk, **{"If-None-Match": before}).status_code == 200


def test_head_and_gzip(desk: Desk):
    desk.published(desk.claim(visibility="public"), rationale="The ledger says 8.9. " * 500)
    plain = read(desk)
    packed = read(desk, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    head = desk.stranger.client.head(FEED)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == plain.headers["ETag"] == packed.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_changes_while_it_is_sent_leaves_it_whole(desk: Desk, monkeypatch):
    monkeypatch.setattr(api, "AT_ONCE", 2)
    claims = [published(desk) for _ in range(5)]
    answer = desk.stranger.client.get(FEED, buffered=False)
    pieces = iter(answer.response)
    sent = [next(pieces), next(pieces)]
    retract(desk, claims[0])
    retract(desk, claims[3])
    late = published(desk)
    feed = b"".join([*sent, *pieces])
    found = [each["url"].rpartition("/")[2] for each in orjson.loads(feed)["dataFeedElement"]]
    stand = [claims[0], claims[1], claims[2], claims[4], late]
    assert found == [str(claim["id"]) for claim in stand]
    etag = answer.headers["ETag"]
    assert read(desk, **{"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_others_published_costs_no_time(desk: Desk, count_queries):
    published(desk)
    with count_queries() as sent:
        read(desk)
        desk.stranger.client.get("/feeds/verdicts.atom")
        desk.stranger.client.get("/feeds/verdicts.atom?rating=false")
    plans = [plan(desk, statement) for statement in sent]
    change, newest, verdicts, entries, taken_back, rated, _taken_back = plans
    assert "ix_changes_public" in change
    assert "ix_fact_checks_ours" in newest
    assert "uq_fact_checks_claim_id" in verdicts or "(claim_id>?)" in verdicts
    assert "INDEX ix_fact_checks_ours'" in entries
    assert "ix_fact_checks_retracted" in taken_back
    assert "ix_fact_checks_ours_rated (rating_code=?)" in rated
    assert not any("TEMP B-TREE" in each for each in plans)


def plan(desk: Desk, statement: str) -> str:
    """How SQLite goes about it."""
    with desk.database.reading() as session:
        values = (1,) * statement.count("?")
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return " ".join(str(row) for row in rows)


def test_a_key_that_does_not_count_is_refused(desk: Desk):
    answer = desk.stranger.client.get(FEED, headers={"Authorization": "Bearer cdk_unknown"})
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
