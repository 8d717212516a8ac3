"""A draft that was written in another tab too: both versions are shown, none is lost."""

import re

import pytest

from tests.factories import PROPOSAL, Desk
from tests.workbench.reading import (
    Form,
    form,
    own_edits,
    said_by,
    words,
)
from tests.workbench.writing import (
    SAID,
    TYPED,
    both_are_shown,
    claim_of,
    draft,
    follow,
    only_edit,
    two_tabs,
)


@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_draft_saved_in_another_tab_shows_both_and_mine_can_be_kept(button: str, desk: Desk):
    edit, stale = two_tabs(desk)
    answer = stale.press("do", button, **TYPED)
    assert answer.status_code == 412
    both_are_shown(answer, "From the other tab.", TYPED["rationale"])
    assert only_edit(desk)["proposed"]["rationale"] == "From the other tab."
    again = Form(desk.annotator, answer)
    assert again.action == f"/edits/{edit['id']}"
    follow(desk.annotator, again.press("do", "save"))
    assert said_by(only_edit(desk)) == SAID


def test_the_version_saved_in_another_tab_can_be_kept(desk: Desk):
    edit, stale = two_tabs(desk)
    answer = stale.press(rationale="Mine.")
    keep = re.search(r'href="([^"]*)#claim"[^>]*>Keep the saved one', answer.text)
    assert keep
    page = desk.annotator.browser.get(keep[1])
    assert Form(desk.annotator, page)["rationale"] == "From the other tab."
    assert own_edits(desk, desk.annotator)[0]["id"] == edit["id"]


@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_draft_begun_in_another_tab_is_shown_beside_what_was_typed(button: str, desk: Desk):
    claim = desk.claim()
    first = form(desk.annotator, claim)
    edit = draft(desk, claim, rationale="Begun in the other tab.")
    answer = first.press("do", button, **TYPED)
    assert answer.status_code == 409
    both_are_shown(answer, "Begun in the other tab.", TYPED["rationale"])
    again = Form(desk.annotator, answer)
    assert again["revision"] == str(edit["revision"])
    follow(desk.annotator, again.press("do", "save"))
    assert said_by(only_edit(desk)) == SAID


def test_what_was_typed_is_shown_when_the_draft_was_submitted_in_another_tab(desk: Desk):
    edit = draft(desk, **PROPOSAL)
    stale = form(desk.annotator, claim_of(edit))
    follow(desk.annotator, form(desk.annotator, claim_of(edit)).press("do", "submit"))
    quote = {"citations__1__url": "https://b.example/", "citations__1__quote": "Ten."}
    answer = stale.press("do", "save", rationale="Better words.", **quote)
    assert answer.status_code == 409
    shown = words(answer)
    assert "What you typed, which is not saved" in shown
    for typed in ("Better words.", "https://b.example/", "Ten."):
        assert typed in shown
    assert "Your edit waits for review" in shown


def test_what_was_typed_begins_anew_when_the_draft_was_withdrawn_in_another_tab(desk: Desk):
    edit = draft(desk, **PROPOSAL)
    stale = form(desk.annotator, claim_of(edit))
    desk.annotator.post(f"/edits/{edit['id']}/withdrawal")
    answer = stale.press("do", "save", rationale="Better words.")
    assert answer.status_code == 409
    again = Form(desk.annotator, answer)
    assert again.action == f"/claims/{edit['claim_id']}/edits"
    follow(desk.annotator, again.press("do", "save"))
    newest = own_edits(desk, desk.annotator)[0]
    assert newest["id"] != edit["id"]
    assert newest["proposed"]["rationale"] == "Better words."
