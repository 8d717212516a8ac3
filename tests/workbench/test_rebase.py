"""Rebasing a stale edit: which side of each field the draft goes on with."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.vocabulary import EditState
from tests.factories import CITATION, Desk, Person, codes
from tests.workbench.reading import alert, form, own_edits, path_of, said_by, words
from tests.workbench.test_own import own

BASE = {
    "rating": "mixed",
    "rationale": "The old words.",
    "tags": ["statistic"],
    "citations": [CITATION],
}

THEIRS = {
    "rating": "false",
    "rationale": "Their words.",
    "tags": ["statistic", "legal"],
    "citations": [CITATION, {"url": "https://theirs.example/", "stance": "refutes"}],
}

MINE = {
    "rating": "true",
    "rationale": "The old words.",
    "tags": ["statistic", "money"],
    "citations": [CITATION, {"url": "https://mine.example/", "stance": "context"}],
}


@pytest.fixture
def stale(desk: Desk) -> dict[str, Any]:
    """The annotator's draft, behind a verdict that somebody else published meanwhile."""
    claim = desk.claim()
    desk.published(claim, author=desk.add("annotator"), **BASE)
    edit = desk.draft(claim, **MINE).get_json()
    desk.published(claim, author=desk.add("annotator"), **THEIRS)
    return edit


def fieldsets(answer: TestResponse) -> dict[str, str]:
    found = re.findall(r"<legend>(.*?)</legend>(.*?)</fieldset>", answer.text, re.S)
    return {re.sub(r"<.*?>", "", legend).strip(): body for legend, body in found}


def choose(who: Person, edit: dict[str, Any], **sides: str) -> TestResponse:
    revision = who.get(f"/edits/{edit['id']}").get_json()["revision"]
    return who.browser.post(f"/edits/{edit['id']}/rebase", data={"revision": revision} | sides)


def test_a_stale_edit_is_compared_field_by_field(desk: Desk, stale: dict[str, Any]):
    answer = desk.annotator.browser.get(f"/edits/{stale['id']}/rebase")
    assert answer.status_code == 200
    shown = fieldsets(answer)
    assert list(shown) == ["Rating both changed it", "Rationale", "Tags", "Sources"]
    checked = {name: re.findall(r'value="([a-z]+)" checked', body) for name, body in shown.items()}
    assert checked == {
        "Rating both changed it": ["yours"],
        "Rationale": ["published"],
        "Tags": ["merged"],
        "Sources": ["merged"],
    }
    assert "The same in both: claimant, claim date." in words(answer)
    assert f'href="/edits/{stale["id"]}/rebase"' in own(desk.annotator).text


def test_the_same_rating_on_both_sides_is_no_choice(desk: Desk):
    claim = desk.claim()
    edit = desk.draft(claim, **BASE).get_json()
    desk.published(claim, author=desk.add("annotator"), **BASE | {"rationale": "Their words."})
    answer = desk.annotator.browser.get(f"/edits/{edit['id']}/rebase")
    assert list(fieldsets(answer)) == ["Rationale both changed it"]


URLS = {
    "published": ["https://example.org/ledger", "https://theirs.example/"],
    "yours": ["https://example.org/ledger", "https://mine.example/"],
    "merged": ["https://example.org/ledger", "https://theirs.example/", "https://mine.example/"],
}


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ({}, ("true", "Their words.", ["statistic", "legal", "money"], URLS["merged"])),
        (
            dict.fromkeys(("rating", "rationale", "tags", "citations"), "yours"),
            ("true", "The old words.", ["statistic", "money"], URLS["yours"]),
        ),
        (
            dict.fromkeys(("rating", "rationale", "tags", "citations"), "published"),
            ("false", "Their words.", ["statistic", "legal"], URLS["published"]),
        ),
        (
            {
                "rating": "published",
                "rationale": "yours",
                "tags": "merged",
                "citations": "x" * 9000,
            },
            ("false", "The old words.", ["statistic", "legal", "money"], URLS["merged"]),
        ),
    ],
    ids=["nothing chosen", "mine", "theirs", "one by one, and nonsense"],
)
def test_the_draft_goes_on_with_the_chosen_sides(sides, said, desk: Desk, stale: dict[str, Any]):
    answer = choose(desk.annotator, stale, **sides)
    assert answer.status_code == 303
    assert answer.location == path_of(stale | {"id": stale["claim_id"]})
    assert "Your draft begins from what is published now." in (
        desk.annotator.browser.get(answer.location).text
    )
    [edit] = own_edits(desk, desk.annotator)
    now = said_by(edit)
    urls = [url for url, _stance, _quote in now["citations"]]
    assert (now["rating"], now["rationale"], now["tags"], urls) == said
    assert (edit["stale"], edit["state"]) == (False, "draft")


def test_a_choice_that_came_too_late_shows_the_draft_as_it_is_now(
    desk: Desk, stale: dict[str, Any]
):
    path = {"id": stale["claim_id"], "document_id": stale["document_id"]}
    form(desk.annotator, path).press("do", "save", rationale="Written meanwhile.")
    answer = desk.annotator.browser.post(
        f"/edits/{stale['id']}/rebase", data={"revision": stale["revision"], "rating": "published"}
    )
    assert answer.status_code == 412
    assert "Somebody changed this after you read it." in alert(answer)
    assert "Written meanwhile." in words(answer)
    assert own_edits(desk, desk.annotator)[0]["stale"]


def test_what_is_not_stale_has_nothing_to_choose(desk: Desk):
    edit = desk.draft(desk.claim()).get_json()
    answer = desk.annotator.browser.get(f"/edits/{edit['id']}/rebase")
    assert (answer.status_code, fieldsets(answer)) == (200, {})
    assert "This edit is not stale: there is nothing to choose." in words(answer)
    answer = choose(desk.annotator, edit, rating="published")
    assert answer.status_code == 409
    assert "there is nothing to rebase it on" in alert(answer)


def test_too_much_together_is_refused_with_a_sentence(desk: Desk):
    claim = desk.claim()
    edit = desk.draft(claim, tags=[f"mine {n}" for n in range(15)]).get_json()
    tags = [f"theirs {n}" for n in range(15)]
    desk.published(claim, author=desk.add("annotator"), tags=tags)
    answer = choose(desk.annotator, edit)
    assert answer.status_code == 422
    assert "Together these are 30, and 20 at most." in alert(answer)
    assert choose(desk.annotator, edit, tags="yours").status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_edit_of_somebody_else_is_not_rebased(method: str, desk: Desk, stale: dict[str, Any]):
    seen = desk.submitted(desk.claim()).get_json()
    paths = [f"/edits/{number}/rebase" for number in (stale["id"], seen["id"], 999999)]
    ask = getattr(desk.reviewer.browser, method)
    assert codes(ask(path) for path in paths) == [404, 403, 404]


def test_a_choice_from_another_site_is_refused(desk: Desk, stale: dict[str, Any]):
    answer = desk.annotator.browser.post(
        f"/edits/{stale['id']}/rebase",
        data={"revision": stale["revision"]},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert own_edits(desk, desk.annotator)[0]["state"] == EditState.DRAFT
    assert own_edits(desk, desk.annotator)[0]["stale"]


def test_who_is_blind_learns_nothing_by_rebasing(desk: Desk):
    claim = desk.claim(blind=True)
    who = desk.add("annotator")
    edit = desk.draft(claim, who, **MINE).get_json()
    desk.published(claim, **THEIRS)
    answer = who.browser.get(f"/edits/{edit['id']}/rebase")
    assert answer.status_code == 200
    for hidden in ("Their words.", "theirs.example", "legal"):
        assert hidden not in answer.text
    assert choose(who, edit).status_code == 303
    assert said_by(own_edits(desk, who)[0])["rating"] == "true"
