"""Who did what to what, when, and what it changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.history.schemas import EventPage
from tests.factories import PROPOSAL, Desk, Person
from tests.verdicts.shapes import assert_shaped
from tests.verdicts.test_verdict import retract


def history(who: Person, path: str) -> list[dict[str, Any]]:
    """The events, oldest first."""
    answer = who.get(f"{path}/history?limit=200")
    assert answer.status_code == 200, answer.text
    assert_shaped(EventPage, answer.data, answer.json)
    return answer.json["items"][::-1]


def who_did_what(events: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(event["actor"]["name"], event["action"], event["comment"]) for event in events]


@pytest.fixture
def life(desk: Desk) -> dict[str, Any]:
    """A claim with a full life."""
    claim = desk.claim(title="Bridge")
    draft = desk.draft(claim, **PROPOSAL)
    edit = f"/edits/{draft.json['id']}"

    def act(who: Person, verb: str, **body: Any) -> None:
        on_screen = desk.admin.get(edit).headers["ETag"]
        answer = who.post(f"{edit}/{verb}", body, if_match=on_screen)
        assert answer.status_code == 201, answer.text

    act(desk.annotator, "submission")
    act(desk.reviewer, "change-request", comment="Which ledger?")
    on_screen = desk.annotator.get(edit).headers["ETag"]
    desk.annotator.patch(edit, {"rationale": "The new ledger says 8.9."}, if_match=on_screen)
    act(desk.annotator, "submission")
    act(desk.reviewer, "approval", tags=["legal"], comment="A law, not a number.")
    desk.reviewer.patch(f"/documents/{claim['document_id']}", {"title": "The bridge"})
    retract(desk, claim, "The ledger was forged.")
    return {"claim": f"/claims/{claim['id']}", "edit": edit, "document": claim["document_id"]}


EDIT_LIFE = [
    ("annotator", "edit_created", None),
    ("annotator", "edit_submitted", None),
    ("reviewer", "changes_requested", "Which ledger?"),
    ("annotator", "edit_submitted", None),
    ("reviewer", "edit_approved", "A law, not a number."),
]
RETRACTION = ("reviewer", "verdict_retracted", "The ledger was forged.")


def test_the_history_of_an_edit_says_who_did_what_and_why(life: dict[str, Any], desk: Desk):
    assert who_did_what(history(desk.annotator, life["edit"])) == EDIT_LIFE


def test_the_history_of_a_claim_holds_that_of_its_edits(life: dict[str, Any], desk: Desk):
    assert who_did_what(history(desk.annotator, life["claim"])) == [*EDIT_LIFE, RETRACTION]


def test_the_history_of_a_document_holds_that_of_all_its_claims(life: dict[str, Any], desk: Desk):
    events = history(desk.annotator, f"/documents/{life['document']}")
    assert who_did_what(events) == [
        ("annotator", "document_added", None),
        *EDIT_LIFE,
        ("reviewer", "document_changed", None),
        RETRACTION,
    ]
    assert {event["document_id"] for event in events} == {life["document"]}
    assert events[-2]["fields"] == {"title": ["Bridge", "The bridge"]}


def test_an_event_says_when(life: dict[str, Any], desk: Desk):
    times = [
        datetime.fromisoformat(event["at"])
        for event in history(desk.annotator, f"/documents/{life['document']}")
    ]
    assert times == sorted(times)
    assert timedelta(0) <= datetime.now(UTC) - times[0] < timedelta(minutes=5)


def test_an_event_says_what_it_changed(life: dict[str, Any], desk: Desk):
    created, submitted, asked, again, approved, retracted = (
        event["differences"] for event in history(desk.annotator, life["claim"])
    )
    assert created is asked is None
    assert submitted["rating"]["after"]["code"] == "mostly_true"
    assert submitted["tags"] == {"added": ["statistic"], "removed": []}
    assert again == {
        "rationale": {
            "words": [
                {"kind": "same", "text": "The "},
                {"kind": "added", "text": "new "},
                {"kind": "same", "text": "ledger says 8.9."},
            ]
        }
    }
    assert approved["rating"]["before"] is None
    assert approved["tags"] == {"added": ["legal"], "removed": []}
    assert retracted["rating"]["after"] is None
    assert retracted["tags"] == {"added": [], "removed": ["legal"]}


def test_a_correction_says_what_it_changed_of_what_was_published(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    desk.published(claim, rating="false")
    last = history(desk.annotator, f"/claims/{claim['id']}")[-1]
    assert last["action"] == "edit_approved"
    assert list(last["differences"]) == ["rating"]


def test_a_withdrawal_and_a_rejection_are_told(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/rejection", {"comment": "No."}, if_match=edit.headers["ETag"]
    )
    other = desk.submitted(claim).json["id"]
    desk.admin.post(f"/edits/{other}/withdrawal")
    assert who_did_what(history(desk.annotator, f"/claims/{claim['id']}")) == [
        ("annotator", "edit_created", None),
        ("annotator", "edit_submitted", None),
        ("reviewer", "edit_rejected", "No."),
        ("annotator", "edit_created", None),
        ("annotator", "edit_submitted", None),
        ("admin", "edit_withdrawn", None),
    ]


def test_a_change_of_a_document_says_what_was_there_before(desk: Desk):
    path = f"/documents/{desk.document()['id']}"
    changes = {"author": "A. Nother", "published_at": "2026-11-22", "visibility": "public"}
    desk.annotator.patch(path, changes)
    desk.annotator.patch(path, {"author": "A. Nother"})
    events = history(desk.annotator, path)
    assert [event["action"] for event in events] == ["document_added", "document_changed"]
    fields = events[-1]["fields"]
    assert fields["author"] == [None, "A. Nother"]
    assert fields["visibility"] == ["desk", "public"]
    assert fields["published_at"][1].startswith("2026-11-22")


def test_archiving_is_told_with_what_it_retracted(desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    path = f"/documents/{claim['document_id']}"
    desk.admin.delete(path)
    assert who_did_what(history(desk.admin, path))[-2:] == [
        ("admin", "verdict_retracted", "The document was archived."),
        ("admin", "document_archived", None),
    ]
    assert desk.reviewer.get(f"{path}/history").json["code"] == "not_found"


def test_a_history_is_read_page_by_page_newest_first(life: dict[str, Any], desk: Desk):
    path = f"{life['claim']}/history"
    whole = desk.annotator.get(path).json["items"]
    assert [event["id"] for event in whole] == sorted((e["id"] for e in whole), reverse=True)
    read, cursor = [], ""
    while True:
        page = desk.annotator.get(f"{path}?limit=2{cursor}").json
        assert len(page["items"]) <= 2
        read += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert read == whole


def test_the_cursor_of_one_history_is_not_that_of_another(life: dict[str, Any], desk: Desk):
    cursor = desk.annotator.get(f"{life['claim']}/history?limit=1").json["next_cursor"]
    other = desk.annotator.get(f"{life['edit']}/history?cursor={cursor}")
    assert (other.status_code, other.json["code"]) == (400, "malformed")


@pytest.mark.parametrize("path", ["/claims/777", "/edits/777", "/documents/777"])
def test_what_does_not_exist_has_no_history(path: str, desk: Desk):
    assert desk.annotator.get(f"{path}/history").json["code"] == "not_found"


@pytest.mark.parametrize("subject", ["claim", "edit"])
@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("stranger", 401)])
def test_history_is_for_the_desk(
    subject: str, who: str, status: int, life: dict[str, Any], desk: Desk
):
    assert getattr(desk, who).get(f"{life[subject]}/history").status_code == status
