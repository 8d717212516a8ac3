"""What a script is answered: how the draft stands, or the panel to put in its place."""

import re

from werkzeug.test import TestResponse

from tests.factories import Desk, Person
from tests.workbench.reading import (
    AUTOSAVE,
    FRAGMENT,
    Form,
    form,
    messages,
    own_edits,
    path_of,
    said_by,
    words,
)
from tests.workbench.writing import (
    TYPED,
    both_are_shown,
    draft,
    only_edit,
    two_tabs,
)


def state_of(answer: TestResponse) -> dict[str, str]:
    line = re.search(r'<div class="saved" id="draft-state"([^>]*)>', answer.text)
    assert line, answer.text
    return dict(re.findall(r'data-([a-z]+)="([^"]*)"', line[1]))


def autosave(who: Person, path: str, *fields: tuple[str, str]) -> TestResponse:
    return who.browser.post(path, data=dict(fields), headers=AUTOSAVE)


def test_an_autosave_answers_how_the_draft_stands(desk: Desk):
    claim = desk.claim()
    answer = autosave(desk.annotator, f"/claims/{claim['id']}/edits", ("rationale", "So f"))
    edit = only_edit(desk)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Saved" in words(answer)
    addresses = {
        "save": f"/edits/{edit['id']}",
        "submit": f"/edits/{edit['id']}/submission",
        "withdraw": f"/edits/{edit['id']}/withdrawal",
    }
    state = state_of(answer)
    assert state == addresses | {"edit": str(edit["id"]), "revision": str(edit["revision"])}
    fields = [("revision", state["revision"]), ("rationale", "So far.")]
    answer = autosave(desk.annotator, state["save"], *fields)
    assert int(state_of(answer)["revision"]) > int(state["revision"])
    assert only_edit(desk)["proposed"]["rationale"] == "So far."
    history = desk.annotator.get(f"/edits/{edit['id']}/history").get_json()["items"]
    assert [event["action"] for event in history] == ["edit_created"]


def test_an_autosave_of_something_wrong_says_what(desk: Desk):
    edit = draft(desk)
    fields = [("revision", str(edit["revision"])), ("claim_date", "soon")]
    answer = autosave(desk.annotator, f"/edits/{edit['id']}", *fields)
    assert (answer.status_code, state_of(answer)) == (422, {})
    assert words(answer).startswith("Not saved: claim_date: Not a date such as")


def test_an_autosave_behind_another_tab_brings_both_versions(desk: Desk):
    edit, stale = two_tabs(desk)
    fields = [("revision", stale["revision"]), ("rationale", "Mine.")]
    answer = autosave(desk.annotator, f"/edits/{edit['id']}", *fields)
    assert (answer.status_code, "<template>" in answer.text) == (412, True)
    both_are_shown(answer, "From the other tab.", "Mine.")
    revision = re.search(r'data-revision="(\d+)"', answer.text)
    assert revision
    fields = [("revision", revision[1]), ("rationale", "Mine.")]
    assert autosave(desk.annotator, f"/edits/{edit['id']}", *fields).status_code == 200


def test_a_first_autosave_in_two_tabs_brings_both_versions(desk: Desk):
    claim = desk.claim()
    path = f"/claims/{claim['id']}/edits"
    autosave(desk.annotator, path, ("rationale", "The other tab."))
    answer = autosave(desk.annotator, path, ("rationale", "Mine."))
    assert answer.status_code == 409
    both_are_shown(answer, "The other tab.", "Mine.")


def test_an_autosave_whose_answer_was_lost_is_saved_all_the_same(desk: Desk):
    path = f"/claims/{desk.claim()['id']}/edits"
    fields = [
        *[("rating", "mixed"), ("rationale", "So far."), ("claimant__name", "Ada Byron")],
        *[("claim_date", "2026-11-22"), ("tags", "statistic")],
        *[("citations__1__url", "https://a.example/"), ("citations__1__stance", "supports")],
    ]
    first = state_of(autosave(desk.annotator, path, *fields))
    again = autosave(desk.annotator, path, *fields)
    assert (again.status_code, state_of(again)) == (200, first)
    assert "Saved" in words(again)
    old = [("revision", first["revision"]), *fields[:1], ("rationale", "Further."), *fields[2:]]
    newer = state_of(autosave(desk.annotator, first["save"], *old))
    assert state_of(autosave(desk.annotator, first["save"], *old)) == newer != first
    assert said_by(only_edit(desk))["rationale"] == "Further."
    for field, other in (("rating", "true"), ("claim_date", "2026-11-23"), ("tags", "legal")):
        changed = [(name, other if name == field else value) for name, value in old]
        assert autosave(desk.annotator, first["save"], *changed).status_code == 412


def test_an_autosave_of_what_was_submitted_says_so(desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()
    fields = [("revision", str(edit["revision"])), ("rationale", "Mine.")]
    answer = autosave(desk.annotator, f"/edits/{edit['id']}", *fields)
    assert (answer.status_code, "<template>" in answer.text) == (409, False)
    assert "Not saved: Edit" in words(answer)


def test_submit_and_next_answers_the_panel_of_the_next_unchecked_claim(desk: Desk):
    document = desk.document("One is so. Two is so. Three is so.")
    one, two, three = desk.claims(document)
    desk.draft(two)
    fields = {"do": "submit", "rating": "unverifiable", "rationale": "Nobody knows."}
    path = f"/claims/{one['id']}/edits"
    answer = desk.annotator.browser.post(path, data=fields, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert re.search(rf'id="claim"[^>]* data-claim="{three["id"]}"', answer.text)
    done = re.search(r'<span hidden id="done"([^>]*)>', answer.text)
    assert done
    newest = own_edits(desk, desk.annotator)[0]
    assert dict(re.findall(r'data-([a-z]+)="([^"]*)"', done[1])) == {
        "claim": str(one["id"]),
        "classes": "s-in_work",
        "glyph": "s-in_work",
        "words": "in work",
        "said": "Submitted for review.",
        "undo": f"/edits/{newest['id']}/withdrawal",
        "url": f"{path_of(three)}#claim",
    }


def test_after_the_last_the_next_is_the_first_unchecked_and_then_none(desk: Desk):
    one, two = desk.claims(desk.document("One is so. Two is so."))
    assert form(desk.annotator, two).press("do", "submit", **TYPED).location == path_of(one)
    assert form(desk.annotator, one).press("do", "submit", **TYPED).location == path_of(one)


def test_a_refused_submission_of_a_script_is_the_panel_as_it_was_sent(desk: Desk):
    claim = desk.claim()
    answer = form(desk.annotator, claim).press("do", "submit", FRAGMENT, rating="true")
    assert (answer.status_code, "<html" in answer.text) == (422, False)
    assert set(messages(answer)) == {"rationale", "citations"}
    assert own_edits(desk, desk.annotator) == []


def test_a_button_pressed_with_a_script_answers_the_panel(desk: Desk):
    claim = desk.claim()
    answer = form(desk.annotator, claim).press("do", "add", FRAGMENT, tags="statistic")
    assert (answer.status_code, "<html" in answer.text) == (200, False)
    assert Form(desk.annotator, answer).all("tags") == ["statistic"]
