"""One's own edits, by where they stand."""

import re
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import CITATION, Desk, Person
from tests.workbench.reading import words


def own(who: Person, **args: Any) -> TestResponse:
    answer = who.browser.get("/edits", query_string=args)
    assert answer.status_code == 200, answer.text
    return answer


def groups_in(answer: TestResponse) -> dict[str, list[str]]:
    """The claims listed below each heading."""
    found = re.findall(
        r'<section class="section".*?<h2[^>]*>(.*?)</h2>(.*?)</section>', answer.text, re.S
    )
    return {
        title: [unescape(each) for each in re.findall(r'class="queue-claim"[^>]*>(.*?)</a>', rows)]
        for title, rows in found
    }


def decide(desk: Desk, edit: TestResponse, act: str, comment: str = "Because.") -> None:
    path = f"/edits/{edit.get_json()['id']}/{act}"
    answer = desk.reviewer.post(path, {"comment": comment}, if_match=edit.headers["ETag"])
    assert answer.status_code == 201, answer.text


def test_nothing_open_leads_to_the_documents(desk: Desk):
    answer = own(desk.annotator)
    assert "Nothing open" in words(answer)
    assert 'href="/documents">Choose a document' in answer.text
    assert groups_in(answer) == {}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("approved", "None of your edits has been approved yet."),
        ("rejected", "None of your edits was rejected."),
        ("withdrawn", "You have withdrawn none."),
    ],
)
def test_an_empty_state_says_so(state: str, said: str, desk: Desk):
    desk.draft(desk.claim())
    answer = own(desk.annotator, state=state)
    assert said in words(answer)
    assert groups_in(answer) == {}


def test_open_edits_are_grouped_by_what_one_has_to_do(desk: Desk):
    desk.submitted(desk.claim("The first waits."), desk.add("annotator"))
    changed = desk.submitted(desk.claim("It is to be changed.", title="A <b>title</b>"))
    decide(desk, changed, "change-request", "Which <ledger>?")
    desk.draft(desk.claim("It is a draft."))
    desk.submitted(desk.claim("It waits."))
    desk.submitted(desk.claim("It waits too."))
    desk.published(desk.claim("It is decided."))
    answer = own(desk.annotator)
    assert groups_in(answer) == {
        "Changes requested, 1": ["It is to be changed."],
        "Drafts, 1": ["It is a draft."],
        "Waiting for review, 2": ["It waits.", "It waits too."],
    }
    said = words(answer)
    assert "1 to change, 1 draft, 2 waiting for somebody else." in said
    assert "Which <ledger>?" in said
    assert "waiting 0 min , number 2 in the queue" in said.replace("min,", "min ,")
    assert "number 3 in the queue" in said
    assert "A <b>title</b>" in said


def test_the_next_in_the_queue_says_so(desk: Desk):
    desk.submitted(desk.claim())
    assert "next in the queue" in words(own(desk.annotator))


def test_decided_edits_have_pages_of_their_own(desk: Desk):
    desk.published(desk.claim("It is published."))
    decide(desk, desk.submitted(desk.claim("It is refused.")), "rejection", "No source says so.")
    edit = desk.draft(desk.claim("It is taken back.")).get_json()["id"]
    desk.annotator.post(f"/edits/{edit}/withdrawal")
    assert groups_in(own(desk.annotator)) == {}
    assert groups_in(own(desk.annotator, state="approved")) == {"Approved, 1": ["It is published."]}
    rejected = own(desk.annotator, state="rejected")
    assert groups_in(rejected) == {"Rejected, 1": ["It is refused."]}
    assert "No source says so." in words(rejected)
    withdrawn = own(desk.annotator, state="withdrawn")
    assert groups_in(withdrawn) == {"Withdrawn, 1": ["It is taken back."]}
    assert f'action="/edits/{edit}/restoration"' in withdrawn.text


def test_one_sees_ones_own_alone(desk: Desk):
    desk.draft(desk.claim())
    desk.submitted(desk.claim())
    assert groups_in(own(desk.add("annotator"))) == {}
    assert groups_in(own(desk.admin)) == {}


def test_a_long_list_is_read_page_by_page(desk: Desk):
    expected = [f"It cost {n} million." for n in range(5)]
    for text in expected:
        desk.published(desk.claim(text))
    path, seen = "/edits?state=approved&limit=2", []
    while path:
        answer = desk.annotator.browser.get(path)
        seen += [claim for claims in groups_in(answer).values() for claim in claims]
        found = re.search(r'href="([^"]*)" rel="next"', answer.text)
        path = unescape(found[1]) + "&limit=2" if found else ""
    assert seen == expected[::-1]


def cursor_of(desk: Desk) -> str:
    for _ in range(2):
        desk.published(desk.claim())
    answer = desk.annotator.browser.get("/edits?state=approved&limit=1")
    found = re.search(r'cursor=([^"&]*)', answer.text)
    assert found
    return found[1]


def test_a_cursor_of_another_list_is_refused_on_a_page(desk: Desk):
    cursor = cursor_of(desk)
    api = desk.annotator.get("/edits?limit=1").get_json()["next_cursor"]
    for query in (
        f"?state=rejected&cursor={cursor}",
        f"?cursor={cursor}",
        f"?state=approved&cursor={api}",
        "?state=approved&cursor=made-up",
        "?cursor=%00",
    ):
        answer = desk.annotator.browser.get(f"/edits{query}")
        assert (answer.status_code, "text/html" in answer.content_type) == (400, True), query


@pytest.mark.parametrize(
    "query", ["state=lost", "state=draft", "limit=0", "limit=x", "author=1", "limit=1000"]
)
def test_other_parameters_are_refused_on_a_page(query: str, desk: Desk):
    answer = desk.annotator.browser.get(f"/edits?{query}")
    assert (answer.status_code, "text/html" in answer.content_type) == (422, True)


def test_blank_parameters_are_none(desk: Desk):
    assert desk.annotator.browser.get("/edits?state=&cursor=").status_code == 200


def test_the_list_costs_as_many_statements_for_more_edits(desk: Desk, count_queries):
    def count() -> int:
        own(desk.annotator)
        with count_queries() as sent:
            own(desk.annotator)
        return len(sent)

    def more() -> None:
        desk.draft(desk.claim(), rationale="So.", citations=[CITATION], tags=["statistic"])
        desk.submitted(desk.claim())
        decide(desk, desk.submitted(desk.claim()), "change-request")

    more()
    before = count()
    for _ in range(3):
        more()
    assert count() == before


def test_ones_edits_are_for_people_at_the_desk(desk: Desk):
    edit = desk.draft(desk.claim()).get_json()["id"]
    for path in ("/edits", f"/edits/{edit}/rebase"):
        assert desk.reader.browser.get(path).status_code == 403
        answer = desk.stranger.browser.get(path)
        assert answer.location.startswith("/sign-in?next=")
