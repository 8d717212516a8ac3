"""A reviewer says where a claim stands whose sentence changed or is gone."""

from typing import Any

import pytest

from tests.claims.repairing import (
    TEXT,
    Claim,
    merge,
    reattach,
    refused,
    retire,
    split,
    undo,
    update,
)
from tests.factories import Desk, Person

CHANGED = TEXT.replace("Two is so.", "Two is quite so.")
GONE = TEXT.replace("Two is so. ", "")


@pytest.fixture
def document(desk: Desk) -> Claim:
    return desk.document(TEXT, visibility="public")


def kinds(desk: Desk) -> list[str]:
    """What the feed tells of."""
    return [line["kind"] for line in desk.stranger.get("/changes").json["items"]]


def now(desk: Desk, claim: Claim, who: Person | None = None) -> Claim:
    return dict((who or desk.reviewer).get(f"/claims/{claim['id']}").json)


def test_a_verdict_is_confirmed_of_the_sentence_as_it_is_now(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    desk.published(two)
    update(desk, document, CHANGED)
    before = now(desk, two)
    assert (before["text"], before["status"]) == ("Two is so.", "needs_recheck")
    answer = reattach(desk, two, "Two is quite so.", CHANGED)
    assert answer.status_code == 200, answer.text
    claim = answer.json
    assert (claim["text"], claim["status"]) == ("Two is quite so.", "published")
    assert (claim["anchor"]["state"], claim["revision"]) == ("exact", before["revision"] + 1)
    verdict = desk.stranger.get(f"/claims/{two['id']}/verdict").json
    assert (verdict["text"], verdict["needs_recheck"]) == ("Two is so.", False)
    assert verdict["anchor"] == claim["anchor"]
    assert kinds(desk) == ["published", "recheck", "corrected"]
    event = desk.reviewer.get(f"/claims/{two['id']}/history").json["items"][0]
    assert event["action"] == "claim_reattached"
    assert event["fields"] == {"text": ["Two is so.", "Two is quite so."]}


def test_an_orphan_takes_the_place_of_the_claim_that_stands_there(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    desk.published(two)
    update(desk, document, GONE + " Twice it is.")
    new = desk.claims(document)[-2]
    assert (new["text"], now(desk, two)["anchor"]["state"]) == ("Twice it is.", "orphaned")
    count = desk.annotator.get(f"/documents/{document['id']}").json["claims_count"]
    answer = reattach(desk, two, "Twice it is.", GONE + " Twice it is.")
    assert (answer.status_code, answer.json["text"]) == (200, "Twice it is.")
    assert desk.annotator.get(f"/claims/{new['id']}").status_code == 301
    document = desk.annotator.get(f"/documents/{document['id']}").json
    assert document["claims_count"] == count - 1 == len(desk.claims(document))


def test_so_it_does_of_one_that_was_retired(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    desk.published(two)
    update(desk, document, GONE + " Twice it is.")
    retire(desk, desk.claims(document)[-2])
    count = desk.annotator.get(f"/documents/{document['id']}").json["claims_count"]
    assert reattach(desk, two, "Twice it is.", GONE + " Twice it is.").status_code == 200
    document = desk.annotator.get(f"/documents/{document['id']}").json
    assert document["claims_count"] == count == len(desk.claims(document))


@pytest.mark.parametrize("code", ["has_verdict", "has_open_edits"])
def test_a_claim_that_somebody_judges_keeps_its_place(desk: Desk, document: Claim, code: str):
    _, two, three, *_ = desk.claims(document)
    update(desk, document, GONE)
    (desk.published if code == "has_verdict" else desk.draft)(three)
    before = desk.claims(document)
    answer = reattach(desk, two, "Three is so.", GONE)
    refused(answer, 409, code)
    assert answer.json["claim_id"] == three["id"]
    assert desk.claims(document) == before


def test_an_open_edit_goes_stale_by_it(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    edit = desk.submitted(two).json
    update(desk, document, CHANGED)
    assert reattach(desk, two, "quite so", CHANGED).json["status"] == "in_work"
    assert desk.reviewer.get(f"/edits/{edit['id']}").json["stale"] is True


@pytest.mark.parametrize("text", [TEXT + " Six is so.", "Zero is so. " + TEXT])
def test_a_claim_that_stands_as_it_did_is_not_reattached(desk: Desk, document: Claim, text: str):
    two = desk.claims(document)[1]
    update(desk, document, text)
    detail = refused(reattach(desk, two, "Two", text), 409, "invalid_transition")
    assert "did not change" in detail


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"version": 1}, 409, None),
        ({"version": 3}, 409, None),
        ({"end": 10**9}, 422, "end"),
        ({"start": len(GONE)}, 422, "start"),
        ({"start": 0, "end": len(GONE)}, 422, "end"),
        ({"start": None}, 422, "start"),
        ({"wording": "Two"}, 422, "wording"),
    ],
)
def test_a_reattachment_is_refused(
    desk: Desk, document: Claim, changes: dict[str, Any], status: int, field: str | None
):
    two = desk.claims(document)[1]
    update(desk, document, GONE)
    before = now(desk, two)
    answer = reattach(desk, two, "Three", GONE, **changes)
    assert answer.status_code == status, answer.text
    assert set(answer.json.get("errors", {})) == ({field} if field else set())
    assert answer.json["code"] == ("invalid" if field else "stale_version")
    assert now(desk, two) == before


def test_a_retired_orphan_is_not_reattached(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    update(desk, document, GONE)
    retire(desk, two)
    refused(reattach(desk, two, "Three", GONE), 409, "invalid_transition")


def test_a_reattachment_is_not_undone_but_what_comes_after_is(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    update(desk, document, GONE)
    reattach(desk, two, "Three is", GONE)
    assert "reattached" in refused(undo(desk, two), 409, "invalid_transition")
    split(desk, now(desk, two), 5)
    assert undo(desk, two).json["text"] == "Three is"


@pytest.mark.parametrize("who", ["annotator", "reader"])
def test_only_reviewers_reattach(desk: Desk, document: Claim, who: str):
    two = desk.claims(document)[1]
    update(desk, document, GONE)
    refused(reattach(desk, two, "Three", GONE, who=getattr(desk, who)), 403, "role_missing")


def test_repairs_of_a_later_version_stand_in_it(desk: Desk, document: Claim):
    one, two, three, *_ = desk.claims(document)
    split(desk, one, 3)
    update(desk, document, "Zero is so. " + TEXT)
    claims = desk.claims(document)
    answer = merge(desk, *claims[1:3])
    assert answer.status_code == 200, answer.text
    assert answer.json["anchor"]["version"] == 2
    assert [claims[1]["text"], claims[2]["text"]] == ["One", "is so."]
    assert (answer.json["id"], answer.json["text"]) == (one["id"], "One is so.")
    assert {two["text"], three["text"]} <= {claim["text"] for claim in desk.claims(document)}
