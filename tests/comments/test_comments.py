"""What people say about claims and edits: who may say it, who reads it, and what the log keeps."""

from typing import Any

import pytest
import sqlalchemy as sa

from service.comments.queries import list_comments
from service.errors import NotFound
from service.models import Comment, Event
from tests.factories import PROPOSAL, Desk, Person

TEXT = "Page 7 is in thousands."


def on_claim(claim: dict[str, Any]) -> str:
    return f"/claims/{claim['id']}/comments"


def on_edit(edit: Any) -> str:
    return f"/edits/{edit.json['id']}/comments"


def say(who: Person, path: str, text: str = TEXT) -> dict[str, Any]:
    answer = who.post(path, {"text": text})
    assert answer.status_code == 201, answer.text
    return answer.json


def heard(who: Person, path: str) -> list[str]:
    """The texts that somebody reads there."""
    answer = who.get(path)
    assert answer.status_code == 200, answer.text
    return [comment["text"] for comment in answer.json["items"]]


def test_a_comment_on_a_claim_says_who_said_what_of_which(desk: Desk):
    claim = desk.claim()
    answer = desk.annotator.post(on_claim(claim), {"text": TEXT})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1{on_claim(claim)}"
    assert {
        name: answer.json[name] for name in answer.json if name not in ("id", "created_at")
    } == {
        "claim_id": claim["id"],
        "edit_id": None,
        "author": {"id": desk.annotator.viewer.id, "name": "annotator"},
        "text": TEXT,
    }
    assert desk.reviewer.get(answer.headers["Location"]).json["items"] == [answer.json]


def test_a_comment_on_an_edit_names_its_claim_too(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    said = say(desk.reviewer, on_edit(edit))
    assert (said["claim_id"], said["edit_id"]) == (claim["id"], edit.json["id"])
    assert desk.annotator.get(on_edit(edit)).json["items"] == [said]


def test_a_claim_tells_of_its_edits_and_an_edit_of_itself_alone(desk: Desk):
    claim = desk.claim()
    one, other = desk.submitted(claim), desk.submitted(claim, desk.add("annotator"))
    elsewhere = desk.claim()
    for path, text in [
        (on_claim(claim), "of the claim"),
        (on_edit(one), "of one"),
        (on_claim(elsewhere), "of another claim"),
        (on_edit(other), "of the other"),
        (on_claim(claim), "of the claim again"),
    ]:
        say(desk.annotator, path, text)
    assert heard(desk.reviewer, on_claim(claim)) == [
        "of the claim",
        "of one",
        "of the other",
        "of the claim again",
    ]
    assert heard(desk.reviewer, on_edit(one)) == ["of one"]


def test_a_decided_edit_can_be_spoken_of(desk: Desk):
    path = on_edit(desk.published(desk.claim()))
    say(desk.annotator, path)
    assert heard(desk.annotator, path) == [TEXT]


def test_comments_are_walked_page_by_page_oldest_first(desk: Desk):
    path = on_claim(desk.claim())
    for number in range(5):
        say(desk.annotator, path, f"No. {number}")
    found, cursor = [], ""
    while cursor is not None:
        page = desk.reviewer.get(f"{path}?limit=2{cursor and f'&cursor={cursor}'}").json
        found += [comment["text"] for comment in page["items"]]
        cursor = page["next_cursor"]
    assert found == [f"No. {number}" for number in range(5)]


def test_a_cursor_of_another_claim_is_refused(desk: Desk):
    path, other = on_claim(desk.claim()), on_claim(desk.claim())
    for _ in range(2):
        say(desk.annotator, path)
    cursor = desk.annotator.get(f"{path}?limit=1").json["next_cursor"]
    refused = desk.annotator.get(f"{other}?limit=1&cursor={cursor}")
    assert (refused.status_code, refused.json["code"]) == (400, "malformed")


KEPT = [
    ("lines", "One.\n\nTwo.\tThree."),
    ("marks, which mean nothing", "<b>**so**</b> [x](javascript:x)"),
    ("another script", "שלום 👋🏽"),
    ("one character", "?"),
    ("5,000 characters", "é" * 5000),
]


@pytest.mark.parametrize("text", [text for _, text in KEPT], ids=[name for name, _ in KEPT])
def test_text_is_kept_as_it_is(text: str, desk: Desk):
    path = on_claim(desk.claim())
    assert say(desk.annotator, path, text)["text"] == text
    assert heard(desk.annotator, path) == [text]


REFUSED = [
    ("nothing", {}, "text"),
    ("null", {"text": None}, "text"),
    ("an empty text", {"text": ""}, "text"),
    ("white space", {"text": " \n\t "}, "text"),
    ("5,001 characters", {"text": "é" * 5001}, "text"),
    ("a NUL", {"text": "a\0b"}, "text"),
    ("a control character", {"text": "a\x1bb"}, "text"),
    ("half a surrogate pair", {"text": "\ud83d"}, "text"),
    ("a number", {"text": 9}, "text"),
    ("a list", {"text": ["a"]}, "text"),
    ("another author", {"text": "a", "author": 1}, "author"),
    ("another edit", {"text": "a", "edit_id": 1}, "edit_id"),
]


@pytest.mark.parametrize(
    ("body", "field"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_body_is_refused_at_its_field(body: dict[str, Any], field: str, desk: Desk):
    path = on_claim(desk.claim())
    answer = desk.annotator.post(path, body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert list(answer.json["errors"]) == [field]
    assert heard(desk.annotator, path) == []


@pytest.mark.parametrize("path", ["/claims/999999/comments", "/edits/999999/comments"])
def test_of_what_is_not_there_nothing_is_said(path: str, desk: Desk):
    for answer in (desk.admin.get(path), desk.admin.post(path, {"text": TEXT})):
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_a_draft_is_spoken_of_by_who_sees_it(desk: Desk):
    claim = desk.claim()
    draft = desk.draft(claim)
    path = on_edit(draft)
    say(desk.annotator, path, "A note to myself.")
    for person in (desk.reviewer, desk.add("annotator")):
        assert person.get(path).status_code == 404
        assert person.post(path, {"text": TEXT}).status_code == 404
        assert heard(person, on_claim(claim)) == []
    assert heard(desk.admin, on_claim(claim)) == ["A note to myself."]
    etag = desk.annotator.patch(
        f"/edits/{draft.json['id']}", PROPOSAL, if_match=draft.headers["ETag"]
    ).headers["ETag"]
    desk.annotator.post(f"/edits/{draft.json['id']}/submission", if_match=etag)
    assert heard(desk.reviewer, on_claim(claim)) == ["A note to myself."]


class BlindClaim:
    """A claim of a blind document with comments by others, and somebody who has not begun."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.claim = desk.claim(blind=True)
        self.edit = desk.submitted(self.claim)
        say(desk.annotator, on_claim(self.claim), "of the claim")
        say(desk.reviewer, on_edit(self.edit), "of the edit")
        self.newcomer = desk.add("annotator")


@pytest.fixture
def blind(desk: Desk) -> BlindClaim:
    return BlindClaim(desk)


def test_who_is_blind_reads_their_own_comments_alone(blind: BlindClaim):
    say(blind.newcomer, on_claim(blind.claim), "my own")
    assert heard(blind.newcomer, on_claim(blind.claim)) == ["my own"]
    draft = blind.desk.draft(blind.claim, blind.newcomer)
    say(blind.newcomer, on_edit(draft), "of my draft")
    assert heard(blind.newcomer, on_claim(blind.claim)) == ["my own", "of my draft"]
    assert heard(blind.newcomer, on_edit(draft)) == ["of my draft"]


def test_an_edit_that_one_is_blind_to_is_not_spoken_of(blind: BlindClaim):
    path = on_edit(blind.edit)
    assert blind.newcomer.get(path).status_code == 404
    assert blind.newcomer.post(path, {"text": TEXT}).status_code == 404


def test_who_has_submitted_reads_what_others_said(blind: BlindClaim):
    blind.desk.submitted(blind.claim, blind.newcomer, tags=["legal"])
    assert heard(blind.newcomer, on_claim(blind.claim)) == ["of the claim", "of the edit"]


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_reviewers_are_never_blind(role: str, blind: BlindClaim):
    person = blind.desk.add(role)
    assert heard(person, on_claim(blind.claim)) == ["of the claim", "of the edit"]


def test_the_history_does_not_tell_the_blind_that_others_spoke(blind: BlindClaim):
    def told(person: Person) -> list[str]:
        items = person.get(f"/claims/{blind.claim['id']}/history").json["items"]
        return [event["action"] for event in items if event["action"] == "comment_added"]

    assert told(blind.newcomer) == []
    say(blind.newcomer, on_claim(blind.claim))
    assert told(blind.newcomer) == ["comment_added"]
    assert told(blind.desk.reviewer) == ["comment_added"] * 3


def test_an_archived_document_is_not_spoken_of(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    for path in (on_claim(claim), on_edit(edit)):
        say(desk.annotator, path)
    assert desk.admin.delete(f"/documents/{claim['document_id']}").status_code == 200
    for path in (on_claim(claim), on_edit(edit)):
        for person in (desk.annotator, desk.reviewer):
            assert person.get(path).status_code == 404
            assert person.post(path, {"text": TEXT}).status_code == 404
    assert heard(desk.admin, on_claim(claim)) == [TEXT, TEXT]
    refused = desk.admin.post(on_claim(claim), {"text": TEXT})
    assert (refused.status_code, refused.json["code"]) == (404, "not_found")
    assert "archived" in refused.json["detail"]
    assert heard(desk.admin, on_claim(claim)) == [TEXT, TEXT]


@pytest.mark.parametrize("who", ["stranger", "reader"])
def test_nobody_outside_the_desk_reads_comments_of_a_public_document(who: str, desk: Desk):
    """Not through a page that asks for them in their name, either."""
    claim = desk.claim(visibility="public")
    say(desk.annotator, on_claim(claim))
    person = getattr(desk, who)
    assert person.get(on_claim(claim)).status_code in (401, 403)
    with desk.database.reading() as session:
        asked = {"claim_id": claim["id"], "after": 0, "limit": 9}
        assert list_comments(session, person.viewer, **asked) == []
        assert len(list_comments(session, desk.annotator.viewer, **asked)) == 1


def test_a_page_that_asks_for_what_its_reader_may_not_see_gets_not_found(desk: Desk):
    draft = desk.draft(desk.claim())
    with desk.database.reading() as session, pytest.raises(NotFound):
        list_comments(session, desk.reviewer.viewer, edit_id=draft.json["id"], after=0, limit=9)


def test_the_log_keeps_that_something_was_said_and_not_what(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    said = [say(desk.annotator, on_claim(claim)), say(desk.reviewer, on_edit(edit))]
    with desk.database.reading() as session:
        events = session.scalars(
            sa.select(Event).filter_by(action="comment_added").order_by(Event.id)
        ).all()
    told = [(e.actor_id, e.document_id, e.claim_id, e.edit_id, e.details) for e in events]
    assert told == [
        (
            comment["author"]["id"],
            claim["document_id"],
            claim["id"],
            comment["edit_id"],
            {"comment_id": comment["id"]},
        )
        for comment in said
    ]


def test_what_is_said_moves_neither_claim_nor_edit(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    paths = [f"/claims/{claim['id']}", f"/edits/{edit.json['id']}", "/changes"]
    before = [desk.annotator.get(path).headers["ETag"] for path in paths]
    say(desk.annotator, on_claim(claim))
    say(desk.annotator, on_edit(edit))
    assert [desk.annotator.get(path).headers["ETag"] for path in paths] == before


def test_a_repeat_says_it_once(desk: Desk):
    path = on_claim(desk.claim())
    key = {"Idempotency-Key": "once"}
    first, second = (desk.annotator.post(path, {"text": TEXT}, headers=key) for _ in range(2))
    assert (first.data, first.headers["Location"]) == (second.data, second.headers["Location"])
    with desk.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_a_list_sends_as_many_statements_for_many_as_for_one(desk: Desk, count_queries):
    claim = desk.claim()
    sent = []
    for number in range(3):
        say(desk.add("annotator"), on_claim(claim), f"No. {number}")
        desk.reviewer.get(on_claim(claim))  # which marks the key as used
        with count_queries() as statements:
            assert len(heard(desk.reviewer, on_claim(claim))) == number + 1
        sent.append(len(statements))
    assert sent == [3, 3, 3]  # the key, the claim, the comments
