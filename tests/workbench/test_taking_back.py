"""Withdrawal and its undo, earlier assessments, and who may do it."""

import re

import pytest

from tests.factories import PROPOSAL, Desk, codes
from tests.workbench.reading import (
    Form,
    own_edits,
    path_of,
    said_by,
    words,
)
from tests.workbench.writing import (
    FILLED,
    SAID,
    claim_of,
    draft,
    follow,
    only_edit,
)


def test_a_withdrawal_can_be_undone(desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}/withdrawal")
    page = follow(desk.annotator, answer)
    assert answer.location == path_of(claim_of(edit))
    undo = re.search(r'action="(/edits/\d+/restoration)"', page.text)
    assert undo
    page = follow(desk.annotator, desk.annotator.browser.post(undo[1]))
    assert "Your edit is back, as a draft." in page.text
    assert Form(desk.annotator, page).values == FILLED


def test_the_button_of_the_panel_withdraws(desk: Desk):
    edit = draft(desk)
    page = desk.annotator.browser.get(path_of(claim_of(edit)))
    action = Form(desk.annotator, page, "withdrawal").action
    follow(desk.annotator, desk.annotator.browser.post(action))
    assert only_edit(desk)["state"] == "withdrawn"


def test_what_was_decided_or_withdrawn_is_not_withdrawn_again(desk: Desk):
    edit = desk.published(desk.claim()).get_json()
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}/withdrawal")
    assert answer.status_code == 409
    assert "was approved already" in words(answer)
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}/restoration")
    assert (answer.status_code, "not withdrawn" in words(answer)) == (409, True)


def test_an_undo_after_another_draft_was_begun_names_it(desk: Desk):
    edit = draft(desk)
    desk.annotator.post(f"/edits/{edit['id']}/withdrawal")
    other = draft(desk, {"id": edit["claim_id"]})
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}/restoration")
    assert answer.status_code == 409
    assert f"You have edit {other['id']} open on this claim." in words(answer)


def test_an_administrator_withdraws_for_somebody(desk: Desk):
    edit = draft(desk)
    assert desk.admin.browser.post(f"/edits/{edit['id']}/withdrawal").status_code == 303
    assert only_edit(desk)["state"] == "withdrawn"


ACTS = ["", "/submission", "/withdrawal", "/restoration", "/rebase"]


@pytest.mark.parametrize("act", ACTS)
def test_the_edit_of_somebody_else_is_not_ones_own_to_change(act: str, desk: Desk):
    hidden = draft(desk, **PROPOSAL)
    seen = desk.submitted(desk.claim()).get_json()
    form_of_it = {"revision": "1", "rationale": "Not mine."}
    for edit, expected in ((hidden, 404), (seen, 403), ({"id": 999999}, 404)):
        path = f"/edits/{edit['id']}{act}"
        other = desk.reviewer.browser.post(path, data=form_of_it)
        assert other.status_code == expected, act
    assert codes(desk.annotator.get(f"/edits/{e['id']}") for e in (hidden, seen)) == [200, 200]
    assert said_by(desk.annotator.get(f"/edits/{hidden['id']}").get_json()) == SAID


@pytest.mark.parametrize("act", ACTS)
def test_strangers_readers_and_other_sites_change_nothing(act: str, desk: Desk):
    edit = draft(desk, **PROPOSAL)
    claim = claim_of(edit)
    data = {"revision": str(edit["revision"]), "rationale": "Not mine."}
    for path in (f"/edits/{edit['id']}{act}", f"/claims/{claim['id']}/edits"):
        people = (desk.stranger, desk.reader)
        assert codes(who.browser.post(path, data=data) for who in people) == [401, 403]
        for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = desk.annotator.browser.post(path, data=data, headers=header)
            assert answer.status_code == 403
            assert "This came from another site." in words(answer)
    assert (only_edit(desk)["state"], said_by(only_edit(desk))) == ("draft", SAID)


def test_an_earlier_assessment_becomes_a_draft(desk: Desk):
    claim = desk.claim()
    first = desk.published(claim).get_json()["proposed"]["id"]
    desk.published(claim, rating="false", rationale="It was forged.", tags=[], author=desk.admin)
    who = desk.add("annotator")
    page = follow(who, who.browser.post(f"/claims/{claim['id']}/earlier/{first}"))
    assert "The earlier assessment is in your draft." in page.text
    assert Form(who, page).values == FILLED
    assert who.browser.post(f"/claims/{claim['id']}/earlier/{first}").status_code == 409


def test_what_was_never_published_on_the_claim_is_not_proposed(desk: Desk):
    claim, other = desk.claim(), desk.claim()
    elsewhere = desk.published(other).get_json()["proposed"]["id"]
    waiting = desk.submitted(claim).get_json()["proposed"]["id"]
    who = desk.add("annotator")
    paths = [
        *(f"/claims/{claim['id']}/earlier/{number}" for number in (elsewhere, waiting, 999999)),
        f"/claims/999999/earlier/{elsewhere}",
    ]
    assert codes(who.browser.post(path) for path in paths) == [404] * 4
    path = f"/claims/{other['id']}/earlier/{elsewhere}"
    assert codes(p.browser.post(path) for p in (desk.stranger, desk.reader)) == [401, 403]
    assert own_edits(desk, who) == []
