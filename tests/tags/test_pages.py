"""The desk's tags, as reviewers curate them."""

import pytest

from tests.factories import Desk
from tests.http.reading import fields_at_fault, message_of, text_of, value_of

WATER = {"name": "Water", "description": "Of <water>.", "kind": "topic", "colour": "#2a47c2"}


def test_a_tag_is_described(desk: Desk):
    browser = desk.reviewer.browser
    answer = browser.post("/administration/tags", data=WATER)
    assert (answer.status_code, answer.location) == (303, "/administration/tags")
    page = browser.get("/administration/tags").text
    assert "The tag is saved." in page
    assert "Water what it is about Of <water>." in text_of(page)
    assert "<water>" not in page


def test_a_tag_is_described_anew(desk: Desk):
    browser = desk.reviewer.browser
    tag = desk.reviewer.post("/tags", WATER).json
    path = f"/administration/tags/{tag['id']}"
    page = browser.get(path).text
    assert value_of(page, "description") == "Of <water>."
    assert value_of(page, "name") is None
    changed = {"description": "Of wet water.", "kind": "claim_type", "name": "Fire"}
    assert browser.post(path, data=changed).status_code == 303
    found = desk.reviewer.get(f"/tags/{tag['id']}").json
    assert (found["name"], found["description"]) == ("Water", "Of wet water.")
    assert (found["kind"], found["colour"]) == ("claim_type", WATER["colour"])


@pytest.mark.parametrize(
    ("given", "status", "fields"),
    [
        ({"name": ""}, 422, ["name"]),
        ({"name": "x" * 81}, 422, ["name"]),
        ({"name": "a\nb"}, 422, ["name"]),
        ({"description": "  "}, 422, ["description"]),
        ({"description": "x" * 501}, 422, ["description"]),
        ({"colour": "red"}, 422, ["colour"]),
        ({"name": "STATISTIC"}, 409, []),
    ],
)
def test_a_tag_that_cannot_be_added_comes_back_as_typed(
    desk: Desk, given: dict[str, str], status: int, fields: list[str]
):
    typed = WATER | given
    answer = desk.reviewer.browser.post("/administration/tags", data=typed)
    assert (answer.status_code, fields_at_fault(answer.text)) == (status, fields)
    assert message_of(answer.text)
    for name in ("name", "description"):
        assert (value_of(answer.text, name) or "").strip() == typed[name].strip()


def test_a_kind_that_is_none_is_refused(desk: Desk):
    answer = desk.reviewer.browser.post("/administration/tags", data=WATER | {"kind": "king"})
    assert answer.status_code == 422
    assert message_of(answer.text)


def test_a_description_that_cannot_be_kept_comes_back_as_typed(desk: Desk):
    answer = desk.reviewer.browser.post("/administration/tags/1", data={"description": "x" * 501})
    assert (answer.status_code, fields_at_fault(answer.text)) == (422, ["description"])
    assert value_of(answer.text, "description") == "x" * 501


def test_a_tag_that_is_not_there_is_not_found(desk: Desk):
    browser = desk.reviewer.browser
    assert browser.get("/administration/tags/999").status_code == 404
    assert browser.post("/administration/tags/999", data={}).status_code == 404


def test_many_tags_come_in_pages(desk: Desk):
    for number in range(50):
        desk.reviewer.post("/tags", WATER | {"name": f"Number {number}."})
    first = desk.reviewer.browser.get("/administration/tags").text
    last_of_first = 50 - 7 - 1
    assert f"Number {last_of_first}." in first
    assert f"Number {last_of_first + 1}." not in first
    address = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "Number 49." in desk.reviewer.browser.get(address).text


def test_a_reviewer_finds_the_tags_and_nothing_they_may_not_open(desk: Desk):
    page = desk.reviewer.browser.get("/administration/tags").text
    admins = desk.admin.browser.get("/administration/tags").text
    assert page.count('href="/administration/tags"') == 2
    for path in ("people", "keys", "scales", "events"):
        assert f'href="/administration/{path}"' not in page
        assert f'href="/administration/{path}"' in admins
