"""What is worth checking first: the list, the next claim, and that the choice is kept."""

import re

import pytest
from werkzeug.test import TestResponse

from service.workbench.ordering import COOKIE
from tests.factories import PROPOSAL, Desk
from tests.workbench.reading import FRAGMENT

TEXT = (
    "Thank you all for coming. The city spent 9 million pounds on buses in 2024. What do you"
    " think of it? Unemployment fell to 3.5 percent, the lowest in 50 years. I hope it helps."
)
THANKS, BUSES, QUESTION, JOBS, HOPE = range(5)


@pytest.fixture
def document(desk: Desk):
    return desk.document(TEXT, title="Buses and jobs")


def listed(answer: TestResponse) -> list[int]:
    """The claims of the list, by their ids."""
    _before, _tag, rest = answer.text.partition('<ol class="worth"')
    return [int(found) for found in re.findall(r'data-claim="(\d+)"', rest.partition("</ol>")[0])]


def next_unchecked(answer: TestResponse) -> int:
    found = re.search(r'id="next-unchecked" href="[^"]*/claims/(\d+)#claim"', answer.text)
    assert found
    return int(found[1])


def test_the_list_has_what_is_unchecked_and_worth_checking_the_most_so_first(desk: Desk, document):
    claims = desk.claims(document)
    by_score = sorted((claims[BUSES], claims[JOBS]), key=lambda each: -each["checkworthiness"])
    answer = desk.annotator.browser.get(f"/documents/{document['id']}?order=worth")
    assert listed(answer) == [each["id"] for each in by_score]
    assert next_unchecked(answer) == by_score[0]["id"]
    assert answer.text.count("data-first=") == 2
    desk.published(by_score[0])
    answer = desk.annotator.browser.get(f"/documents/{document['id']}")
    assert listed(answer) == [by_score[1]["id"]]


def test_reading_order_is_as_it_was(desk: Desk, document):
    answer = desk.annotator.browser.get(f"/documents/{document['id']}")
    assert next_unchecked(answer) == desk.claims(document)[THANKS]["id"]
    assert listed(answer) == []
    assert "data-first" not in answer.text
    assert 'href="?order=worth#claim"' in answer.text


def test_the_order_that_was_asked_for_is_kept_until_another_is(desk: Desk, document):
    browser, path = desk.annotator.browser, f"/documents/{document['id']}"
    asked = browser.get(f"{path}?order=worth")
    assert "HttpOnly" in asked.headers["Set-Cookie"]
    assert "SameSite=Lax" in asked.headers["Set-Cookie"]
    assert listed(browser.get(path))
    assert not listed(browser.get(f"{path}?order=text"))
    assert not listed(browser.get(path))


@pytest.mark.parametrize("order", ["", "WORTH", "worth,text", "'\"><script>", "\u0000"])
def test_another_order_is_none(order: str, desk: Desk, document):
    desk.annotator.browser.set_cookie(COOKIE, "nonsense")
    answer = desk.annotator.browser.get(
        f"/documents/{document['id']}", query_string={"order": order}
    )
    assert answer.status_code == 200
    assert not listed(answer)
    assert COOKIE + "=" not in answer.headers.get("Set-Cookie", "")


def test_nothing_left_that_is_worth_it_is_said(desk: Desk):
    document = desk.document("Thank you. Good evening!")
    answer = desk.annotator.browser.get(f"/documents/{document['id']}?order=worth")
    assert "Nothing that is unchecked here seems worth checking" in answer.text
    assert next_unchecked(answer) == desk.claims(document)[0]["id"]


@pytest.mark.parametrize(("order", "onward"), [("worth", JOBS), ("text", QUESTION)])
def test_after_a_submission_comes_the_next_in_the_order(
    order: str, onward: int, desk: Desk, document
):
    claims = desk.claims(document)
    browser = desk.annotator.browser
    browser.get(f"/documents/{document['id']}?order={order}")
    form = {
        "do": "submit",
        "rating": PROPOSAL["rating"],
        "rationale": PROPOSAL["rationale"],
        "citations.0.url": PROPOSAL["citations"][0]["url"],
        "citations.0.stance": "supports",
    }
    answer = browser.post(f"/claims/{claims[BUSES]['id']}/edits", data=form)
    assert answer.status_code == 303, answer.text
    assert f"/claims/{claims[onward]['id']}" in answer.headers["Location"]


def test_the_panel_says_the_score_and_why(desk: Desk, document):
    claims = desk.claims(document)
    path = f"/documents/{document['id']}/claims"
    browser = desk.annotator.browser
    answer = browser.get(f"{path}/{claims[JOBS]['id']}")
    said = f"{claims[JOBS]['checkworthiness']:.2f}, worth checking: gives a figure, compares"
    assert said in answer.text
    answer = browser.get(f"{path}/{claims[THANKS]['id']}", headers=FRAGMENT)
    assert ", less worth checking: a courtesy" in answer.text
    desk.published(claims[JOBS])
    assert "worth checking:" not in browser.get(f"{path}/{claims[JOBS]['id']}").text


def test_the_panel_leads_back_to_the_list(desk: Desk, document):
    claim = desk.claims(document)[JOBS]
    browser = desk.annotator.browser
    path = f"/documents/{document['id']}/claims/{claim['id']}"
    back = f'href="/documents/{document["id"]}#claim">Worth checking first</a>'
    assert back not in browser.get(path).text
    assert back in browser.get(f"{path}?order=worth").text
    assert back in browser.get(path, headers=FRAGMENT).text
