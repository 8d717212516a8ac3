"""The card of a fact-check, which stands in frames of other people's pages."""

import re

import pytest

from service.http.headers import CSP
from tests.factories import Desk


def card(desk: Desk, claim, **options):
    """The card as a stranger gets it."""
    return desk.stranger.client.get(f"/claims/{claim['id']}/card", **options)


def words(answer) -> str:
    """What a card says, in one line."""
    body = answer.text.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", f"<{body}").split())


@pytest.fixture
def claim(desk: Desk):
    """A claim of a public document with a verdict."""
    claim = desk.claim("It cost 9 million pounds.", visibility="public", language="en")
    citations = [
        {"url": f"https://example.org/{number}", "stance": "context", "title": f"Page {number}"}
        for number in range(1, 5)
    ]
    desk.published(
        claim, claimant={"name": "Ada <b>"}, claim_date="2026-01-02", citations=citations
    )
    return claim


def test_a_card_says_what_was_found(desk: Desk, claim):
    answer = card(desk, claim)
    assert answer.status_code == 200
    said = words(answer)
    for each in (
        "Fact-check by Claimdesk",
        "Mostly true",
        "It cost 9 million pounds.",
        "Claimed by Ada &lt;b&gt; on 2 January 2026",
        "4 sources",
        "Page 3",
        "Read the fact-check",
    ):
        assert each in said
    assert "Page 4" not in said
    assert "has changed" not in said
    assert f'href="http://127.0.0.1:8000/claims/{claim["id"]}" target="_blank" rel="noopener"' in (
        answer.text
    )
    assert '<blockquote class="claim" lang="en" dir="ltr">' in answer.text
    assert "<script" not in answer.text


def test_a_very_long_claim_is_cut(desk: Desk):
    claim = desk.claim("It cost " + "many, " * 200 + "pounds.", visibility="public", language="ar")
    desk.published(claim)
    answer = card(desk, claim)
    quoted = re.search(
        r'<blockquote class="claim" lang="ar" dir="rtl">(.*?)</blockquote>', answer.text
    )
    assert quoted
    assert len(quoted[1]) <= 400
    assert quoted[1].endswith("…")


def test_every_site_may_frame_a_card_and_no_other_page(desk: Desk, claim):
    policy = card(desk, claim).headers["Content-Security-Policy"]
    assert policy == CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
    for path in (f"/claims/{claim['id']}", "/claims/999/card", "/sign-in", "/claims/x/card"):
        policy = desk.stranger.client.get(path, headers={"Accept": "text/html"}).headers.get(
            "Content-Security-Policy", ""
        )
        assert ("frame-ancestors *" in policy) == (path == "/claims/999/card")


def test_whoever_is_signed_in_sees_what_a_stranger_sees(desk: Desk, claim):
    path = f"/claims/{claim['id']}/card"
    hidden = desk.claim()
    desk.published(hidden)
    stranger = card(desk, claim)
    browser = desk.admin.browser
    browser.set_cookie("claimdesk_notice", "approved.0")
    theirs = browser.get(path, headers={"Authorization": f"Bearer {desk.admin.key}"})
    assert theirs.data == stranger.data
    assert "Set-Cookie" not in theirs.headers
    assert "Cookie" not in theirs.headers.get("Vary", "")
    assert browser.get(f"/claims/{hidden['id']}/card").status_code == 404
    wrong = card(desk, claim, headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 200


def test_a_card_may_be_kept_and_is_compared_each_time(desk: Desk, claim):
    answer = card(desk, claim)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert card(desk, claim, headers=known).status_code == 304
    desk.published(claim, rating="false")
    assert card(desk, claim, headers=known).status_code == 200


def test_a_sentence_that_changed_is_said_to_have(desk: Desk):
    document = desk.document("It cost 9 million pounds in all.", visibility="public")
    claim = desk.claims(document)[0]
    desk.published(claim)
    text = {"text": "It cost 8 million pounds in all."}
    path = f"/documents/{document['id']}/versions"
    assert desk.annotator.post(path, text).status_code == 201
    assert "The article has changed this sentence" in words(card(desk, claim))


def test_a_retracted_card_says_so(desk: Desk, claim):
    etag = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    desk.reviewer.post(path, {"reason": "The <ledger> was forged."}, if_match=etag)
    answer = card(desk, claim)
    assert answer.status_code == 410
    assert answer.headers["Cache-Control"] == "no-store"
    said = words(answer)
    assert "Retracted" in said
    assert "The &lt;ledger&gt; was forged." in said
    assert "Mostly true" not in said
    assert "9 million" not in said


def test_where_nothing_is_public_every_card_is_the_same(desk: Desk):
    hidden, unchecked = desk.claim(), desk.claim(visibility="public")
    desk.published(hidden)
    answers = [card(desk, each) for each in (hidden, unchecked, {"id": 999})]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert answers[0].mimetype == "text/html"


def test_the_card_of_a_merged_claim_is_that_of_its_survivor(desk: Desk):
    document = desk.document("It cost 9. It cost 8.", visibility="public")
    first, second = desk.claims(document)
    body = {"version": 1, "claims": [first["id"], second["id"]]}
    assert desk.annotator.post("/claims/merge", body).status_code == 200
    answer = card(desk, second)
    assert (answer.status_code, answer.location) == (301, f"/claims/{first['id']}/card")


def test_a_card_is_one_read(desk: Desk, claim, count_queries):
    with count_queries() as sent:
        card(desk, claim)
    assert len(sent) == 1
