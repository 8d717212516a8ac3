"""The published verdict: who reads it, what it says, and how cheaply."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.claims.schemas import ClaimPage, ClaimShape
from service.edits.schemas import EditPage, EditShape
from service.verdicts.schemas import ChangePage, VerdictShape
from tests.factories import CITATION, Desk
from tests.verdicts.shapes import assert_shaped

FULL = {
    "rating": "mostly_true",
    "rationale": "The *ledger* says 8.9.\n\nSee “page 4” 😀.",
    "claimant": {"name": "The mayor", "same_as": "https://example.org/mayor"},
    "claim_date": "2026-11-01",
    "tags": ["statistic", "Bridges"],
    "citations": [
        CITATION | {"title": "Ledger", "locator": "p. 4"},
        {"url": "https://www.example.com/report", "stance": "context"},
    ],
}


def retract(desk: Desk, claim: dict[str, Any], reason: str = "A forgery.") -> None:
    on_screen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    answer = desk.reviewer.post(
        f"/claims/{claim['id']}/retraction", {"reason": reason}, if_match=on_screen
    )
    assert answer.status_code == 201, answer.text


def verdict(desk: Desk, claim: dict[str, Any], who: str = "stranger", **options) -> TestResponse:
    return getattr(desk, who).get(f"/claims/{claim['id']}/verdict", **options)


WHAT_ONE_READS = [
    ("unchecked", "public", "stranger", "404 no_verdict"),
    ("unchecked", "desk", "stranger", "404 not_found"),
    ("unchecked", "desk", "reader", "404 no_verdict"),
    ("unchecked", "desk", "annotator", "404 no_verdict"),
    ("in work", "public", "stranger", "404 no_verdict"),
    ("in work", "desk", "stranger", "404 not_found"),
    ("in work", "desk", "reader", "404 no_verdict"),
    ("tagged only", "public", "stranger", "404 no_verdict"),
    ("tagged only", "desk", "reviewer", "404 no_verdict"),
    ("published", "public", "stranger", "200"),
    ("published", "desk", "stranger", "404 not_found"),
    ("published", "desk", "reader", "200"),
    ("published", "desk", "annotator", "200"),
    ("retracted", "public", "stranger", "410 retracted"),
    ("retracted", "desk", "stranger", "404 not_found"),
    ("retracted", "desk", "reader", "410 retracted"),
    ("never there", "public", "stranger", "404 not_found"),
    ("never there", "public", "reviewer", "404 not_found"),
]


@pytest.mark.parametrize(
    ("state", "visibility", "who", "outcome"),
    WHAT_ONE_READS,
    ids=[f"{w} reads of a {v} claim {s}: {o}" for s, v, w, o in WHAT_ONE_READS],
)
def test_a_verdict_is_read(state: str, visibility: str, who: str, outcome: str, desk: Desk):
    claim = desk.claim(visibility=visibility)
    if state == "in work":
        desk.submitted(claim)
    if state == "tagged only":
        desk.published(claim, rating=None, rationale=None)
    if state in ("published", "retracted"):
        desk.published(claim)
    if state == "retracted":
        retract(desk, claim)
    if state == "never there":
        claim = {"id": claim["id"] + 1}
    answer = verdict(desk, claim, who)
    code = "" if answer.status_code == 200 else f" {answer.json['code']}"
    assert f"{answer.status_code}{code}" == outcome


def test_a_verdict_says_what_was_judged_on_what_evidence(desk: Desk):
    document = desk.document("Bridges\n\nIt cost 9 million pounds.", visibility="public")
    claim = desk.claims(document)[-1]
    approval = desk.published(claim, **FULL)
    body = verdict(desk, claim).json
    assert body["claim_id"] == claim["id"]
    assert body["text"] == claim["text"] == "It cost 9 million pounds."
    assert body["rating"] == {"code": "mostly_true", "label": "Mostly true", "value": 4}
    for field in ("rationale", "claimant", "claim_date", "tags"):
        assert body[field] == FULL[field]
    ledger, report = body["citations"]
    assert ledger.pop("retrieved_at").endswith("Z")
    assert ledger == {
        "url": "https://example.org/ledger",
        "title": "Ledger",
        "publisher": "example.org",
        "stance": "supports",
        "quote": "8.9 million",
        "locator": "p. 4",
        "archived_url": None,
    }
    assert (report["publisher"], report["title"], report["quote"]) == ("example.com", None, None)
    assert body["document"] == {"id": document["id"], "title": document["title"], "url": None}
    assert body["anchor"] == claim["anchor"]
    assert body["assessment"] == approval.json["published"]["id"]
    assert body["needs_recheck"] is False
    assert body["published_at"] == body["updated_at"] == approval.json["review"]["reviewed_at"]


@pytest.mark.parametrize(
    ("rating", "value"), [("true", 5), ("mixed", 3), ("false", 1), ("not_a_claim", None)]
)
def test_a_rating_goes_out_with_its_value(rating: str, value: int | None, desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim, rating=rating)
    assert verdict(desk, claim).json["rating"]["value"] == value


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "Größtenteils richtig"),
        ("de-AT", "Größtenteils richtig"),
        ("fr", "Plutôt vrai"),
        ("en", "Mostly true"),
        ("pl", "Mostly true"),
        (None, "Mostly true"),
    ],
)
def test_the_label_is_in_the_language_of_the_document(language: str | None, label: str, desk: Desk):
    claim = desk.claim(visibility="public", language=language)
    desk.published(claim)
    assert verdict(desk, claim).json["rating"]["label"] == label


def test_who_has_the_verdict_already_gets_304_until_it_changes(desk: Desk):
    document = desk.document(visibility="public")
    (claim,) = desk.claims(document)
    desk.published(claim)
    first = verdict(desk, claim)
    etag = first.headers["ETag"]
    again = verdict(desk, claim, headers={"If-None-Match": f'"old", W/{etag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert verdict(desk, claim).data == first.data

    desk.reviewer.patch(f"/documents/{document['id']}", {"title": "Another title"})
    changed = verdict(desk, claim, headers={"If-None-Match": etag})
    assert (changed.status_code, changed.json["document"]["title"]) == (200, "Another title")
    assert changed.headers["ETag"] != etag


def test_a_verdict_is_cached_by_all_or_by_its_reader_alone_and_asked_for_each_time(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    assert verdict(desk, claim).headers["Cache-Control"] == "public, no-cache"
    assert verdict(desk, claim, "reader").headers["Cache-Control"] == "private, no-cache"
    assert verdict(desk, claim).data == verdict(desk, claim, "reader").data
    retract(desk, claim)
    assert verdict(desk, claim, headers={"If-None-Match": "*"}).status_code == 410


def test_a_retracted_verdict_is_gone_with_reason_and_time(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    retract(desk, claim, "The ledger was forged.")
    gone = verdict(desk, claim)
    assert (gone.status_code, gone.json["reason"]) == (410, "The ledger was forged.")
    assert gone.json["retracted_at"].endswith("Z")
    shown = desk.annotator.get(f"/claims/{claim['id']}").json
    assert (shown["status"], shown["verdict"], shown["tags"]) == ("retracted", None, [])


def test_what_was_retracted_is_published_again_under_the_same_ids(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    first = verdict(desk, claim).json
    retract(desk, claim)
    desk.published(claim, rating="false")
    again = verdict(desk, claim)
    assert (again.status_code, again.json["claim_id"]) == (200, claim["id"])
    assert again.json["rating"]["code"] == "false"
    assert again.json["assessment"] != first["assessment"]
    lines = desk.stranger.get("/changes").json["items"]
    assert [line["kind"] for line in lines] == ["published", "retracted", "published"]
    assert len({line["fact_check_id"] for line in lines}) == 1


def test_an_assessment_of_before_a_retraction_returns_through_an_edit(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    retract(desk, claim)
    desk.published(claim)
    assert verdict(desk, claim).status_code == 200


def test_tags_alone_after_a_retraction_bring_no_verdict_back(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    retract(desk, claim)
    desk.published(claim, rating=None, rationale=None)
    assert verdict(desk, claim).status_code == 410
    shown = desk.annotator.get(f"/claims/{claim['id']}").json
    assert (shown["status"], shown["tags"]) == ("retracted", ["statistic"])


def test_what_is_served_is_what_the_shapes_say(desk: Desk):
    text = "It cost 9 million pounds. It opened in 2024. It is red."
    document = desk.document(text, visibility="public", title="Bridge", url="https://a.example/b")
    full, tagged, _open = desk.claims(document)
    desk.published(full, **FULL)
    desk.published(tagged, rating=None, rationale=None, citations=[])
    desk.submitted(full, rating="false", claimant={"name": "A. Nother"}, tags=["legal"])
    stale = desk.draft(tagged, desk.add("annotator"), **FULL).json["id"]
    desk.published(tagged, **FULL)
    retract(desk, tagged)
    for path, shape in (
        (f"/claims/{full['id']}/verdict", VerdictShape),
        (f"/claims/{full['id']}", ClaimShape),
        (f"/claims/{tagged['id']}", ClaimShape),
        (f"/documents/{document['id']}/claims", ClaimPage),
        ("/claims", ClaimPage),
        ("/edits", EditPage),
        ("/edits?state=submitted", EditPage),
        (f"/edits/{stale}", EditShape),
        ("/changes", ChangePage),
    ):
        answer = desk.admin.get(path)
        assert answer.status_code == 200
        assert_shaped(shape, answer.data, answer.json)
    for edit in desk.admin.get("/edits").json["items"]:
        answer = desk.admin.get(f"/edits/{edit['id']}")
        assert_shaped(EditShape, answer.data, answer.json)
