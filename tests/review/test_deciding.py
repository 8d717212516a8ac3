"""Deciding about an edit from its page."""

import html
import re

import pytest

from tests.factories import CITATION, Desk
from tests.review.reading import decide, state_of, words

WITH_COMMENT = [("rejection", "rejected"), ("change-request", "changes_requested")]
ALL = [("approval", "approved"), *WITH_COMMENT]


@pytest.fixture
def edit(desk: Desk):
    """An edit that waits."""
    return desk.submitted(desk.claim()).get_json()


def notice_of(answer) -> str:
    """What the next page will say."""
    return answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2]


@pytest.mark.parametrize(("decision", "state"), ALL)
def test_a_decision_leads_to_the_next_edit(decision: str, state: str, desk: Desk, edit):
    onward = desk.submitted(desk.claim()).get_json()["id"]
    answer = decide(desk.reviewer, edit, decision, comment="Because.")
    assert (answer.status_code, answer.location) == (303, f"/edits/{onward}")
    assert notice_of(answer) == f"{state}.0"
    assert state_of(desk, edit) == state
    assert desk.admin.get(f"/edits/{edit['id']}").get_json()["review"]["comment"] == "Because."


def test_after_the_last_one_comes_the_queue(desk: Desk, edit):
    assert decide(desk.reviewer, edit, "approval").location == "/review"


def test_after_the_newest_comes_the_oldest(desk: Desk, edit):
    newest = desk.submitted(desk.claim()).get_json()
    assert decide(desk.reviewer, newest, "approval").location == f"/edits/{edit['id']}"


def test_what_one_may_not_decide_or_somebody_else_looks_at_is_passed_over(desk: Desk, edit):
    desk.submitted(desk.claim(), desk.reviewer)
    taken = desk.submitted(desk.claim()).get_json()["id"]
    desk.admin.post(f"/edits/{taken}/lease")
    free = desk.submitted(desk.claim()).get_json()["id"]
    assert decide(desk.reviewer, edit, "approval").location == f"/edits/{free}"


@pytest.mark.parametrize(("decision", "_state"), WITH_COMMENT)
@pytest.mark.parametrize("comment", ["", "   ", "x" * 5001, "a\x00b"])
def test_without_a_usable_comment_the_form_comes_back(
    decision: str, _state: str, comment: str, desk: Desk, edit
):
    answer = decide(desk.reviewer, edit, decision, comment=comment)
    assert answer.status_code == 422
    assert f'<details class="decision" id="{decision}" open' in answer.text
    assert f'id="{decision}-message"' in answer.text
    assert comment.strip() in html.unescape(answer.text)
    assert state_of(desk, edit) == "submitted"


def test_without_what_was_on_screen_nothing_is_decided(desk: Desk, edit):
    path = f"/edits/{edit['id']}/approval"
    for form in ({}, {"revision": ""}, {"proposed": "1"}):
        assert desk.reviewer.browser.post(path, data=form).status_code == 428
    for revision in ("x", "-1", "9" * 30):
        assert desk.reviewer.browser.post(path, data={"revision": revision}).status_code == 422
    assert state_of(desk, edit) == "submitted"


@pytest.mark.parametrize(("decision", "_state"), ALL)
def test_an_own_edit_is_not_decided(decision: str, _state: str, desk: Desk):
    own = desk.submitted(desk.claim(), desk.reviewer).get_json()
    answer = decide(desk.reviewer, own, decision, comment="Good.")
    assert answer.status_code == 403
    assert "your own: somebody else has to decide it" in words(answer)
    assert state_of(desk, own) == "submitted"


@pytest.mark.parametrize(("decision", "_state"), ALL)
@pytest.mark.parametrize("who", ["annotator", "reader"])
def test_only_a_reviewer_decides(decision: str, _state: str, who: str, desk: Desk, edit):
    answer = decide(getattr(desk, who), edit, decision, comment="Good.")
    assert answer.status_code == 403
    assert state_of(desk, edit) == "submitted"


@pytest.mark.parametrize(("decision", "_state"), WITH_COMMENT)
def test_who_comes_too_late_sees_who_was_faster_and_what_they_typed(
    decision: str, _state: str, desk: Desk, edit
):
    desk.admin.post(f"/edits/{edit['id']}/rejection", {"comment": "No."}, if_match='"2.x"')
    answer = decide(desk.reviewer, edit, decision, comment="A long thought.")
    page = words(answer)
    assert answer.status_code == 409
    assert f"Edit {edit['id']} was rejected already." in page
    assert "Rejected by admin" in page
    assert "What you typed A long thought." in page
    assert "/approval" not in answer.text


def test_who_approves_too_late_sees_what_is_published_meanwhile(desk: Desk, edit):
    rival = desk.submitted({"id": edit["claim_id"]}, desk.add("annotator"), rating="false")
    decide(desk.admin, rival, "approval")
    answer = decide(desk.reviewer, edit, "approval")
    page = words(answer)
    assert answer.status_code == 409
    assert "Its author has to rebase it first." in page
    assert "What happened meanwhile Rating False" in page
    assert state_of(desk, edit) == "submitted"


def test_an_edit_that_was_submitted_anew_shows_what_its_author_changed(desk: Desk, edit):
    decide(desk.admin, edit, "change-request", comment="Say more.")
    path = f"/edits/{edit['id']}"
    tag = desk.annotator.get(path).headers["ETag"]
    tag = desk.annotator.patch(path, {"rationale": "It is 8.9 there."}, if_match=tag).headers[
        "ETag"
    ]
    assert desk.annotator.post(f"{path}/submission", if_match=tag).status_code == 201
    answer = decide(desk.reviewer, edit, "rejection", comment="A long thought.")
    page = words(answer)
    assert answer.status_code == 412
    assert "What its author changed since you looked Rationale" in page
    assert re.search("<ins>[^<]*there</ins>", answer.text)
    assert "A long thought." in answer.text
    now = re.search(r'name="revision" value="(\d+)"', answer.text)[1]
    again = desk.reviewer.browser.post(
        f"{path}/rejection", data={"revision": now, "comment": "A long thought."}
    )
    assert again.status_code == 303


def test_what_was_on_screen_tells_nothing_of_other_edits(desk: Desk, edit):
    secret = desk.draft(desk.claim(), desk.add("annotator"), rationale="A secret.", rating="true")
    other = secret.get_json()["proposed"]["id"]
    path = f"/edits/{edit['id']}/approval"
    answer = desk.reviewer.browser.post(path, data={"revision": 1, "proposed": other})
    assert answer.status_code == 412
    assert "secret" not in answer.text


def amended(edit, **changes):
    """The form of amendments as the page fills it, with changes."""
    form = {"rationale": edit["proposed"]["rationale"], "tags": ", ".join(edit["proposed"]["tags"])}
    for place, each in enumerate(edit["proposed"]["citations"]):
        for name in ("url", "stance", "quote", "locator", "title"):
            form[f"citations.{place}.{name}"] = each[name] or ""
    for name, value in changes.items():
        form[name.replace("__", ".")] = value
    return form


def published(desk: Desk, edit):
    """What the edit published."""
    return desk.admin.get(f"/edits/{edit['id']}").get_json()["proposed"]


def test_rationale_tags_and_sources_can_be_mended_while_approving(desk: Desk, edit):
    form = amended(edit, rationale="As mended.", tags="cost, ledger", citations__1__title="New")
    form |= {"citations.1.url": "https://example.net/new", "citations.1.stance": "context"}
    assert decide(desk.reviewer, edit, "approval", **form).status_code == 303
    now = published(desk, edit)
    assert now["rationale"] == "As mended."
    assert now["tags"] == ["cost", "ledger"]
    assert [each["stance"] for each in now["citations"]] == ["supports", "context"]
    assert now["citations"][1]["title"] == "New"
    assert now["rating"]["code"] == "mostly_true"
    assert now["amended_by"]["name"] == "reviewer"


def test_the_rating_is_not_amended(desk: Desk, edit):
    assert decide(desk.reviewer, edit, "approval", rating="false").status_code == 303
    assert published(desk, edit)["rating"]["code"] == "mostly_true"


def test_what_the_form_sends_unchanged_is_no_amendment(desk: Desk):
    citation = CITATION | {"quote": "One line.\nAnother."}
    edit = desk.submitted(
        desk.claim(), rationale="One line.\n\nAnother.", citations=[citation]
    ).get_json()
    form = {name: text.replace("\n", "\r\n") for name, text in amended(edit).items()}
    assert decide(desk.reviewer, edit, "approval", **form).status_code == 303
    now = published(desk, edit)
    assert now["amended_by"] is None
    assert now["id"] == edit["proposed"]["id"]


def test_a_source_can_be_left_out(desk: Desk):
    citations = [CITATION, CITATION | {"url": "https://example.net/second"}]
    edit = desk.submitted(desk.claim(), citations=citations).get_json()
    form = amended(edit, citations__0__remove="1")
    assert decide(desk.reviewer, edit, "approval", **form).status_code == 303
    assert [each["url"] for each in published(desk, edit)["citations"]] == [citations[1]["url"]]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "no address", "http://"])
def test_an_amendment_that_cannot_stand_comes_back_as_typed(url: str, desk: Desk, edit):
    form = amended(edit, rationale="As mended.", citations__0__remove="1")
    form |= {"citations.7.url": url, "citations.7.stance": "refutes", "citations.7.quote": "Q."}
    answer = decide(desk.reviewer, edit, "approval", comment="Well.", **form)
    assert answer.status_code == 422
    assert '<details class="section amend" id="amend" open>' in answer.text
    assert 'id="citations.0.url-message"' in answer.text
    for typed in ("As mended.", "Q.", "Well.", url):
        assert typed in html.unescape(answer.text)
    assert f'href="{url}"' not in answer.text
    assert state_of(desk, edit) == "submitted"


def test_an_amendment_that_leaves_a_rating_without_sources_is_refused(desk: Desk, edit):
    answer = decide(desk.reviewer, edit, "approval", **amended(edit, citations__0__remove="1"))
    assert answer.status_code == 422
    assert "This rating needs at least one citation." in words(answer)


def test_amendments_that_come_too_late_stay_to_be_copied(desk: Desk, edit):
    decide(desk.admin, edit, "approval")
    answer = decide(desk.reviewer, edit, "approval", **amended(edit, rationale="As mended."))
    assert answer.status_code == 409
    assert "As mended." in answer.text
    assert "What you typed is kept below." in words(answer)
    assert "It cannot be approved any more. What you typed stays here, to copy." in words(answer)
    assert "Approve as amended" not in answer.text
