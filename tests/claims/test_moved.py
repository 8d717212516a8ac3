"""A claim that became part of another: who reads is sent there, who writes is told."""

from typing import Any

import pytest

from tests.claims.repairing import TEXT, Claim, merge, refused, retire, split, undo
from tests.factories import API, PROPOSAL, Desk
from tests.verdicts.test_verdict import retract

READ = ["", "/verdict", "/history", "/edits", "/comments", "/edits?state=draft&limit=5"]


@pytest.fixture
def merged(desk: Desk) -> tuple[Claim, Claim]:
    """A claim, and the one that it became part of."""
    one, two, *_ = desk.claims(desk.document(TEXT, visibility="public"))
    assert merge(desk, one, two).status_code == 200
    return two, one


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_reads_it_is_sent_to_the_same_of_its_survivor(
    desk: Desk, merged: tuple[Claim, Claim], path: str, method: str
):
    gone, survivor = merged
    answer = desk.annotator.send(method, f"/claims/{gone['id']}{path}")
    assert (answer.status_code, answer.data) == (301, b"")
    assert answer.headers["Location"] == f"{API}/claims/{survivor['id']}{path}"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/claims/{}", "/claims/{}/history"])
def test_so_is_who_opens_its_page(desk: Desk, merged: tuple[Claim, Claim], path: str):
    gone, survivor = merged
    answer = desk.annotator.browser.get(path.format(gone["id"]))
    assert answer.status_code == 301
    assert answer.location == path.format(survivor["id"])


def test_everyone_is_sent_on_who_may_know_of_the_survivor(desk: Desk, merged: tuple[Claim, Claim]):
    gone, survivor = merged
    here = f"/claims/{gone['id']}"
    assert desk.stranger.get(f"{here}/verdict").status_code == 301
    assert desk.stranger.browser.get(here).status_code == 301
    assert desk.stranger.get(here).status_code == 401
    desk.reviewer.patch(f"/documents/{survivor['document_id']}", {"visibility": "desk"})
    assert desk.reader.get(f"{here}/verdict").status_code == 301
    refused(desk.stranger.get(f"{here}/verdict"), 404, "not_found")
    assert desk.stranger.browser.get(here).status_code == 404


def test_a_chain_is_followed_to_its_end(desk: Desk, merged: tuple[Claim, Claim]):
    first, middle = merged
    end = desk.claim("Zero is so. One is so.")
    zero, one = desk.claims({"id": end["document_id"]})
    _, three, *_ = desk.claims({"id": middle["document_id"]})
    _, piece = split(desk, zero, 5).json["items"]
    merge(desk, piece, one)
    merge(desk, desk.annotator.get(f"/claims/{zero['id']}").json,
          desk.annotator.get(f"/claims/{piece['id']}").json)  # fmt: skip
    assert desk.annotator.get(f"/claims/{one['id']}").location == f"{API}/claims/{zero['id']}"
    retire(desk, zero)
    assert desk.annotator.get(f"/claims/{one['id']}").location == f"{API}/claims/{zero['id']}"
    assert desk.annotator.get(f"/claims/{first['id']}").location == f"{API}/claims/{middle['id']}"
    assert desk.annotator.get(f"/claims/{three['id']}").status_code == 200


def test_it_is_where_it_was_once_that_is_undone(desk: Desk, merged: tuple[Claim, Claim]):
    gone, survivor = merged
    assert undo(desk, survivor).status_code == 200
    assert desk.annotator.get(f"/claims/{gone['id']}").json["text"] == gone["text"]


def test_a_verdict_that_was_retracted_before_is_found_at_the_survivor(desk: Desk):
    one, two, *_ = desk.claims(desk.document(TEXT, visibility="public"))
    desk.published(two)
    retract(desk, two)
    assert desk.stranger.get(f"/claims/{two['id']}/verdict").status_code == 410
    merge(desk, one, two)
    answer = desk.stranger.get(f"/claims/{two['id']}/verdict")
    assert answer.location == f"{API}/claims/{one['id']}/verdict"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/edits", PROPOSAL),
        ("POST", "/comments", {"text": "So?"}),
        ("POST", "/split", {"version": 1, "at": [14]}),
        ("POST", "/retirement", {}),
        ("POST", "/undo", {}),
        ("PUT", "/anchor", {"version": 1, "start": 0, "end": 3}),
        ("POST", "/reattachment", {"version": 1, "start": 0, "end": 3}),
        ("POST", "/retraction", {"reason": "No."}),
    ],
)
def test_who_writes_to_it_is_told_of_its_survivor(
    desk: Desk, merged: tuple[Claim, Claim], method: str, path: str, body: dict[str, Any]
):
    gone, survivor = merged
    answer = desk.reviewer.send(method, f"/claims/{gone['id']}{path}", json=body)
    told = refused(answer, 404, "not_found")
    assert told == f"Claim {gone['id']} became part of claim {survivor['id']}."
    assert answer.json["claim_id"] == survivor["id"]


def test_it_is_not_merged_again(desk: Desk, merged: tuple[Claim, Claim]):
    gone, survivor = merged
    three = desk.claims({"id": gone["document_id"]})[1]
    answer = merge(desk, three, gone)
    told = refused(answer, 409, "invalid_transition")
    assert told == f"Claim {gone['id']} became part of claim {survivor['id']}."
    assert answer.json["claim_id"] == survivor["id"]


def test_no_list_has_it(desk: Desk, merged: tuple[Claim, Claim]):
    gone, _ = merged
    for path in ("/claims?", f"/documents/{gone['document_id']}/claims?"):
        for status in ("", "status=retired"):
            listed = desk.annotator.get(f"{path}{status}").json["items"]
            assert gone["id"] not in [claim["id"] for claim in listed]
