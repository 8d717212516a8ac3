"""Rebasing: a stale edit becomes a draft on what is published now, and nobody's work is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from service.edits.queries import show_rebase
from service.errors import Forbidden
from service.models import Citation
from tests.edits.acts import assessments, do, look, save, verdict
from tests.factories import CITATION, PROPOSAL, Desk, Person

REPORT = CITATION | {"url": "https://example.com/report", "quote": "8 million"}
AUDIT = CITATION | {"url": "https://example.com/audit", "quote": "10 million"}
RIVAL = PROPOSAL | {"rating": "false", "tags": ["legal"], "citations": [REPORT]}
MARK = "Zanzibar"


@pytest.fixture
def claim(desk: Desk) -> dict[str, Any]:
    """A claim on which a verdict stands: the base of what is proposed next."""
    claim = desk.claim()
    desk.published(claim, author=desk.add("annotator"))
    return claim


def publish(desk: Desk, claim: dict[str, Any], **fields: Any) -> None:
    """Let somebody else be faster."""
    desk.published(claim, author=desk.add("annotator"), **(RIVAL | fields))


def fields_of(edit: dict[str, Any]) -> dict[str, Any]:
    """What an edit proposes, in short."""
    proposed = edit["proposed"]
    return {
        "rating": proposed["rating"]["code"],
        "rationale": proposed["rationale"],
        "tags": proposed["tags"],
        "citations": [citation["url"] for citation in proposed["citations"]],
    }


def refusal_of(answer: TestResponse) -> str:
    return f"{answer.status_code} {answer.json['code']}"


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested"])
def test_what_the_author_changed_is_kept_and_the_rest_is_taken(state: str, desk: Desk):
    claim = desk.claim()
    desk.published(claim)
    mine = {"rating": "mixed", "tags": ["statistic", "causal"], "citations": [CITATION, AUDIT]}
    edit = desk.draft(claim, author := desk.add("annotator"), **(PROPOSAL | mine))
    if state != "draft":
        edit = do(author, "submission", edit)
    if state == "changes_requested":
        edit = do(desk.reviewer, "change-request", edit, comment="Why?")
    publish(desk, claim, rationale="The report says 8.")
    rebased = do(author, "rebase", edit).json
    assert fields_of(rebased) == {
        "rating": "mixed",
        "rationale": "The report says 8.",
        "tags": ["legal", "causal"],
        "citations": [REPORT["url"], AUDIT["url"]],
    }
    assert rebased["conflicts"] == ["rating"]
    assert (rebased["state"], rebased["stale"]) == ("draft", False)
    assert rebased["review"] is rebased["submitted_at"] is rebased["meanwhile"] is None
    assert rebased["base"] == rebased["published"]
    assert rebased["base_revision"] == desk.admin.get(f"/claims/{claim['id']}").json["revision"]
    assert rebased["revision"] == edit.json["revision"] + 1
    assert {**rebased, "conflicts": []} == {**look(author, edit), "conflicts": []}


def test_the_merge_can_be_submitted_and_published(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed", tags=["causal"])
    publish(desk, claim)
    submitted = do(author, "submission", do(author, "rebase", edit))
    do(desk.reviewer, "approval", submitted)
    assert verdict(desk, claim)["rating"]["code"] == "mixed"
    assert set(verdict(desk, claim)["tags"]) == {"legal", "causal"}


def test_after_a_rebase_it_is_saved_and_withdrawn_like_any_draft(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim)
    saved = save(author, do(author, "rebase", edit), rationale="I looked again.")
    assert (saved.json["state"], saved.json["proposed"]["rationale"]) == (
        "draft",
        "I looked again.",
    )
    assert do(author, "withdrawal", saved).json["state"] == "withdrawn"
    assert desk.admin.get(f"/claims/{claim['id']}").json["status"] == "published"


def test_a_saved_draft_is_merged_and_not_what_was_submitted_before(
    claim: dict[str, Any], desk: Desk
):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    asked = do(desk.reviewer, "change-request", edit, comment="Sure?")
    publish(desk, claim)
    rebased = do(author, "rebase", save(author, asked, rating="mostly_false"))
    assert rebased.json["proposed"]["rating"]["code"] == "mostly_false"
    assert rebased.json["conflicts"] == ["rating"]


def test_a_field_that_is_given_decides_and_is_no_conflict(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed", rationale="M.")
    publish(desk, claim, rationale="R.")
    rebased = do(author, "rebase", edit, rating="true", tags=["causal"]).json
    assert (rebased["proposed"]["rating"]["code"], rebased["proposed"]["tags"]) == (
        "true",
        ["causal"],
    )
    assert rebased["conflicts"] == ["rationale"]


def test_after_a_retraction_all_of_the_authors_is_kept(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), tags=["statistic", "causal"])
    etag = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "Forged."}, if_match=etag).status_code == 201
    rebased = do(author, "rebase", edit).json
    assert (fields_of(rebased), rebased["conflicts"]) == (fields_of(edit.json), [])
    assert rebased["base"] is None


def test_what_was_submitted_stays_frozen_as_it_was(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator", "author"), rating="mixed")
    desk._people["author"] = author
    (submitted,) = assessments(desk, edit)
    publish(desk, claim)
    do(author, "rebase", edit)
    kept, draft = assessments(desk, edit)
    assert kept == submitted
    assert (draft["submitted_at"], draft["text"]) == (None, None)
    for statement in ("UPDATE assessments SET rationale = ''", "DELETE FROM assessments"):
        with pytest.raises(DatabaseError), desk.database.transaction() as session:
            session.execute(sa.text(f"{statement} WHERE id = {kept['id']}"))


def test_the_history_says_from_what_to_what(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim)
    do(author, "rebase", edit)
    event = author.get(f"/edits/{edit.json['id']}/history").json["items"][0]
    assert (event["action"], event["actor"]["id"]) == ("edit_rebased", author.viewer.id)
    rating = event["differences"]["rating"]
    assert (rating["before"]["code"], rating["after"]["code"]) == ("mostly_true", "false")


def test_a_citation_that_is_taken_keeps_the_time_it_was_looked_at(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim, author := desk.add("annotator"), citations=[AUDIT])
    publish(desk, claim)
    do(author, "rebase", edit)
    with desk.database.reading() as session:
        looked_at = sa.select(Citation.retrieved_at).where(Citation.url == REPORT["url"])
        published, taken = session.scalars(looked_at).all()
    assert published == taken


def test_until_it_is_submitted_again_it_is_its_authors_own(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim)
    rebased = do(author, "rebase", edit)
    path = f"/edits/{edit.json['id']}"
    assert refusal_of(desk.reviewer.get(path)) == "404 not_found"
    assert edit.json["id"] not in ids(desk.reviewer.get("/edits"))
    do(author, "submission", rebased)
    assert desk.reviewer.get(path).json["state"] == "submitted"
    events = [event["action"] for event in desk.reviewer.get(f"{path}/history").json["items"]]
    assert events == ["edit_submitted", "edit_rebased", "edit_submitted", "edit_created"]


def ids(answer: TestResponse) -> list[int]:
    return [item["id"] for item in answer.json["items"]]


def test_together_they_may_be_too_many_and_the_author_says_which(desk: Desk):
    claim = desk.claim()
    theirs, mine = (
        [CITATION | {"quote": f"{name} {n}"} for n in range(30)] for name in ("theirs", "mine")
    )
    tags = [[f"{name} {n}" for n in range(15)] for name in ("theirs", "mine")]
    edit = desk.submitted(claim, author := desk.add("annotator"), citations=mine, tags=tags[0])
    publish(desk, claim, citations=theirs, tags=tags[1])
    path, etag = f"/edits/{edit.json['id']}/rebase", edit.headers["ETag"]
    for field, given in (("tags", {}), ("citations", {"tags": tags[0]})):
        refused = author.post(path, given, if_match=etag)
        assert (refusal_of(refused), set(refused.json["errors"])) == ("422 invalid", {field})
    assert look(author, edit)["state"] == "submitted"
    assert do(author, "rebase", edit, tags=tags[0], citations=mine).json["state"] == "draft"


# Others


def test_a_decision_that_was_faster_is_shown_to_the_author(claim: dict[str, Any], desk: Desk):
    author = desk.add("annotator")
    for verb, code in (
        ("rejection", "409 already_decided"),
        ("change-request", "412 revision_changed"),
    ):
        edit = desk.submitted(claim, author, rating="mixed")
        publish(desk, claim, rationale=f"After {verb}.")
        decided = do(desk.reviewer, verb, edit, comment="No.")
        answer = author.post(f"/edits/{edit.json['id']}/rebase", if_match=edit.headers["ETag"])
        assert refusal_of(answer) == code
        assert answer.json["current"]["review"] == decided.json["review"]


def test_a_rebase_that_was_faster_is_told_to_who_decides(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim)
    do(author, "rebase", edit)
    path, comment = f"/edits/{edit.json['id']}/rejection", {"comment": "No."}
    etag = edit.headers["ETag"]
    assert refusal_of(desk.reviewer.post(path, comment, if_match=etag)) == "404 not_found"
    answer = desk.admin.post(path, comment, if_match=etag)
    assert refusal_of(answer) == "409 invalid_transition"
    assert answer.json["current"]["state"] == "draft"


def test_of_a_rebase_and_a_decision_at_once_one_succeeds(claim: dict[str, Any], desk: Desk):
    author, reviewer = desk.add("annotator"), desk.reviewer

    def ask(who: Person, verb: str, edit: TestResponse, sign: threading.Barrier) -> TestResponse:
        sign.wait()
        body = {"comment": "No."} if verb == "rejection" else {}
        path = f"/edits/{edit.json['id']}/{verb}"
        return who.post(path, body, if_match=edit.headers["ETag"])

    for round_ in range(8):
        edit = desk.submitted(claim, author, rating="mixed")
        publish(desk, claim, rationale=f"Round {round_}.")
        sign = threading.Barrier(2, timeout=60)
        with ThreadPoolExecutor(2) as pool:
            asked = [(author, "rebase"), (reviewer, "rejection")]
            tasks = [pool.submit(ask, *each, edit, sign) for each in asked]
            rebase, rejection = (task.result(60) for task in tasks)
        state = look(author, edit)["state"]
        if rebase.status_code == 201:
            assert (state, rejection.status_code in (404, 409)) == ("draft", True)
            do(author, "withdrawal", rebase)
        else:
            assert (state, rejection.status_code) == ("rejected", 201)
            assert refusal_of(rebase) == "409 already_decided"
            assert rebase.json["current"]["state"] == "rejected"


def test_a_second_window_is_told_that_it_is_rebased_already(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim)
    rebased = do(author, "rebase", edit)
    path = f"/edits/{edit.json['id']}/rebase"
    again = author.post(path, if_match=edit.headers["ETag"])
    assert refusal_of(again) == "412 revision_changed"
    assert again.json["current"]["revision"] == rebased.json["revision"]


def test_it_goes_stale_again_and_is_rebased_again(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, claim, rationale="First.")
    once = do(author, "rebase", edit)
    publish(desk, claim, rationale="Second.")
    assert look(author, edit)["stale"] is True
    twice = do(author, "rebase", once).json
    assert fields_of(twice)["rationale"] == "Second."
    assert twice["conflicts"] == [], "only the rationale changed since the first time"


@pytest.mark.parametrize("who", ["annotator", "admin"])
def test_in_an_archived_document_nothing_is_rebased(who: str, claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := getattr(desk, who), rating="mixed")
    publish(desk, claim)
    assert desk.admin.delete(f"/documents/{claim['document_id']}").status_code == 200
    answer = author.post(f"/edits/{edit.json['id']}/rebase", if_match=edit.headers["ETag"])
    assert refusal_of(answer) == "404 not_found"


# Blind documents


@pytest.fixture
def blind_claim(desk: Desk) -> dict[str, Any]:
    return desk.claim(blind=True)


def test_who_is_blind_keeps_all_of_theirs_and_learns_nothing(
    blind_claim: dict[str, Any], desk: Desk
):
    draft = desk.draft(blind_claim, author := desk.add("annotator"), rating="mixed")
    publish(desk, blind_claim, rationale=f"{MARK} says 9.", tags=[MARK], claimant={"name": MARK})
    with desk.database.reading() as session:
        shown = show_rebase(session, author.viewer, draft.json["id"])
    rebased = do(author, "rebase", draft)
    assert (rebased.json["proposed"]["rating"]["code"], rebased.json["stale"]) == ("mixed", False)
    assert rebased.json["proposed"]["rationale"] is None
    assert rebased.json["conflicts"] == []
    edit = draft.json["id"]
    said = [author.get(f"/{path}").text for path in (f"edits/{edit}", f"edits/{edit}/history")]
    assert MARK not in f"{shown} {rebased.text} {said}"


def test_who_submitted_in_a_blind_document_sees_what_is_merged(
    blind_claim: dict[str, Any], desk: Desk
):
    edit = desk.submitted(blind_claim, author := desk.add("annotator"), tags=["causal"])
    publish(desk, blind_claim, tags=[MARK])
    assert do(author, "rebase", edit).json["proposed"]["tags"] == [MARK, "causal"]


# The choice before it is made


def test_the_choice_is_shown_as_it_will_be_made(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, author := desk.add("annotator"), rating="mixed", tags=["causal"])
    publish(desk, claim, rationale="The report says 8.")
    with desk.database.reading() as session:
        shown = show_rebase(session, author.viewer, edit.json["id"])
    assert shown["edit"]["meanwhile"].keys() >= {"rating", "rationale", "tags", "citations"}
    fields = {field.pop("name"): field for field in shown["fields"]}
    names = ["rating", "rationale", "claimant", "claim_date", "tags", "citations"]
    assert list(fields) == names
    assert {name for name, field in fields.items() if field["conflict"]} == {"rating"}
    assert fields["tags"] == {
        "base": ["statistic"],
        "published": ["legal"],
        "yours": ["causal"],
        "merged": ["legal", "causal"],
        "conflict": False,
    }
    rebased = do(author, "rebase", edit).json["proposed"]
    assert rebased["rationale"] == fields["rationale"]["merged"]
    assert rebased["rating"]["code"] == fields["rating"]["merged"]["code"]


def test_the_choice_is_its_authors_alone(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, rating="mixed")
    with desk.database.reading() as session, pytest.raises(Forbidden):
        show_rebase(session, desk.reviewer.viewer, edit.json["id"])
