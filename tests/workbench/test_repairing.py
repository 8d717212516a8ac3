"""Mending in the panel where a claim stands."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories import Desk, Person
from tests.workbench.reading import panel

TEXT = "He came. She said No. 5 is late. It rained.\n\nThe end came soon."


def post(who: Person, claim: dict[str, Any], act: str, **fields: Any) -> TestResponse:
    fields = {"version": claim["anchor"]["version"]} | fields
    return who.browser.post(f"/claims/{claim['id']}/{act}", data=fields)


def texts(desk: Desk, document: dict[str, Any]) -> list[str]:
    return [claim["text"] for claim in desk.claims(document)]


@pytest.fixture
def document(desk: Desk) -> dict[str, Any]:
    return desk.document(TEXT)


def shown(who: Person, claim: dict[str, Any]) -> str:
    return panel(who, claim).text


def test_a_claim_is_split_where_its_line_is_broken(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    answer = post(desk.annotator, claim, "split", words="She said\nNo. 5 is late.")
    assert answer.status_code == 303
    assert texts(desk, document)[1:3] == ["She said", "No. 5 is late."]
    assert "The claim is split." in desk.annotator.browser.get(answer.location).text


def test_two_neighbours_become_one(desk: Desk, document: dict[str, Any]):
    first, second = desk.claims(document)[:2]
    assert "With the next one" in shown(desk.annotator, first)
    answer = post(desk.annotator, second, "merge", other=first["id"])
    assert answer.location.endswith(f"/claims/{first['id']}")
    assert texts(desk, document)[0] == "He came. She said No. 5 is late."


def test_a_claim_takes_the_words_that_were_copied(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    assert post(desk.annotator, claim, "anchor", words="No. 5 is  late.").status_code == 303
    assert texts(desk, document)[1] == "No. 5 is late."


def test_a_claim_takes_the_words_that_are_selected(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    start = TEXT.index("She")
    assert post(desk.annotator, claim, "anchor", start=start, end=start + 8).status_code == 303
    assert texts(desk, document)[1] == "She said"


def test_what_is_no_claim_is_retired_and_brought_back(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[2]
    answer = post(desk.annotator, claim, "retirement")
    page = desk.annotator.browser.get(answer.location).text
    assert "Retired: nobody checks it any more." in page
    assert f'action="/claims/{claim["id"]}/undo"' in page
    assert "Retired claim" in page
    assert "It rained." not in texts(desk, document)
    assert "1 sentence retired as no claim" in page
    assert post(desk.annotator, claim, "undo").status_code == 303
    assert "It rained." in texts(desk, document)


@pytest.mark.parametrize("act", ["split", "anchor"])
def test_a_refusal_stands_beside_what_was_typed(act: str, desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    answer = post(desk.annotator, claim, act, words="Something <else>")
    assert answer.status_code == 422
    assert "Something &lt;else&gt;" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert texts(desk, document)[1] == "She said No. 5 is late."


def test_a_claim_with_a_verdict_says_why_it_stays(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    desk.published(claim)
    assert "It has a verdict: what was judged stays as it is." in shown(desk.annotator, claim)
    answer = post(desk.annotator, claim, "retirement")
    assert answer.status_code == 409
    assert texts(desk, document)[1] == "She said No. 5 is late."


def test_a_claim_under_an_open_edit_says_why_it_stays(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    desk.draft(claim)
    assert "Your edit of it is open" in shown(desk.annotator, claim)


def update(desk: Desk, document: dict[str, Any], text: str) -> None:
    answer = desk.annotator.post(f"/documents/{document['id']}/versions", {"text": text})
    assert answer.status_code == 201, answer.text


def test_a_changed_claim_shows_both_wordings_and_is_confirmed(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    desk.published(claim)
    update(desk, document, TEXT.replace("No. 5", "No. 6"))
    page = shown(desk.annotator, claim)
    assert "In the newest text it reads" in page
    assert "<del>5 </del><ins>6 </ins>" in page
    now = desk.annotator.get(f"/claims/{claim['id']}").get_json()
    answer = post(desk.annotator, now, "confirmation")
    assert answer.status_code == 303
    page = shown(desk.annotator, claim)
    assert "Withdraw draft" in page
    assert "Confirm the verdict" not in page


def test_a_reviewer_reattaches_a_changed_claim(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    desk.published(claim)
    update(desk, document, TEXT.replace("No. 5", "No. 6"))
    assert "Reattach" not in shown(desk.annotator, claim)
    assert "Reattach: it is the same claim" in shown(desk.reviewer, claim)
    now = desk.annotator.get(f"/claims/{claim['id']}").get_json()
    span = {"start": now["anchor"]["start"], "end": now["anchor"]["end"]}
    assert post(desk.annotator, now, "reattachment", **span).status_code == 403
    assert post(desk.reviewer, now, "reattachment", **span).status_code == 303
    now = desk.annotator.get(f"/claims/{claim['id']}").get_json()
    assert (now["text"], now["status"]) == ("She said No. 6 is late.", "published")


def test_a_reviewer_reattaches_an_orphan_by_its_words(desk: Desk, document: dict[str, Any]):
    claim = desk.claims(document)[1]
    desk.published(claim)
    update(desk, document, TEXT.replace("She said No. 5 is late.", "Trains were slow that day."))
    assert "The newest text does not have this sentence" in shown(desk.reviewer, claim)
    now = desk.annotator.get(f"/claims/{claim['id']}").get_json()
    answer = post(desk.reviewer, now, "reattachment", words="Trains were slow that day.")
    assert answer.status_code == 303, answer.text
    assert texts(desk, document)[1] == "Trains were slow that day."
