"""Lists: every item once, in the documented order, which ends in an id."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import PROPOSAL, Desk, Person
from tests.http.routes import TEXT, address, fill, rules
from tests.matches.checked import look_through

Item = dict[str, Any]


def newest_first(item: Item) -> tuple[Any, ...]:
    return (-item["id"],)


def oldest_first(item: Item) -> tuple[Any, ...]:
    return (item["id"],)


ORDERS: dict[str, Callable[[Item], tuple[Any, ...]]] = {
    "/documents": newest_first,
    "/documents/<id:document_id>/versions": lambda version: (-version["number"],),
    "/documents/<id:document_id>/history": newest_first,
    "/documents/<id:document_id>/claims": lambda claim: (claim["anchor"]["start"], claim["id"]),
    "/documents/<id:document_id>/duplicates": lambda known: (known["claim_id"],),
    "/documents/<id:document_id>/matches": lambda match: (-match["score"], match["claim_id"]),
    "/claims": newest_first,
    "/claims/<id:claim_id>/history": newest_first,
    "/claims/<id:claim_id>/edits": newest_first,
    "/claims/<id:claim_id>/comments": oldest_first,
    "/edits": newest_first,
    "/edits/<id:edit_id>/comments": oldest_first,
    "/edits/<id:edit_id>/history": newest_first,
    "/changes": lambda change: (change["number"],),
    "/sources": newest_first,
    "/tags": oldest_first,
    "/scales": oldest_first,
    "/users": oldest_first,
    "/api-keys": oldest_first,
    "/fact-checks": newest_first,
    "/jobs/<id:job_id>/rejections": lambda rejection: (rejection["number"],),
    "/lookup": lambda verdict: (verdict["claim_id"],),
    "/webhooks": oldest_first,
    "/webhooks/<id:webhook_id>/deliveries": lambda delivery: (-delivery["number"],),
}


def walk(person: Person, path: str, limit: int) -> list[Item]:
    """All items of a list, page by page."""
    items: list[Item] = []
    cursor = ""
    while True:
        mark = "&" if "?" in path else "?"
        answer = person.get(f"{path}{mark}limit={limit}{cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json
        items += page["items"]
        assert len(page["items"]) <= limit
        if page["next_cursor"] is None:
            return items
        assert len(page["items"]) == limit
        cursor = f"&cursor={page['next_cursor']}"


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """Several of everything."""
    ids = fill(desk)
    ids["job_id"] = desk.imported(*[{"url": "https://example.org/without-a-claim"}] * 4)["id"]
    for number in range(3):
        claim = desk.claim(f"It cost {number} pounds.", visibility="public")
        source = {"url": f"https://example.org/{number}", "stance": "context"}
        desk.published(claim, citations=[source])
        desk.draft({"id": ids["claim_id"]}, desk.add("annotator"))
        desk.submitted({"id": ids["claim_id"]}, desk.add("annotator"), rationale=f"No {number}.")
        desk.admin.post(f"/edits/{ids['edit_id']}/comments", {"text": f"No. {number}"})
        desk.admin.post("/api/v1/api-keys", {"label": str(number)})
    for claim in desk.claims(desk.document(TEXT, visibility="public")):
        desk.published(claim)
    desk.annotator.post(f"/documents/{ids['document_id']}/matches", {})
    while look_through(desk):
        pass
    return ids


def test_every_list_is_tried_here(desk: Desk, ids: dict[str, int]):
    lists = {
        rule.rule.removeprefix("/api/v1")
        for rule in rules(desk.app, "GET")
        if "next_cursor" in (desk.admin.get(address(rule, ids)).json or {})  # None: a file
    }
    assert lists == set(ORDERS)


def test_a_walk_finds_every_item_once_in_order(desk: Desk, ids: dict[str, int], subtests):
    for rule in rules(desk.app, "GET"):
        name = rule.rule.removeprefix("/api/v1")
        if name not in ORDERS:
            continue
        path = address(rule, ids)
        whole = desk.admin.get(f"{path}{'&' if '?' in path else '?'}limit=200").json
        assert whole["next_cursor"] is None
        assert whole["items"]
        for limit in (1, 2, 3):
            with subtests.test(f"{name} by {limit}"):
                items = walk(desk.admin, path, limit)
                assert items == whole["items"]
                keys = [ORDERS[name](item) for item in items]
                assert keys == sorted(set(keys))


def test_most_lists_have_something_to_walk(desk: Desk, ids: dict[str, int]):
    short = {
        "/scales",
        "/documents/<id:document_id>/versions",
        "/lookup",
        "/webhooks",
        "/webhooks/<id:webhook_id>/deliveries",
    }
    for rule in rules(desk.app, "GET"):
        name = rule.rule.removeprefix("/api/v1")
        if name in set(ORDERS) - short:
            assert len(desk.admin.get(address(rule, ids)).json["items"]) > 2, name


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_queue_has_the_longest_waiting_first(desk: Desk, limit: int):
    drafts = [desk.draft(desk.claim(), **PROPOSAL) for _ in range(5)]
    waiting = [drafts[number] for number in (3, 0, 4, 1)]
    for draft in waiting:
        path = f"/edits/{draft.json['id']}/submission"
        assert desk.annotator.post(path, if_match=draft.headers["ETag"]).status_code == 201
    queue = walk(desk.reviewer, "/edits?state=submitted", limit)
    assert [edit["id"] for edit in queue] == [draft.json["id"] for draft in waiting]


def test_filters_stay_through_a_walk(desk: Desk):
    for number in range(7):
        kind = "odd" if number % 2 else "even"
        desk.document(f"It is {number}.", title=f"{kind} {number}")
    found = walk(desk.annotator, "/documents?q=odd", 1)
    assert [document["title"] for document in found] == ["odd 5", "odd 3", "odd 1"]


def test_claims_that_come_meanwhile_neither_repeat_nor_drop_any(desk: Desk):
    old = [desk.claim()["id"] for _ in range(5)]
    first = desk.annotator.get("/claims?limit=2").json
    new = desk.claim()["id"]
    rest = walk(desk.annotator, f"/claims?cursor={first['next_cursor']}", 50)
    ids = [claim["id"] for claim in first["items"] + rest]
    assert ids == sorted(old, reverse=True)
    assert new not in ids


def test_tags_that_come_meanwhile_stand_at_the_end(desk: Desk):
    first = desk.stranger.get("/tags?limit=3").json
    new = desk.reviewer.post("/tags", {"name": "water", "description": "Of water."}).json
    following = desk.stranger.get(f"/tags?limit=200&cursor={first['next_cursor']}").json
    ids = [tag["id"] for tag in first["items"] + following["items"]]
    assert ids == [*range(1, 8), new["id"]]


def test_what_leaves_the_queue_meanwhile_takes_nobody_with_it(desk: Desk):
    edits = [desk.submitted(desk.claim()) for _ in range(4)]
    first = desk.reviewer.get("/edits?state=submitted&limit=2").json
    decided = edits[1]
    path = f"/edits/{decided.json['id']}/approval"
    assert desk.reviewer.post(path, if_match=decided.headers["ETag"]).status_code == 201
    rest = desk.reviewer.get(f"/edits?state=submitted&cursor={first['next_cursor']}").json
    assert [edit["id"] for edit in rest["items"]] == [edit.json["id"] for edit in edits[2:]]


def test_the_feed_can_be_followed_from_its_end(desk: Desk):
    empty = desk.stranger.get("/changes").json
    assert (empty["items"], empty["next_cursor"]) == ([], None)
    claims = [desk.claim(visibility="public") for _ in range(3)]
    for claim in claims:
        desk.published(claim)
    first = desk.stranger.get(f"/changes?limit=2&cursor={empty['cursor']}").json
    assert [change["number"] for change in first["items"]] == [1, 2]
    assert first["next_cursor"] == first["cursor"]
    second = desk.stranger.get(f"/changes?limit=2&cursor={first['cursor']}").json
    assert [change["number"] for change in second["items"]] == [3]
    assert second["next_cursor"] is None
    third = desk.stranger.get(f"/changes?cursor={second['cursor']}").json
    assert (third["items"], third["cursor"]) == ([], second["cursor"])


def test_a_page_has_fifty_items_unless_told_otherwise(desk: Desk):
    document = desk.document(" ".join(f"It cost {number} million." for number in range(60)))
    page = desk.annotator.get(f"/documents/{document['id']}/claims").json
    assert len(page["items"]) == 50
    assert page["next_cursor"]


def test_no_page_is_offered_behind_a_full_last_one(desk: Desk):
    desk.document("One is so. Two is so.")
    page = desk.annotator.get("/claims?limit=2").json
    assert len(page["items"]) == 2
    assert page["next_cursor"] is None
