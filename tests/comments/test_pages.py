"""Saying something about a claim or an edit, from their pages."""

import html

import pytest

from tests.factories import Desk


def said(desk: Desk, path: str) -> list[str]:
    """What the list of comments has."""
    return [each["text"] for each in desk.reviewer.get(f"{path}/comments").get_json()["items"]]


def test_a_comment_on_an_edit_leads_back_to_it(desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()["id"]
    answer = desk.reviewer.browser.post(f"/edits/{edit}/comments", data={"text": "Look at p. 4."})
    assert answer.status_code == 303
    assert answer.location.startswith(f"/edits/{edit}#comment-")
    assert said(desk, f"/edits/{edit}") == ["Look at p. 4."]
    page = desk.reviewer.browser.get(f"/edits/{edit}")
    assert f'id="{answer.location.partition("#")[2]}"' in page.text
    assert "Comment added." in page.text


def test_a_comment_on_a_claim_leads_back_to_the_workbench(desk: Desk):
    claim = desk.claim()
    answer = desk.annotator.browser.post(f"/claims/{claim['id']}/comments", data={"text": "So."})
    place = f"/documents/{claim['document_id']}/claims/{claim['id']}#comment-"
    assert answer.location.startswith(place)
    assert said(desk, f"/claims/{claim['id']}") == ["So."]


@pytest.mark.parametrize(
    ("onward", "place"),
    [
        ("/claims/1/history?x=1#top", "/claims/1/history?x=1#comment-"),
        ("https://evil.example/", "/edits/"),
        ("//evil.example", "/edits/"),
        ("/\\evil.example", "/edits/"),
    ],
)
def test_it_goes_on_where_the_form_says_within_this_desk(onward: str, place: str, desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()["id"]
    form = {"text": "So.", "next": onward}
    answer = desk.annotator.browser.post(f"/edits/{edit}/comments", data=form)
    assert answer.location.startswith(place)


@pytest.mark.parametrize("text", ["", "  ", "<b>" + "x" * 5000])
@pytest.mark.parametrize("kind", ["claims", "edits"])
def test_one_that_cannot_stand_comes_back_as_typed(kind: str, text: str, desk: Desk):
    claim = desk.claim()
    number = {"claims": claim["id"], "edits": desk.submitted(claim).get_json()["id"]}[kind]
    path = f"/{kind}/{number}"
    answer = desk.annotator.browser.post(f"{path}/comments", data={"text": text})
    assert answer.status_code == 422
    assert 'id="text-message"' in answer.text
    assert f'action="{path}/comments"' in answer.text
    assert text.strip() in html.unescape(answer.text)
    assert "<b>" not in answer.text
    assert said(desk, path) == []


@pytest.mark.parametrize("path", ["/claims/999999", "/edits/999999"])
def test_nothing_is_said_about_what_is_not_there(path: str, desk: Desk):
    answer = desk.annotator.browser.post(f"{path}/comments", data={"text": "So."})
    assert answer.status_code == 404


def test_nobody_comments_on_a_draft_they_may_not_see(desk: Desk):
    draft = desk.draft(desk.claim(), desk.add("annotator")).get_json()["id"]
    answer = desk.reviewer.browser.post(f"/edits/{draft}/comments", data={"text": "So."})
    assert answer.status_code == 404
