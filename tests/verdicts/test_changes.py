"""The change feed: every change of what is published, once, in order, for whoever may read it."""

from typing import Any

import pytest

from tests.factories import Desk, Person
from tests.verdicts.test_verdict import retract

PAGE = {"items", "next_cursor", "cursor"}


def feed(who: Person, **query: Any) -> list[dict[str, Any]]:
    return who.get("/changes", query_string=query).json["items"]


def kinds(who: Person) -> list[str]:
    return [line["kind"] for line in feed(who)]


def describe(desk: Desk, document: dict[str, Any], **fields: Any) -> None:
    answer = desk.reviewer.patch(f"/documents/{document['id']}", fields)
    assert answer.status_code == 200, answer.text


def test_an_empty_feed_has_a_cursor_to_come_back_with(desk: Desk):
    page = desk.stranger.get("/changes").json
    assert set(page) == PAGE
    assert (page["items"], page["next_cursor"]) == ([], None)
    assert desk.stranger.get("/changes", query_string={"cursor": page["cursor"]}).json == page
    claim = desk.claim(visibility="public")
    desk.published(claim)
    (line,) = feed(desk.stranger, cursor=page["cursor"])
    assert line["claim_id"] == claim["id"]


def test_each_kind_of_change_is_told(desk: Desk):
    document = desk.document(visibility="public")
    (claim,) = desk.claims(document)
    desk.published(claim)
    desk.published(claim, rating="false")
    describe(desk, document, title="Another title")
    describe(desk, document, visibility="desk")
    describe(desk, document, visibility="public")
    retract(desk, claim, "A forgery.")
    desk.published(claim)
    assert kinds(desk.stranger) == [
        "published",
        "corrected",
        "corrected",
        "hidden",
        "published",
        "retracted",
        "published",
    ]
    lines = feed(desk.stranger)
    assert [line["number"] for line in lines] == list(range(1, 8))
    assert [line["reason"] for line in lines] == [None] * 5 + ["A forgery.", None]


def test_the_verdict_of_a_line_is_the_one_that_stands_now(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    desk.published(claim, rating="false")
    now = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    assert [line["verdict"] for line in feed(desk.stranger)] == [now, now]
    retract(desk, claim)
    assert [line["verdict"] for line in feed(desk.stranger)] == [None] * 3


def test_what_changes_no_verdict_is_not_told(desk: Desk):
    document = desk.document("It cost 9 million pounds. It is red.", visibility="public")
    tagged, refused = desk.claims(document)
    desk.published(tagged, rating=None, rationale=None)
    edit = desk.submitted(refused)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/rejection", {"comment": "No."}, if_match=edit.headers["ETag"]
    )
    describe(desk, document, title="Another title")
    assert kinds(desk.admin) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "A. Nother"},
        {"publisher": "The Paper"},
        {"language": "de"},
        {"published_at": "2026-11-22"},
        {"blind": True},
        {"title": "The title it has"},
    ],
    ids=lambda fields: f"a change of {next(iter(fields))}",
)
def test_what_no_verdict_shows_corrects_none(fields: dict[str, Any], desk: Desk):
    document = desk.document(visibility="public", title="The title it has")
    (claim,) = desk.claims(document)
    desk.published(claim)
    before = desk.stranger.get(f"/claims/{claim['id']}/verdict").data
    describe(desk, document, **fields)
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").data == before
    assert kinds(desk.stranger) == ["published"]


@pytest.mark.parametrize(
    "fields", [{"title": "Another title"}, {"url": "https://example.org/article"}], ids=str
)
def test_a_verdict_shows_how_its_document_is_called_now(fields: dict[str, Any], desk: Desk):
    document = desk.document("It cost 9 million pounds. It is red.", visibility="public")
    for claim in (claims := desk.claims(document)):
        desk.published(claim)
    describe(desk, document, **fields)
    for claim in claims:
        shown = desk.stranger.get(f"/claims/{claim['id']}/verdict").json["document"]
        assert fields.items() <= shown.items()
    assert kinds(desk.stranger) == ["published", "published", "corrected", "corrected"]
    assert [line["claim_id"] for line in feed(desk.stranger)][2:] == [c["id"] for c in claims]


def test_strangers_read_of_public_documents_only(desk: Desk):
    hidden, shown = desk.claim(), desk.claim(visibility="public")
    desk.published(hidden)
    desk.published(shown)
    desk.published(hidden, rating="false")
    retract(desk, hidden, "An internal affair.")
    (line,) = feed(desk.stranger)
    assert (line["number"], line["claim_id"]) == (2, shown["id"])
    for who in (desk.reader, desk.annotator, desk.reviewer, desk.admin):
        assert [line["number"] for line in feed(who)] == [1, 2, 3, 4]


def test_a_document_that_becomes_public_tells_of_its_verdicts_from_then_on(desk: Desk):
    document = desk.document("It cost 9 million pounds. It is red. It is long.")
    first, second, gone = desk.claims(document)
    for claim in (first, second, gone):
        desk.published(claim)
    retract(desk, gone)
    assert kinds(desk.stranger) == []
    describe(desk, document, visibility="public")
    lines = feed(desk.stranger)
    assert [(line["kind"], line["claim_id"]) for line in lines] == [
        ("published", first["id"]),
        ("published", second["id"]),
    ]
    assert all(line["verdict"]["claim_id"] == line["claim_id"] for line in lines)
    assert desk.stranger.get(f"/claims/{gone['id']}/verdict").status_code == 410


def test_a_document_that_is_hidden_takes_its_verdicts_from_strangers(desk: Desk):
    document = desk.document(visibility="public")
    (claim,) = desk.claims(document)
    desk.published(claim)
    describe(desk, document, visibility="desk")
    lines = feed(desk.stranger)
    assert [line["kind"] for line in lines] == ["published", "hidden"]
    assert [line["verdict"] for line in lines] == [None, None]
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").json["code"] == "not_found"
    assert all(line["verdict"] for line in feed(desk.reader))

    retract(desk, claim, "An internal affair.")
    assert kinds(desk.stranger) == ["published", "hidden"]
    assert "internal" not in desk.stranger.get("/changes").text
    assert kinds(desk.reader) == ["published", "hidden", "retracted"]


def test_archiving_a_document_retracts_all_its_verdicts(desk: Desk):
    document = desk.document("It cost 9 million pounds. It is red.", visibility="public")
    claims = desk.claims(document)
    for claim in claims:
        desk.published(claim)
    assert desk.admin.delete(f"/documents/{document['id']}").status_code == 200
    assert kinds(desk.stranger) == ["published", "published", "retracted", "retracted"]
    for claim in claims:
        gone = desk.stranger.get(f"/claims/{claim['id']}/verdict")
        assert (gone.status_code, gone.json["reason"]) == (410, "The document was archived.")
    assert desk.admin.delete(f"/documents/{document['id']}").status_code == 200
    assert len(feed(desk.admin)) == 4, "archived twice, retracted once"


def test_an_archived_document_gets_no_verdict_any_more(desk: Desk):
    document = desk.document(visibility="public")
    (claim,) = desk.claims(document)
    edit = desk.submitted(claim)
    desk.admin.delete(f"/documents/{document['id']}")
    answer = desk.admin.post(f"/edits/{edit.json['id']}/approval", if_match=edit.headers["ETag"])
    assert answer.status_code in (404, 409), answer.text
    assert kinds(desk.admin) == []
    assert desk.stranger.get(f"/claims/{claim['id']}/verdict").status_code == 404


def test_the_feed_is_read_page_by_page_to_its_end_and_on(desk: Desk):
    claim = desk.claim(visibility="public")
    for rating in ("true", "mixed", "false", "true", "mixed"):
        desk.published(claim, rating=rating)
    read, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = desk.stranger.get("/changes", query_string=query).json
        read += [line["number"] for line in page["items"]]
        cursor = page["cursor"]
        if page["next_cursor"] is None:
            break
        assert page["next_cursor"] == cursor
    assert read == [1, 2, 3, 4, 5]
    desk.published(claim, rating="false")
    assert [line["number"] for line in feed(desk.stranger, limit=2, cursor=cursor)] == [6]


def test_pages_pass_over_what_one_may_not_read(desk: Desk):
    hidden, shown = desk.claim(), desk.claim(visibility="public")
    for rating in ("true", "mixed", "false"):
        desk.published(hidden, rating=rating)
        desk.published(shown, rating=rating)
    first = desk.stranger.get("/changes?limit=2").json
    second = desk.stranger.get(f"/changes?limit=2&cursor={first['next_cursor']}").json
    numbers = [[line["number"] for line in page["items"]] for page in (first, second)]
    assert numbers == [[2, 4], [6]]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "", "A" * 2000, "é"])
def test_a_damaged_cursor_is_refused(cursor: str, desk: Desk):
    answer = desk.stranger.get("/changes", query_string={"cursor": cursor})
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


def test_a_cursor_of_another_list_is_refused(desk: Desk):
    for name in ("first", "second"):
        desk.document(f"The {name} bridge cost 9 million pounds.")
    foreign = desk.annotator.get("/documents?limit=1").json["next_cursor"]
    answer = desk.stranger.get("/changes", query_string={"cursor": foreign})
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


def test_nobody_but_a_reviewer_describes_a_document_with_verdicts(desk: Desk):
    document = desk.document(visibility="public")
    assert desk.annotator.patch(f"/documents/{document['id']}", {"title": "B"}).status_code == 200
    desk.published(desk.claims(document)[0])
    refused = desk.annotator.patch(f"/documents/{document['id']}", {"visibility": "desk"})
    assert (refused.status_code, refused.json["code"]) == (403, "role_missing")
    assert kinds(desk.stranger) == ["published"]
