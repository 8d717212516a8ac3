"""The queue of edits that wait, as a page."""

import html
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.models import Edit
from tests.factories import CITATION, Desk
from tests.review.reading import claims_in, words


def queue(desk: Desk, **filters):
    """The queue as the reviewer sees it."""
    answer = desk.reviewer.browser.get("/review", query_string=filters)
    assert answer.status_code == 200, answer.text
    return answer


def test_what_waits_longest_comes_first_with_all_that_one_chooses_by(desk: Desk):
    bridge = desk.claim("The bridge cost 9 million.", title="Town bridge")
    desk.published(bridge, rating="mixed")
    desk.submitted(bridge, rating="true", rationale="Now we know.")
    desk.submitted(desk.claim("The library has lamps."), rating="false")
    answer = queue(desk)
    assert claims_in(answer) == ["The bridge cost 9 million.", "The library has lamps."]
    rows = re.findall(r"<tr>.*?</tr>", answer.text, re.S)[1:]
    first, second = (" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows)
    assert "Town bridge" in first
    assert "True now Mixed annotator 0 min" in first
    assert "False nothing published annotator 0 min" in second
    assert "2 edits wait for a decision. The oldest has waited 0 min." in words(answer)


def test_the_oldest_that_one_may_decide_is_one_click_away(desk: Desk):
    desk.submitted(desk.claim(), desk.reviewer)
    other = desk.submitted(desk.claim()).get_json()["id"]
    assert f'id="oldest" href="/edits/{other}"' in queue(desk).text


def test_ones_own_edits_say_that_somebody_else_decides(desk: Desk):
    desk.submitted(desk.claim(), desk.reviewer)
    answer = queue(desk)
    assert "reviewer (you)" in words(answer)
    assert "Someone else decides" in words(answer)
    assert "It is your own: somebody else decides." in words(answer)
    assert 'id="oldest"' not in answer.text


def test_one_sees_who_looks_at_what(desk: Desk):
    edit = desk.submitted(desk.claim()).get_json()
    desk.admin.post(f"/edits/{edit['id']}/lease")
    assert "admin, 20 min left" in words(queue(desk))


def test_a_stale_edit_says_so(desk: Desk):
    claim = desk.claim()
    desk.submitted(claim, desk.add("annotator"))
    desk.published(claim)
    assert "stale: the claim has changed" in words(queue(desk))


@pytest.fixture
def waiting(desk: Desk) -> dict[str, int]:
    """Four edits that differ in everything one can filter by."""
    ada = desk.add("annotator", name="ada")
    first = desk.claim("Ada wrote this.", title="First")
    desk.submitted(first, ada, rating="true", tags=["history"])
    second = desk.claim("It is stale.", title="Second")
    desk.submitted(second, ada, rating="false")
    desk.published(second)
    desk.submitted(desk.claim("This is my own."), desk.reviewer, rating="mixed")
    old = desk.submitted(desk.claim("It waits long."), rating="mixed").get_json()
    with desk.database.transaction() as session:
        long_ago = utcnow() - timedelta(hours=30)
        session.execute(sa.update(Edit).where(Edit.id == old["id"]).values(submitted_at=long_ago))
    return {"document_id": first["document_id"], "author": ada.viewer.id or 0}


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        pytest.param(filters, shown, id=sentence)
        for sentence, filters, shown in [
            ("of one document", {"document_id": "{document_id}"}, ["Ada wrote this."]),
            ("of one author", {"author": "{author}"}, ["Ada wrote this.", "It is stale."]),
            ("with a tag", {"tag": "history"}, ["Ada wrote this."]),
            ("with a rating", {"rating": "mixed"}, ["It waits long.", "This is my own."]),
            ("only stale", {"stale": "true"}, ["It is stale."]),
            ("over a day", {"waiting_longer_than": "24"}, ["It waits long."]),
            ("without my own", {"mine": "false", "rating": "mixed"}, ["It waits long."]),
            ("two at once", {"author": "{author}", "stale": "true"}, ["It is stale."]),
            ("all left blank", {"author": "", "rating": "", "stale": ""}, None),
        ]
    ],
)
def test_a_filter_shows_the_edits(filters, shown, desk: Desk, waiting: dict[str, int]):
    given = {name: value.format(**waiting) for name, value in filters.items()}
    answer = queue(desk, **given)
    if shown is None:
        assert len(claims_in(answer)) == 4
        return
    assert claims_in(answer) == shown
    assert f"{len(shown)} match" in words(answer)
    for name, value in given.items():
        assert f'name="{name}"' in answer.text
        if name not in ("stale", "mine"):
            assert f'<option value="{value}" selected>' in answer.text


@pytest.mark.parametrize(
    "filters",
    [
        {"author": "nobody"},
        {"author": "0"},
        {"document_id": "9" * 30},
        {"stale": "perhaps"},
        {"waiting_longer_than": "-1"},
        {"tag": "\x00"},
        {"rating": "x" * 1000},
        {"limit": "1000"},
        {"cursor": "made up"},
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_on_a_page(filters, desk: Desk):
    answer = desk.reviewer.browser.get("/review", query_string=filters)
    assert answer.status_code in (400, 422)
    assert "text/html" in answer.content_type


def test_a_long_queue_is_read_page_by_page(desk: Desk):
    expected = [f"It cost {n} million." for n in range(5)]
    for text in expected:
        desk.submitted(desk.claim(text))
    path, seen = "/review?limit=2&stale=false", []
    while path:
        answer = desk.reviewer.browser.get(path)
        seen += claims_in(answer)
        found = re.search(r'href="([^"]*)" rel="next"', answer.text)
        path = html.unescape(found[1]) if found else None
    assert seen == expected


def test_a_page_whose_edits_were_decided_meanwhile_leads_back(desk: Desk):
    edits = [desk.submitted(desk.claim()) for _ in range(2)]
    first = desk.reviewer.browser.get("/review?limit=1")
    onward = html.unescape(re.search(r'href="([^"]*)" rel="next"', first.text)[1])
    last = edits[1].get_json()["id"]
    desk.annotator.post(f"/edits/{last}/withdrawal")
    assert "Nothing further waits" in words(desk.reviewer.browser.get(onward))


def test_an_empty_queue_says_what_to_do(desk: Desk):
    assert "Nothing waits for review" in words(queue(desk))
    assert "Go to the documents" in words(queue(desk))


def test_filters_that_nothing_matches_can_be_taken_away(desk: Desk):
    desk.submitted(desk.claim(), rating="true")
    answer = queue(desk, rating="false")
    assert "No edit matches" in words(answer)
    assert "Others wait" in words(answer)


def test_an_annotator_has_no_queue(desk: Desk):
    assert desk.annotator.browser.get("/review").status_code == 403


def test_what_people_typed_stays_text(desk: Desk):
    claim = desk.claim("<script>alert(1)</script> costs 9 million.", title="<img src=x>")
    desk.submitted(claim, tags=["<i>"])
    answer = queue(desk, tag="<i>")
    assert claims_in(answer) == ["<script>alert(1)</script> costs 9 million."]
    for markup in ("<script>alert", "<img src=x", '"<i>"'):
        assert markup not in answer.text


def test_the_number_of_queries_does_not_grow_with_the_queue(desk: Desk, count_queries):
    def read() -> int:
        with count_queries() as sent:
            queue(desk, stale="false")
        return len(sent)

    desk.submitted(desk.claim())
    read()
    one = read()
    for number in range(5):
        author = desk.add("annotator")
        desk.submitted(desk.claim(), author, tags=[f"tag {number}"], citations=[CITATION] * 3)
        desk.submitted(desk.claim(f"Number {number}."), rating="true")
    assert read() == one
    assert one <= 16
