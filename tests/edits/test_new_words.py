"""Edits of a claim whose sentence has changed: which words they judge, and what becomes of it."""

import pytest

from tests.documents.test_versions import (
    COST,
    FISH,
    HURT,
    OPENED,
    OTHER,
    OTHER_COST,
    TEXT,
    feed,
    look,
    update,
)
from tests.edits.acts import do, verdict
from tests.factories import PROPOSAL, Desk


def test_open_edits_do_not_become_stale_by_a_new_text(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    edit = desk.submitted(claim)
    update(desk, document, OTHER)
    assert (look(desk, claim)["text"], look(desk, claim)["status"]) == (COST, "in_work")
    shown = desk.reviewer.get(f"/edits/{edit.json['id']}").json
    assert shown["stale"] is False
    assert (shown["proposed"]["text"], shown["wording"]) == (COST, OTHER_COST)


def test_what_was_submitted_before_the_text_changed_is_to_be_rechecked(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    edit = desk.submitted(claim)
    update(desk, document, OTHER)
    do(desk.reviewer, "approval", edit)
    now = look(desk, claim)
    assert (now["text"], now["status"], now["anchor"]["state"]) == (
        COST,
        "needs_recheck",
        "changed",
    )
    assert verdict(desk, claim)["needs_recheck"] is True


def test_what_a_reviewer_mends_judges_what_its_author_judged(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    edit = desk.submitted(claim)
    update(desk, document, OTHER)
    do(desk.reviewer, "approval", edit, rationale="The ledger says 8.9, roughly.")
    assert (verdict(desk, claim)["text"], look(desk, claim)["status"]) == (COST, "needs_recheck")


def test_what_is_submitted_after_the_text_changed_judges_what_stands_there(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    draft = desk.draft(claim, **PROPOSAL)
    update(desk, document, OTHER)
    edit = do(desk.annotator, "submission", draft)
    assert edit.json["proposed"]["text"] == OTHER_COST
    do(desk.reviewer, "approval", edit)
    now = look(desk, claim)
    assert (now["text"], now["status"], now["anchor"]["state"]) == (
        OTHER_COST,
        "published",
        "exact",
    )
    assert now["revision"] == claim["revision"] + 1
    assert (verdict(desk, claim)["text"], verdict(desk, claim)["needs_recheck"]) == (
        OTHER_COST,
        False,
    )


def test_a_verdict_on_words_that_are_gone_again_is_to_be_rechecked(desk: Desk):
    """Judged while the sentence read otherwise, approved after it came back."""
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    update(desk, document, OTHER)
    edit = desk.submitted(claim, rating="false")
    update(desk, document, TEXT)
    do(desk.reviewer, "approval", edit)
    now = look(desk, claim)
    assert (now["text"], now["status"], now["anchor"]["state"]) == (
        OTHER_COST,
        "needs_recheck",
        "changed",
    )
    assert verdict(desk, claim)["text"] == OTHER_COST


# Confirming


def test_a_changed_claim_is_confirmed_by_two_people(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    update(desk, document, OTHER)
    draft = desk.annotator.post(f"/claims/{claim['id']}/confirmation")
    assert draft.status_code == 201
    assert draft.headers["Location"] == f"/api/v1/edits/{draft.json['id']}"
    assert (draft.json["state"], draft.json["wording"]) == ("draft", OTHER_COST)
    assert draft.json["proposed"]["rationale"] == PROPOSAL["rationale"]
    do(desk.reviewer, "approval", do(desk.annotator, "submission", draft))
    assert look(desk, claim)["status"] == "published"
    assert verdict(desk, claim)["text"] == OTHER_COST
    assert feed(desk)[-1] == ("corrected", claim["id"])


@pytest.mark.parametrize(
    ("text", "published", "status", "code"),
    [
        pytest.param(OTHER, True, 201, None, id="changed"),
        pytest.param(OTHER, False, 404, "no_verdict", id="changed and never judged"),
        pytest.param(f"{TEXT} {FISH}", True, 409, "invalid_transition", id="as it was judged"),
        pytest.param(f"{OPENED} {HURT}", True, 409, "invalid_transition", id="gone"),
    ],
)
def test_what_can_be_confirmed(desk: Desk, text: str, published: bool, status: int, code: str):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    if published:
        desk.published(claim)
    update(desk, document, text)
    answer = desk.annotator.post(f"/claims/{claim['id']}/confirmation")
    assert (answer.status_code, answer.json.get("code")) == (status, code)


def test_a_verdict_that_one_may_not_see_yet_cannot_be_confirmed(desk: Desk):
    document = desk.document(TEXT, blind=True)
    claim = desk.claims(document)[0]
    desk.published(claim)
    update(desk, document, OTHER)
    path = f"/claims/{claim['id']}/confirmation"
    answer = desk.add("annotator").post(path)
    assert (answer.status_code, answer.json["code"]) == (404, "no_verdict")
    assert desk.annotator.post(path).status_code == 201


def test_who_has_an_edit_open_goes_on_with_it(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    draft = desk.draft(claim)
    update(desk, document, OTHER)
    answer = desk.annotator.post(f"/claims/{claim['id']}/confirmation")
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert answer.json["edit_id"] == draft.json["id"]


def test_the_same_of_the_same_words_is_nothing_new(desk: Desk):
    claim = desk.claim(COST)
    desk.published(claim)
    answer = desk.annotator.post(f"/claims/{claim['id']}/edits", PROPOSAL | {"submit": True})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
