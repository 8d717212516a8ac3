"""A withdrawn edit begun anew, and an earlier assessment proposed again."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.edits import actions
from service.errors import Conflict, Forbidden, NotFound, Refusal
from tests.edits.acts import do, look, save, verdict
from tests.factories import CITATION, PROPOSAL, Desk, Person

CONTENT = PROPOSAL | {
    "claimant": {"name": "The mayor", "same_as": "https://example.org/mayor"},
    "claim_date": "2026-11-20",
    "citations": [CITATION | {"locator": "p. 4"}, CITATION | {"stance": "context"}],
}
SAID = ("rating", "rationale", "claimant", "claim_date", "tags", "citations")


def said_by(edit: dict[str, Any]) -> dict[str, Any]:
    """What an edit proposes; a draft's rating has no label yet."""
    proposed = {name: edit["proposed"][name] for name in SAID}
    return proposed | {"rating": proposed["rating"] and proposed["rating"]["code"]}


def restore(desk: Desk, who: Person, edit: TestResponse) -> dict[str, Any]:
    """The edit that is begun, as its author reads it."""
    with desk.database.transaction() as session:
        begun = actions.restore_edit(session, who.viewer, edit.json["id"]).id
    return who.get(f"/edits/{begun}").json


def go_back(desk: Desk, who: Person, claim: dict[str, Any], assessment_id: int) -> dict[str, Any]:
    """The same, of what was published before."""
    with desk.database.transaction() as session:
        begun = actions.propose_earlier(session, who.viewer, claim["id"], assessment_id).id
    return who.get(f"/edits/{begun}").json


def test_a_withdrawn_edit_is_begun_anew(desk: Desk):
    edit = desk.submitted(claim := desk.claim(), **CONTENT)
    do(desk.annotator, "withdrawal", edit)
    begun = restore(desk, desk.annotator, edit)
    assert said_by(begun) == said_by(edit.json)
    assert (begun["state"], begun["id"] != edit.json["id"]) == ("draft", True)
    assert look(desk.annotator, edit)["state"] == "withdrawn"
    assert desk.annotator.get(f"/claims/{claim['id']}").json["status"] == "in_work"
    history = desk.annotator.get(f"/edits/{begun['id']}/history").json["items"]
    assert [event["action"] for event in history] == ["edit_created"]


def test_of_a_draft_too_and_of_what_was_saved_last(desk: Desk):
    draft = desk.draft(desk.claim(), **CONTENT)
    do(desk.annotator, "withdrawal", draft)
    assert said_by(restore(desk, desk.annotator, draft)) == said_by(draft.json)
    edit = desk.submitted(desk.claim(), **CONTENT)
    asked = do(desk.reviewer, "change-request", edit, comment="Sure?")
    saved = save(desk.annotator, asked, rationale="I looked again.")
    do(desk.annotator, "withdrawal", saved)
    assert said_by(restore(desk, desk.annotator, edit)) == said_by(saved.json)


def test_it_begins_on_the_claim_as_it_is_now(desk: Desk):
    edit = desk.submitted(claim := desk.claim(), rating="mixed")
    do(desk.annotator, "withdrawal", edit)
    desk.published(claim, author=desk.add("annotator"))
    begun = restore(desk, desk.annotator, edit)
    assert (begun["stale"], begun["base"]) == (False, begun["published"])
    assert begun["base_revision"] == desk.admin.get(f"/claims/{claim['id']}").json["revision"]


def test_what_is_begun_anew_is_submitted_like_any_other(desk: Desk):
    edit = desk.submitted(claim := desk.claim())
    do(desk.annotator, "withdrawal", edit)
    with desk.database.transaction() as session:
        begun = actions.restore_edit(session, desk.annotator.viewer, edit.json["id"]).id
    answer = do(desk.annotator, "submission", desk.annotator.get(f"/edits/{begun}"))
    do(desk.reviewer, "approval", answer)
    assert verdict(desk, claim)["rationale"] == PROPOSAL["rationale"]


@pytest.mark.parametrize("state", ["draft", "submitted", "rejected"])
def test_only_what_was_withdrawn_is_begun_anew(state: str, desk: Desk):
    edit = desk.draft(desk.claim(), **PROPOSAL)
    if state != "draft":
        edit = do(desk.annotator, "submission", edit)
    if state == "rejected":
        edit = do(desk.reviewer, "rejection", edit, comment="No.")
    with pytest.raises(Conflict, match="not withdrawn") as refused:
        restore(desk, desk.annotator, edit)
    assert refused.value.code == "invalid_transition"
    assert look(desk.annotator, edit) == edit.json


def test_who_has_gone_on_elsewhere_is_told_where(desk: Desk):
    edit = desk.submitted(claim := desk.claim())
    do(desk.annotator, "withdrawal", edit)
    other = desk.draft(claim)
    with pytest.raises(Conflict) as refused:
        restore(desk, desk.annotator, edit)
    assert (refused.value.code, refused.value.extra) == ("duplicate", {"edit_id": other.json["id"]})


@pytest.mark.parametrize(
    ("who", "submitted", "refusal"),
    [
        ("reviewer", True, Forbidden),
        ("admin", True, Forbidden),
        ("reviewer", False, NotFound),
    ],
)
def test_nobody_begins_what_somebody_else_withdrew(
    who: str, submitted: bool, refusal: type[Refusal], desk: Desk
):
    edit = (desk.submitted if submitted else desk.draft)(desk.claim())
    do(desk.annotator, "withdrawal", edit)
    with pytest.raises(refusal):
        restore(desk, getattr(desk, who), edit)


# Going back


@pytest.fixture
def claim(desk: Desk) -> dict[str, Any]:
    """A claim whose verdict was corrected: `first` was published, and then `second`."""
    claim = desk.claim()
    first = desk.published(claim, **CONTENT).json["proposed"]["id"]
    second = desk.published(claim, rating="false").json["proposed"]["id"]
    return claim | {"first": first, "second": second}


def test_a_reviewer_proposes_what_was_published_before(claim: dict[str, Any], desk: Desk):
    begun = go_back(desk, desk.reviewer, claim, claim["first"])
    assert said_by(begun) == said_by(desk.annotator.get("/edits").json["items"][-1])
    assert (begun["state"], begun["stale"]) == ("draft", False)
    assert begun["author"]["id"] == begun["proposed"]["author"]["id"] == desk.reviewer.viewer.id
    assert begun["base"]["id"] == claim["second"]
    submitted = do(desk.reviewer, "submission", desk.reviewer.get(f"/edits/{begun['id']}"))
    do(desk.admin, "approval", submitted)
    assert verdict(desk, claim)["claimant"]["name"] == "The mayor"


def test_what_was_amended_is_gone_back_to_as_amended(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    amended = do(desk.reviewer, "approval", edit, rationale="Mended.").json["proposed"]["id"]
    begun = go_back(desk, desk.admin, claim, amended)
    assert begun["proposed"]["rationale"] == "Mended."
    assert begun["proposed"]["amended_by"] is None
    with pytest.raises(NotFound):
        go_back(desk, desk.admin, desk.claim(), edit.json["proposed"]["id"])


def test_after_a_retraction_too(claim: dict[str, Any], desk: Desk):
    etag = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    path = f"/claims/{claim['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "Forged."}, if_match=etag).status_code == 201
    begun = go_back(desk, desk.reviewer, claim, claim["second"])
    assert said_by(begun)["rating"] == "false"


@pytest.mark.parametrize("what", ["rejected", "waiting", "a draft", "another claim's", "nothing"])
def test_only_what_was_published_on_the_claim_is_gone_back_to(
    what: str, claim: dict[str, Any], desk: Desk
):
    other = desk.add("annotator")
    made = desk.draft(claim, other, **(PROPOSAL | {"rating": "mixed"}))
    if what in ("rejected", "waiting"):
        made = do(other, "submission", made)
    if what == "rejected":
        do(desk.reviewer, "rejection", made, comment="No.")
    assessment_id = made.json["proposed"]["id"]
    if what == "another claim's":
        assessment_id = desk.published(desk.claim()).json["proposed"]["id"]
    if what == "nothing":
        assessment_id = 777
    with pytest.raises(NotFound, match="never published"):
        go_back(desk, desk.reviewer, claim, assessment_id)


def test_who_has_an_edit_open_goes_on_with_it(claim: dict[str, Any], desk: Desk):
    mine = desk.draft(claim, desk.reviewer).json["id"]
    with pytest.raises(Conflict) as refused:
        go_back(desk, desk.reviewer, claim, claim["first"])
    assert (refused.value.code, refused.value.extra) == ("duplicate", {"edit_id": mine})


def test_who_is_blind_goes_back_to_nothing(desk: Desk):
    claim = desk.claim(blind=True)
    published = desk.published(claim).json["proposed"]["id"]
    with pytest.raises(NotFound):
        go_back(desk, desk.add("annotator"), claim, published)
    assert go_back(desk, desk.annotator, claim, published)["state"] == "draft"


def test_in_an_archived_document_nothing_is_begun(claim: dict[str, Any], desk: Desk):
    edit = desk.submitted(claim, rating="mixed")
    do(desk.annotator, "withdrawal", edit)
    assert desk.admin.delete(f"/documents/{claim['document_id']}").status_code == 200
    for who in (desk.reviewer, desk.admin):
        with pytest.raises(NotFound):
            go_back(desk, who, claim, claim["first"])
    with pytest.raises(NotFound):
        restore(desk, desk.annotator, edit)
