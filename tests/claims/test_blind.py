"""In a blind document annotators judge for themselves: what others made of a claim does not exist
for an annotator before they submit an assessment of their own."""

from typing import Any

import pytest

from tests.factories import PROPOSAL, Desk, Person

MARK = "Zanzibar"


class Blind:
    """A blind document with a verdict, an open edit, tags and history by others on its claim."""

    def __init__(self, desk: Desk, **fields: Any) -> None:
        self.desk = desk
        self.document = desk.document("It cost 9 million pounds. It is red.", blind=True, **fields)
        self.claim, self.other_claim = desk.claims(self.document)
        self.edit = self.publish(self.claim)
        desk.submitted(self.claim, desk.add("annotator"), rationale=f"{MARK} says 8.")
        self.newcomer = desk.add("annotator")

    def publish(self, claim: dict[str, Any]) -> int:
        content = {"rationale": f"{MARK} says 9.", "tags": [MARK], "rating": "false"}
        return self.desk.published(claim, **content).json["id"]

    @property
    def lists(self) -> list[str]:
        """Lists and counts that hold nothing for who is blind."""
        claim, document = self.claim["id"], self.document["id"]
        claims = f"/documents/{document}/claims"
        author = self.desk.annotator.viewer.id
        return [
            *(f"{path}?status={s}" for path in (claims, "/claims") for s in SEEN_STATUSES),
            *(f"{path}?tag={MARK}" for path in (claims, "/claims")),
            *(f"{path}?rating=false" for path in (claims, "/claims")),
            "/edits",
            "/edits?state=submitted",
            "/edits?state=approved",
            "/edits?stale=true",
            "/edits?mine=false",
            f"/edits?author={author}",
            f"/edits?document_id={document}",
            f"/claims/{claim}/edits",
            f"/claims/{claim}/edits?state=approved",
            f"/claims/{claim}/history",
            "/changes",
            *(f"/documents?status={s}" for s in SEEN_STATUSES),
        ]

    @property
    def pages(self) -> list[str]:
        """Whatever may speak of the claim."""
        claim, document = self.claim["id"], self.document["id"]
        return [
            f"/claims/{claim}",
            f"/claims/{claim}/verdict",
            f"/documents/{document}",
            f"/documents/{document}/claims",
            f"/documents/{document}/history",
            f"/edits/{self.edit}",
            f"/edits/{self.edit}/history",
            *self.lists,
        ]


SEEN_STATUSES = ["published", "published_pending", "in_work"]


@pytest.fixture
def blind(desk: Desk) -> Blind:
    return Blind(desk)


def submit(blind: Blind, who: Person) -> None:
    blind.desk.submitted(blind.claim, who, tags=["legal"])


def sees_all(blind: Blind, who: Person) -> None:
    verdict = who.get(f"/claims/{blind.claim['id']}/verdict")
    shown = who.get(f"/claims/{blind.claim['id']}").json
    assert verdict.json["rating"]["code"] == "false"
    assert (shown["status"], shown["verdict"]) == ("published_pending", verdict.json)
    assert shown["tags"] == [MARK]
    assert who.get(f"/edits/{blind.edit}").json["proposed"]["tags"] == [MARK]
    edits = who.get(f"/claims/{blind.claim['id']}/edits").json["items"]
    assert blind.edit in [edit["id"] for edit in edits]
    history = who.get(f"/claims/{blind.claim['id']}/history").json["items"]
    assert {"edit_approved", "edit_submitted"} <= {event["action"] for event in history}
    assert [line["kind"] for line in who.get("/changes").json["items"]] == ["published"]
    listed = who.get(f"/documents/{blind.document['id']}/claims?tag={MARK}&rating=false").json
    assert [claim["id"] for claim in listed["items"]] == [blind.claim["id"]]


def sees_nothing(blind: Blind, who: Person, status: str) -> None:
    for path in blind.pages:
        assert MARK not in who.get(path).text, path
    verdict = who.get(f"/claims/{blind.claim['id']}/verdict")
    assert (verdict.status_code, verdict.json["code"]) == (404, "no_verdict")
    shown = who.get(f"/claims/{blind.claim['id']}").json
    assert (shown["status"], shown["verdict"], shown["tags"]) == (status, None, [])
    edit = who.get(f"/edits/{blind.edit}")
    assert (edit.status_code, edit.json["code"]) == (404, "not_found")


def test_who_has_not_begun_sees_nothing_of_others(blind: Blind):
    sees_nothing(blind, blind.newcomer, "unchecked")


def test_no_list_filter_or_count_tells_of_others(blind: Blind):
    told = [path for path in blind.lists if blind.newcomer.get(path).json["items"]]
    assert told == []


def test_a_claim_looks_the_same_before_and_after_others_work_on_it(desk: Desk):
    """But for its revision, by which the newcomer's own edit has to go stale."""
    newcomer = desk.add("annotator")
    blind = Blind(desk)
    worked_on = newcomer.get(f"/claims/{blind.claim['id']}").json
    untouched = newcomer.get(f"/claims/{blind.other_claim['id']}").json
    own = {"id", "text", "anchor", "revision", "checkworthiness"}
    assert {k: v for k, v in worked_on.items() if k not in own} == {
        k: v for k, v in untouched.items() if k not in own
    }


def test_an_own_draft_opens_no_eyes(blind: Blind):
    draft = blind.desk.draft(blind.claim, blind.newcomer, **PROPOSAL)
    assert draft.json["base"] is draft.json["published"] is None
    sees_nothing(blind, blind.newcomer, "in_work")
    (mine,) = blind.newcomer.get("/edits").json["items"]
    assert mine["id"] == draft.json["id"]
    history = blind.newcomer.get(f"/claims/{blind.claim['id']}/history").json["items"]
    assert [event["action"] for event in history] == ["edit_created"]


def test_a_draft_that_is_withdrawn_opens_no_eyes(blind: Blind):
    draft = blind.desk.draft(blind.claim, blind.newcomer, **PROPOSAL).json["id"]
    blind.newcomer.post(f"/edits/{draft}/withdrawal")
    sees_nothing(blind, blind.newcomer, "unchecked")


def test_after_submitting_one_sees_everything(blind: Blind):
    submit(blind, blind.newcomer)
    sees_all(blind, blind.newcomer)


def test_to_submit_on_one_claim_shows_nothing_of_another(blind: Blind):
    blind.desk.submitted(blind.other_claim, blind.newcomer)
    sees_nothing(blind, blind.newcomer, "unchecked")


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_reviewers_see_everything(who: str, blind: Blind):
    sees_all(blind, getattr(blind.desk, who))


def test_who_had_submitted_before_sees_everything(blind: Blind):
    sees_all(blind, blind.desk.annotator)


def test_a_reader_who_judges_nothing_reads_verdicts(blind: Blind):
    verdict = blind.desk.reader.get(f"/claims/{blind.claim['id']}/verdict")
    assert verdict.status_code == 200
    assert len(blind.desk.reader.get("/changes").json["items"]) == 1


def test_a_public_verdict_is_hidden_from_the_key_of_who_is_blind(desk: Desk):
    blind = Blind(desk, visibility="public")
    path = f"/claims/{blind.claim['id']}/verdict"
    assert desk.stranger.get(path).status_code == 200
    sees_nothing(blind, blind.newcomer, "unchecked")


def test_a_document_that_is_not_blind_shows_everything(blind: Blind):
    path = f"/documents/{blind.document['id']}"
    assert blind.desk.reviewer.patch(path, {"blind": False}).status_code == 200
    assert blind.newcomer.get(f"/claims/{blind.claim['id']}/verdict").status_code == 200
    assert blind.newcomer.get(f"/edits/{blind.edit}").status_code == 200


def test_an_annotator_does_not_open_their_own_eyes(desk: Desk):
    document = desk.document(blind=True)
    (claim,) = desk.claims(document)
    edit = desk.submitted(claim).json["id"]
    newcomer = desk.add("annotator")
    refused = newcomer.patch(f"/documents/{document['id']}", {"blind": False})
    assert (refused.status_code, refused.json["code"]) == (403, "role_missing")
    assert newcomer.get(f"/edits/{edit}").status_code == 404
