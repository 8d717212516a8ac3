"""The form without a script: what it begins with, and what each of its buttons sends."""

import pytest

from tests.factories import CITATION, PROPOSAL, Desk
from tests.workbench.reading import (
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
from tests.workbench.writing import FILLED, LEDGER, SAID, TYPED, claim_of, draft, follow, only_edit


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


def test_a_source_that_others_used_is_offered_until_it_is_cited(desk: Desk):
    claim = desk.claim()
    desk.submitted(claim, desk.add("annotator"))
    offer = f'<option value="{LEDGER}">'
    assert offer in panel(desk.annotator, claim).text
    draft(desk, claim, citations=[CITATION])
    assert offer not in panel(desk.annotator, claim).text
