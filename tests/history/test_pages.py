"""The event log as a page: one sentence an event, with links, details in words, and filters."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from service.history.telling import TELLINGS, changes, tell
from service.vocabulary import Action
from tests.factories import Desk
from tests.http.reading import fields_at_fault, text_of, value_of

EVENTS = "/administration/events"


def sentences(page: str) -> list[str]:
    """What each event on the page says was done."""
    items = re.findall(r'<li id="event-\d+"><p>(.*?)</p>', page, re.S)
    return [unescape(re.sub(r"<[^>]*>", "", item)).strip() for item in items]


def listed(desk: Desk, **filters: str) -> list[str]:
    """The sentences under these filters."""
    answer = desk.admin.browser.get(EVENTS, query_string=filters)
    assert answer.status_code == 200
    return sentences(answer.text)


@pytest.mark.parametrize("action", list(Action))
def test_every_kind_of_event_has_a_sentence_and_a_name(action: Action):
    subjects = dict.fromkeys(
        ("document", "claim", "edit", "person", "subject", "about", "job"), "<b>what it was</b>"
    )
    told = tell({"action": action}, subjects)
    assert told.count("&lt;b&gt;what it was&lt;/b&gt;") == TELLINGS[action].whole.count("{") > 0
    assert TELLINGS[action].name


def test_the_names_of_kinds_differ():
    assert len({told.name for told in TELLINGS.values()}) == len(TELLINGS) == len(Action)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (None, []),
        ({"title": [None, "Bridge"]}, [("Title", "nothing", "Bridge")]),
        ({"published_at": ["2026", None]}, [("Published at", "2026", "nothing")]),
        ({"blind": [False, True]}, [("Blind", "no", "yes")]),
        ({"role": ["reader", "admin"]}, [("Role", "reader", "admin")]),
        ({"password": [None, "changed"]}, [("Password", "", "changed")]),
        ({"position": [0, 2]}, [("Place", "1", "3")]),
        (
            {"labels": [{"en": "A", "de": "B"}, {"en": "A", "fr": "C"}]},
            [("Labels, de", "B", "nothing"), ("Labels, fr", "nothing", "C")],
        ),
        ({"labels": [None, {"en": "A"}]}, [("Labels, en", "nothing", "A")]),
    ],
)
def test_changed_fields_in_words(fields, told):
    assert list(changes(fields)) == told


def test_a_life_is_told_with_links_to_what_it_is_about(desk: Desk):
    claim = desk.claim(title="<i>Bridge</i>")
    edit = desk.published(claim).json
    page = desk.admin.browser.get(EVENTS).text
    told = sentences(page)
    end = f"of claim {claim['id']} of <i>Bridge</i>"
    assert f"reviewer approved edit {edit['id']} {end}" in told
    assert f"annotator submitted edit {edit['id']} {end}" in told
    assert "annotator added <i>Bridge</i>" in told
    assert "The operator added annotator" in told
    assert "The operator made an API key for annotator" in told
    assert "<i>Bridge" not in page
    for path in (
        f"/documents/{claim['document_id']}",
        f"/documents/{claim['document_id']}/claims/{claim['id']}",
        f"/edits/{edit['id']}",
        f"/administration/people/{desk.annotator.viewer.id}",
    ):
        assert f'href="{path}"' in page


def test_details_are_told_in_words(desk: Desk):
    claim = desk.claim()
    edit = desk.submitted(claim)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/change-request",
        {"comment": "Name the <table>."},
        if_match=edit.headers["ETag"],
    )
    desk.admin.patch(f"/users/{desk.reader.viewer.id}", {"role": "annotator"})
    page = desk.admin.browser.get(EVENTS).text
    words = text_of(page)
    assert "Name the <table>." in words
    assert "<table>." not in page
    assert "Role reader annotator" in words
    assert "The ledger says 8.9." in words


def test_the_kind_and_the_person_are_filters(desk: Desk):
    desk.published(desk.claim())
    assert desk.admin.viewer.id
    told = listed(desk, action="edit_approved")
    assert len(told) == 1
    assert told[0].startswith("reviewer approved")
    by_reviewer = listed(desk, person=str(desk.reviewer.viewer.id))
    assert by_reviewer == told
    assert listed(desk, person=str(desk.reader.viewer.id)) == []
    assert listed(desk, action="edit_approved", person=str(desk.annotator.viewer.id)) == []


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (0, 0, True),
        (-1, 1, True),
        (None, 0, True),
        (0, None, True),
        (1, None, False),
        (None, -1, False),
        (1, -1, False),
    ],
)
def test_days_are_whole_ones(desk: Desk, since: int | None, until: int | None, found: bool):
    assert desk.admin.viewer.id
    today = datetime.now(UTC).date()
    filters = {
        name: str(today + timedelta(days))
        for name, days in (("since", since), ("until", until))
        if days is not None
    }
    assert bool(listed(desk, **filters)) is found


@pytest.mark.parametrize(("since", "until"), [("0001-01-01", "9999-12-31"), ("", "")])
def test_the_first_and_the_last_of_all_days_are_days(desk: Desk, since: str, until: str):
    assert desk.admin.viewer.id
    assert listed(desk, since=since, until=until)


@pytest.mark.parametrize(
    ("filters", "fields"),
    [
        ({"since": "yesterday"}, ["since"]),
        ({"since": "2026-02-30"}, ["since"]),
        ({"until": "10000-01-01"}, ["until"]),
        ({"until": "2026-01-01T00:00:00Z"}, ["until"]),
        ({"action": "dancing"}, []),
        ({"person": "0"}, []),
        ({"person": "admin"}, []),
        ({"person": "9" * 30}, []),
    ],
)
def test_a_filter_that_is_none_says_so(desk: Desk, filters: dict[str, str], fields: list[str]):
    answer = desk.admin.browser.get(EVENTS, query_string=filters)
    assert (answer.status_code, fields_at_fault(answer.text)) == (422, fields)
    for name in fields:
        assert value_of(answer.text, name) == filters[name]


def test_nothing_found_says_what_to_do(desk: Desk):
    page = text_of(desk.admin.browser.get(EVENTS, query_string={"since": "9999-01-01"}).text)
    assert "No event matches. Widen the days, or show all." in page


def test_events_come_in_pages_that_keep_the_filters(desk: Desk):
    for number in range(53):
        desk.reviewer.post("/tags", {"name": f"tag {number}", "description": "One."})
    first = desk.admin.browser.get(EVENTS, query_string={"action": "tag_added"}).text
    assert sentences(first)[0] == "reviewer described the tag “tag 52”"
    assert len(sentences(first)) == 50
    address = re.search(r'href="([^"]*)" rel="next"', first)
    assert address
    second = desk.admin.browser.get(unescape(address[1])).text
    assert sentences(second)[-1] == "reviewer described the tag “tag 0”"
    assert len(sentences(second)) == 3
    assert f'href="{EVENTS}?action=tag_added">First page' in second


def test_the_page_sends_no_more_statements_for_more_events(desk: Desk, count_queries):
    browser = desk.admin.browser
    counts = []
    for _ in range(2):
        for _ in range(3):
            desk.published(desk.claim(title="Bridge"))
        browser.get(EVENTS)
        with count_queries() as sent:
            assert browser.get(EVENTS).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12
