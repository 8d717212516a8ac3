"""What the form of the panel sends: nothing typed is lost, and nothing is half done."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import CITATION, PROPOSAL, Desk, Person, codes
from tests.workbench.reading import (
    AUTOSAVE,
    FRAGMENT,
    Form,
    alert,
    form,
    messages,
    own_edits,
    panel,
    path_of,
    said_by,
    words,
)

LEDGER = "https://example.org/ledger"
SAID = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": ["statistic"],
    "citations": [(LEDGER, "supports", "8.9 million")],
}
TYPED = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": "statistic",
    "citations__0__url": LEDGER,
    "citations__0__quote": "8.9 million",
}
FILLED = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": ["statistic"],
    "citations.0.url": LEDGER,
    "citations.0.stance": "supports",
    "citations.0.quote": "8.9 million",
}
URLENCODED = {"content_type": "application/x-www-form-urlencoded"}


def only_edit(desk: Desk, who: Person | None = None) -> dict[str, Any]:
    [edit] = own_edits(desk, who or desk.annotator)
    return edit


def draft(desk: Desk, claim: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return desk.draft(claim or desk.claim(), **fields).get_json()


def claim_of(edit: dict[str, Any]) -> dict[str, Any]:
    return {"id": edit["claim_id"], "document_id": edit["document_id"]}


def follow(who: Person, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, words(answer)
    return who.browser.get(answer.location)


# What the form begins with.


def test_the_form_is_empty_where_nothing_was_said(desk: Desk):
    empty = form(desk.annotator, claim := desk.claim())
    assert (empty.values, empty.action) == ({}, f"/claims/{claim['id']}/edits")


def test_the_form_begins_from_the_draft(desk: Desk):
    edit = draft(desk, **PROPOSAL, claimant={"name": "The mayor"}, claim_date="2026-11-20")
    filled = form(desk.annotator, claim_of(edit))
    more = {"claimant.name": "The mayor", "claim_date": "2026-11-20"}
    assert filled.values == FILLED | more
    assert (filled.action, filled["revision"]) == (f"/edits/{edit['id']}", str(edit["revision"]))


def test_the_form_begins_from_what_is_published(desk: Desk):
    desk.published(claim := desk.claim(), author=desk.add("annotator"))
    assert form(desk.annotator, claim).values == FILLED


def test_the_form_keeps_a_draft_apart_from_what_is_published(desk: Desk):
    claim = desk.claim()
    mine = draft(desk, claim, rationale="Mine.")
    desk.published(claim, author=desk.add("annotator"))
    assert form(desk.annotator, claim_of(mine)).values == {"rationale": "Mine."}


def test_after_a_request_for_changes_the_form_is_open_again(desk: Desk):
    edit = desk.submitted(desk.claim())
    path = f"/edits/{edit.get_json()['id']}/change-request"
    desk.reviewer.post(path, {"comment": "Which ledger?"}, if_match=edit.headers["ETag"])
    opened = form(desk.annotator, claim_of(edit.get_json()))
    assert opened.values == FILLED
    assert "Changes were requested by reviewer: “ Which ledger? ”" in words(opened.page)


def test_what_waits_has_no_form(desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()
    answer = panel(desk.annotator, claim_of(edit))
    assert 'id="assessment"' not in answer.text
    assert "the next in the queue. Somebody else decides it." in words(answer)


# Without a script: every button is a request.


def test_a_draft_is_written_piece_by_piece_and_submitted(desk: Desk):
    claim, onward = desk.claims(desk.document("One is so. Two is so."))
    who = desk.annotator
    page = follow(who, form(who, claim).press("do", "add", tags="statistic"))
    assert "Draft saved." in page.text
    page = follow(who, Form(who, page).press("do", "add", citations__0__url=LEDGER))
    page = follow(who, Form(who, page).press("do", "add", tags="legal, old", rating="false"))
    assert Form(who, page).all("tags") == ["statistic", "legal", "old"]
    page = follow(who, Form(who, page).press("remove", "tags.legal"))
    changed = {"citations__0__quote": "8.9 million", "citations__0__stance": "refutes"}
    page = follow(who, Form(who, page).press("do", "save", rationale="So.", **changed))
    second = {"citations__1__url": "https://b.example/", "citations__1__stance": "context"}
    page = follow(who, Form(who, page).press("do", "add", **second))
    assert said_by(only_edit(desk)) == {
        "rating": "false",
        "rationale": "So.",
        "tags": ["statistic", "old"],
        "citations": [(LEDGER, "refutes", "8.9 million"), ("https://b.example/", "context", None)],
    }
    page = follow(who, Form(who, page).press("citations.0.remove", "1"))
    assert [each["url"] for each in only_edit(desk)["proposed"]["citations"]] == [
        "https://b.example/"
    ]
    answer = Form(who, page).press("do", "submit")
    assert answer.location == path_of(onward)
    assert "Submitted for review." in follow(who, answer).text
    assert only_edit(desk)["state"] == "submitted"


def test_a_new_assessment_is_submitted_in_one_go(desk: Desk):
    claim = desk.claim()
    answer = form(desk.annotator, claim).press("do", "submit", **TYPED)
    page = follow(desk.annotator, answer)
    assert answer.location == path_of(claim)
    edit = only_edit(desk)
    assert (edit["state"], said_by(edit)) == ("submitted", SAID)
    assert f'action="/edits/{edit["id"]}/withdrawal"' in page.text


def test_what_was_typed_last_is_submitted_with_the_draft(desk: Desk):
    edit = draft(desk, rationale="Old words.")
    follow(desk.annotator, form(desk.annotator, claim_of(edit)).press("do", "submit", **TYPED))
    edit = only_edit(desk)
    assert (edit["state"], said_by(edit)) == ("submitted", SAID)


def test_saving_never_submits(desk: Desk):
    edit = draft(desk, **PROPOSAL)
    opened = form(desk.annotator, claim_of(edit))
    fields = [("revision", opened["revision"]), ("rating", "true"), ("do", "submit")]
    page = follow(desk.annotator, opened.send(opened.action, fields))
    assert "Draft saved." in page.text
    assert only_edit(desk)["state"] == "draft"


INCOMPLETE = [
    ({"rationale": ""}, {"rationale": "A rating needs a rationale."}),
    ({"citations__0__url": "", "citations__0__quote": ""}, {"citations": "at least one citation"}),
    ({"rating": "", "tags": ""}, {"rating": "Choose a rating, or add at least one tag."}),
    ({"citations__0__url": "ledger"}, {"citations.0.url": "Not a web address"}),
    ({"citations__0__url": ""}, {"citations.0.url": "Must not be empty"}),
    ({"citations__0__stance": "proves"}, {"citations.0.stance": "Must be one of"}),
    ({"citations__0__title": "x" * 501}, {"citations.0.title": "Longer than 500"}),
    ({"claim_date": "yesterday"}, {"claim_date": "Not a date"}),
    ({"claimant__same_as": "https://a.example/"}, {"claimant.name": "Must not be empty"}),
    ({"rating": "very_true"}, {"rating": "Not a rating of the active scale"}),
    ({"tags": "x" * 81}, {"tags": "Longer than 80"}),
    ({"tags": ",".join(f"t{n}" for n in range(21))}, {"tags": "Longer than maximum length 20"}),
    ({"rationale": "x" * 25_000}, {"rationale": "Longer than 20000 characters"}),
]


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun"])
@pytest.mark.parametrize(("typed", "said"), INCOMPLETE, ids=[str(s) for _t, s in INCOMPLETE])
def test_a_refused_submission_saves_nothing_and_keeps_all(typed, said, begun: bool, desk: Desk):
    claim = desk.claim()
    if begun:
        draft(desk, claim, rationale="Old words.")
    before = own_edits(desk, desk.annotator)
    all_typed = TYPED | typed
    answer = form(desk.annotator, claim).press("do", "submit", **all_typed)
    assert answer.status_code == 422
    shown = messages(answer)
    for path, sentence in said.items():
        assert sentence in shown[path]
    assert own_edits(desk, desk.annotator) == before
    assert alert(answer)
    again = Form(desk.annotator, answer)
    for name, value in all_typed.items():
        path = name.replace("__", ".")
        if path == "tags":
            assert again.all("tags") == [tag for tag in value.split(",") if tag]
        elif path not in ("rating", "citations.0.stance"):
            assert again[path] == value
    if said.keys() <= {"rating", "citations.0.stance"}:
        return
    assert again["rating"] == all_typed["rating"]


def test_a_refused_form_is_mended_and_sent_again(desk: Desk):
    claim = desk.claim()
    answer = form(desk.annotator, claim).press("do", "submit", **TYPED | {"rationale": ""})
    answer = Form(desk.annotator, answer).press("do", "submit", rationale=TYPED["rationale"])
    follow(desk.annotator, answer)
    assert said_by(only_edit(desk)) == SAID


def test_a_tag_is_removed_even_when_another_field_is_refused(desk: Desk):
    edit = draft(desk, **PROPOSAL)
    opened = form(desk.annotator, claim_of(edit))
    answer = opened.press("remove", "tags.statistic", claim_date="soon")
    assert answer.status_code == 422
    assert Form(desk.annotator, answer).all("tags") == []


def test_what_is_published_already_is_not_submitted_again(desk: Desk):
    desk.published(claim := desk.claim(), author=desk.add("annotator"))
    answer = form(desk.annotator, claim).press("do", "submit")
    assert answer.status_code == 422
    assert "This is what is published already." in alert(answer)


def test_a_stale_draft_is_not_submitted_and_leads_to_the_comparison(desk: Desk):
    claim = desk.claim()
    edit = draft(desk, claim)
    desk.published(claim, author=desk.add("annotator"), rating="false")
    answer = form(desk.annotator, claim).press("do", "submit", **TYPED)
    assert answer.status_code == 409
    assert alert(answer).startswith("The claim has changed since this edit began.")
    assert "saved somewhere else" not in answer.text
    assert f'href="/edits/{edit["id"]}/rebase"' in answer.text
    assert Form(desk.annotator, answer)["rationale"] == TYPED["rationale"]
    assert only_edit(desk)["proposed"]["rationale"] is None


def test_tags_alone_do_not_replace_a_verdict(desk: Desk):
    desk.published(claim := desk.claim(), author=desk.add("annotator"))
    answer = form(desk.annotator, claim).press("do", "submit", rating="", tags="new")
    assert answer.status_code == 409
    assert "A verdict stands on this claim" in alert(answer)
    assert Form(desk.annotator, answer).all("tags") == ["statistic", "new"]


# Two tabs.


def both_are_shown(answer: TestResponse, saved: str, typed: str) -> None:
    shown = words(answer)
    assert "This draft was saved somewhere else" in shown
    assert shown.index(saved) < shown.index("Keep the saved one")
    assert shown.index("Keep the saved one") < shown.index(typed) < shown.index("Keep mine")


def two_tabs(desk: Desk) -> tuple[dict[str, Any], Form]:
    """A draft that was saved in another tab since this one was opened."""
    edit = draft(desk, rationale="At first.")
    stale = form(desk.annotator, claim_of(edit))
    follow(
        desk.annotator, form(desk.annotator, claim_of(edit)).press(rationale="From the other tab.")
    )
    return edit, stale


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


# With a script.


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


# Hostile forms.

HUGE = [
    [("citations.999999999999.url", LEDGER)],
    [("citations.0.0.0.url", LEDGER)],
    [("citations.0.url.0", LEDGER)],
    [("citations", LEDGER), ("citations.0.url", LEDGER)],
    [("citations.0", LEDGER), ("citations.0.url", LEDGER)],
    [(f"citations.{'9' * 5000}.url", LEDGER)],
    [("citations.².url", LEDGER), ("citations.-1.url", LEDGER), ("citations..url", LEDGER)],
    [(f"citations.{n}.url", f"{LEDGER}/{n}") for n in range(60)],
    [("tags", f"tag {n}") for n in range(1000)],
    [("tags", "x" * 25_000)],
    [("tags", "a\x00b")],
    [("tags.0", "x"), ("tags", "y")],
    [("rationale", "x" * 25_000)],
    [("rationale", "a\x00b")],
    [("rationale.x", "y"), ("rationale", "z")],
    [("rationale", "a"), ("rationale", "b")],
    [("claimant", "me")],
    [("claimant.name.x", "me")],
    [("claim_date", "9999-99-99")],
    [("claim_date", "2026-02-30")],
    [("rating", "x" * 25_000)],
    [("rating", "a\x00b")],
    [("remove", "tags."), ("remove", "tags")],
    [("remove", "x" * 10_000)],
    [("." * 5000, "x"), ("", "y"), ("...", "z")],
    [("citations.0.url", "https://" + "a" * 5000 + ".example/")],
    [("citations.0.url", "javascript:alert(1)")],
    [("citations.0.url", "https://example.org/\x00")],
]


@pytest.mark.parametrize("fields", HUGE, ids=[str(fields)[:60] for fields in HUGE])
@pytest.mark.parametrize("headers", [None, AUTOSAVE], ids=["page", "autosave"])
def test_no_form_breaks_it(fields, headers, desk: Desk):
    claim = desk.claim()
    begun = form(desk.annotator, claim)
    answer = begun.send(begun.action, fields, headers)
    assert answer.status_code in (200, 303, 400, 413, 422), words(answer)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', answer.text))
    if answer.status_code == 422:
        assert own_edits(desk, desk.annotator) == []
        assert len(words(answer)) > 20
    sent = [*fields, ("revision", "1")]
    edit = draft(desk, desk.claim())
    for path in (f"/edits/{edit['id']}", f"/edits/{edit['id']}/submission"):
        assert begun.send(path, sent, headers).status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b"rationale=%ED%A0%80",
        b"rationale=%FF%FE",
        b"rationale=\xff\xfe",
        b"rationale=%00",
        b"rationale=%",
        b"&&&=&==",
        b"tags=%ED%B0%80&tags=%ED%A0%80",
        b"citations.%ED%A0%80.url=x",
        b"citations.0.url=https://%ED%A0%80.example/",
    ],
)
def test_no_bytes_break_it(body: bytes, desk: Desk):
    claim = desk.claim()
    path = f"/claims/{claim['id']}/edits"
    for headers in (None, FRAGMENT, AUTOSAVE):
        answer = desk.annotator.browser.post(path, data=body, headers=headers, **URLENCODED)
        assert answer.status_code < 500


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.0", "²", "9" * 19, "9" * 5000, None])
@pytest.mark.parametrize("path", ["", "/submission", "/rebase"])
def test_a_form_that_does_not_say_what_was_on_screen_is_refused(revision, path, desk: Desk):
    edit = draft(desk)
    fields = {"rationale": "Mine."} | ({"revision": revision} if revision is not None else {})
    answer = desk.annotator.browser.post(f"/edits/{edit['id']}{path}", data=fields)
    assert answer.status_code == 400
    assert "The form does not say which draft was on screen." in words(answer)
    assert only_edit(desk)["revision"] == edit["revision"]


# Withdrawal, its undo, and going back.


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


def test_a_source_that_others_used_is_offered_until_it_is_cited(desk: Desk):
    claim = desk.claim()
    desk.submitted(claim, desk.add("annotator"))
    offer = f'<option value="{LEDGER}">'
    assert offer in panel(desk.annotator, claim).text
    draft(desk, claim, citations=[CITATION])
    assert offer not in panel(desk.annotator, claim).text
