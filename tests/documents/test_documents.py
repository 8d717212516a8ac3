"""One document per article; what describes it, who may change that, and where it is found."""

import pytest

from tests.factories import Desk

TEXT = "It cost 9 million pounds."
OTHER = "It cost 8 million pounds."
URL = "https://example.org/article"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        pytest.param(URL, TEXT, id="the same address and text"),
        pytest.param("http://example.org/article", TEXT, id="over http"),
        pytest.param("https://EXAMPLE.org:443/article#top", TEXT, id="spelled differently"),
        pytest.param(f"{URL}?utm_source=mail&fbclid=1", TEXT, id="followed from elsewhere"),
    ],
)
def test_the_same_article_is_the_document_that_is_there(desk: Desk, url: str, text: str):
    first = desk.document(TEXT, url=URL, title="First")
    sent = {"text": text, "url": url, "title": "Second", "visibility": "public"}
    answer = desk.add("annotator").post("/documents", sent)
    assert (answer.status_code, answer.json) == (200, first)
    assert "Location" not in answer.headers
    assert len(desk.annotator.get("/documents").json["items"]) == 1
    assert len(desk.claims(first)) == 1


def test_without_an_address_the_same_text_is_the_document_that_is_there(desk: Desk):
    first = desk.document(TEXT, title="First")
    answer = desk.annotator.post("/documents", {"text": TEXT, "title": "Second"})
    assert (answer.status_code, answer.json) == (200, first)


def test_the_same_address_with_another_text_names_the_document_and_its_versions(desk: Desk):
    first = desk.document(TEXT, url=URL)
    answer = desk.annotator.post("/documents", {"text": OTHER, "url": f"{URL}?utm_source=mail"})
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert answer.json["document_id"] == first["id"]
    assert answer.json["versions"] == f"/api/v1/documents/{first['id']}/versions"
    assert desk.annotator.get(f"/documents/{first['id']}").json == first


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            {"text": TEXT, "url": URL},
            {"text": TEXT, "url": "https://example.org/another"},
            id="the same text at another address",
        ),
        pytest.param({"text": TEXT, "url": URL}, {"text": TEXT}, id="the same text nowhere"),
        pytest.param({"text": TEXT}, {"text": TEXT, "url": URL}, id="the same text somewhere"),
        pytest.param({"text": TEXT}, {"text": OTHER}, id="another text"),
        pytest.param({"text": TEXT}, {"text": f"{TEXT}\n"}, id="the text and a line break"),
        pytest.param(
            {"text": TEXT, "url": URL},
            {"text": OTHER, "url": f"{URL}?page=2"},
            id="a page with a parameter that counts",
        ),
    ],
)
def test_another_article_is_another_document(desk: Desk, first: dict, second: dict):
    answers = [desk.annotator.post("/documents", sent) for sent in (first, second)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["id"] != answers[1].json["id"]
    for answer in answers:
        assert answer.headers["Location"] == f"/api/v1/documents/{answer.json['id']}"


def test_a_document_is_described_as_it_was_sent(desk: Desk):
    fields = {
        "title": "A title",
        "url": f"{URL}?utm_source=mail#top",
        "author": "Ada",
        "publisher": "The Example",
        "published_at": "2026-11-20T00:00:00Z",
        "language": "pt-BR",
        "visibility": "public",
        "blind": True,
    }
    document = desk.document(TEXT, **fields | {"published_at": "2026-11-20"})
    assert {name: document[name] for name in fields} == fields
    assert (document["version"], document["claims_count"], document["revision"]) == (1, 1, 1)
    assert document["archived_at"] is None


def test_a_document_that_says_nothing_of_itself_is_the_desks_own(desk: Desk):
    document = desk.document(TEXT)
    assert (document["visibility"], document["blind"]) == ("desk", False)
    assert document["title"] is document["url"] is document["author"] is None


def test_the_headline_is_the_title_when_there_is_no_other(desk: Desk):
    text = f"Council spends more\n\n{TEXT}"
    assert desk.document(text)["title"] == "Council spends more"
    assert desk.document(text, url=URL, title="Mine")["title"] == "Mine"


@pytest.mark.parametrize(
    ("role", "verdict", "status"),
    [
        ("reader", False, 403),
        ("annotator", False, 200),
        ("reviewer", False, 200),
        ("admin", False, 200),
        ("reader", True, 403),
        ("annotator", True, 403),
        ("reviewer", True, 200),
        ("admin", True, 200),
    ],
)
def test_where_there_are_verdicts_a_reviewer_describes(
    desk: Desk, role: str, verdict: bool, status: int
):
    document = desk.document(TEXT)
    if verdict:
        desk.published(desk.claims(document)[0])
    answer = desk.add(role).patch(f"/documents/{document['id']}", {"title": "Another"})
    assert answer.status_code == status
    if status == 403:
        assert answer.json["code"] == "role_missing"


def test_an_annotator_may_describe_again_what_was_retracted(desk: Desk):
    document = desk.document(TEXT)
    claim = desk.claims(document)[0]
    desk.published(claim)
    path = f"/claims/{claim['id']}"
    etag = desk.reviewer.get(path).headers["ETag"]
    desk.reviewer.post(f"{path}/retraction", {"reason": "Wrong."}, if_match=etag)
    answer = desk.annotator.patch(f"/documents/{document['id']}", {"title": "Another"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "after"),
    [
        pytest.param({"title": "Another"}, {"title": "Another"}, id="a field"),
        pytest.param({"title": None}, {"title": None}, id="a field cleared"),
        pytest.param({"title": "  "}, {"title": None}, id="a blank field"),
        pytest.param({"url": None}, {"url": None}, id="the address cleared"),
        pytest.param(
            {"visibility": "public", "language": "de"},
            {"visibility": "public", "language": "de"},
            id="several",
        ),
    ],
)
def test_a_change_says_what_changes_and_all_else_stays(desk: Desk, change: dict, after: dict):
    document = desk.document(TEXT, title="First", url=URL, author="Ada")
    answer = desk.annotator.patch(f"/documents/{document['id']}", change)
    assert answer.status_code == 200
    moved = {"revision": 2, "updated_at": answer.json["updated_at"]}
    assert answer.json == document | after | moved
    events = desk.annotator.get(f"/documents/{document['id']}/history").json["items"]
    assert events[0]["action"] == "document_changed"
    assert events[0]["fields"] == {name: [document[name], after[name]] for name in after}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"title": "First"}, id="what it is already"),
        pytest.param({"published_at": "2026-11-20T01:00:00+01:00"}, id="the same moment"),
    ],
)
def test_a_change_that_changes_nothing_is_no_change(desk: Desk, change: dict):
    document = desk.document(TEXT, title="First", published_at="2026-11-20")
    answer = desk.annotator.patch(f"/documents/{document['id']}", change)
    assert (answer.status_code, answer.json) == (200, document)
    events = desk.annotator.get(f"/documents/{document['id']}/history").json["items"]
    assert [event["action"] for event in events] == ["document_added"]


def test_with_if_match_it_changes_only_as_it_was_read(desk: Desk):
    document = desk.document(TEXT)
    path = f"/documents/{document['id']}"
    etag = desk.annotator.get(path).headers["ETag"]
    first = desk.annotator.patch(path, {"title": "First"}, if_match=etag)
    assert first.status_code == 200
    second = desk.annotator.patch(path, {"title": "Second"}, if_match=etag)
    assert (second.status_code, second.json["code"]) == (412, "revision_changed")
    assert desk.annotator.get(path).json["title"] == "First"
    third = desk.annotator.patch(path, {"title": "Third"}, if_match=first.headers["ETag"])
    assert third.status_code == 200


def test_an_address_belongs_to_one_document(desk: Desk):
    desk.document(TEXT, url=URL)
    other = desk.document(OTHER)
    answer = desk.annotator.patch(f"/documents/{other['id']}", {"url": f"{URL}#top"})
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert desk.annotator.get(f"/documents/{other['id']}").json == other


def test_an_address_cannot_be_cleared_where_the_text_stands_without_one(desk: Desk):
    desk.document(TEXT)
    other = desk.document(TEXT, url=URL)
    answer = desk.annotator.patch(f"/documents/{other['id']}", {"url": None})
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert desk.annotator.get(f"/documents/{other['id']}").json == other


def test_verdicts_follow_what_describes_their_document(desk: Desk):
    document = desk.document(TEXT, visibility="public", title="First")
    claim = desk.claims(document)[0]
    desk.published(claim)
    desk.reviewer.patch(f"/documents/{document['id']}", {"title": "Second", "url": URL})
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    assert verdict["document"] == {"id": document["id"], "title": "Second", "url": URL}
    kinds = [change["kind"] for change in desk.stranger.get("/changes").json["items"]]
    assert kinds == ["published", "corrected"]


def test_archiving_retracts_and_hides(desk: Desk):
    document = desk.document(TEXT, visibility="public")
    claim = desk.claims(document)[0]
    desk.published(claim)
    path = f"/documents/{document['id']}"
    assert desk.reviewer.delete(path).status_code == 403
    archived = desk.admin.delete(path)
    assert archived.status_code == 200
    assert archived.json["archived_at"]
    for gone in (path, f"{path}/claims", f"/claims/{claim['id']}", f"{path}/history"):
        assert desk.annotator.get(gone).status_code == 404
        assert desk.admin.get(gone).status_code == 200
    assert desk.annotator.get("/documents").json["items"] == []
    assert desk.annotator.get("/claims").json["items"] == []
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict")
    assert (verdict.status_code, verdict.json["code"]) == (410, "retracted")
    kinds = [change["kind"] for change in desk.stranger.get("/changes").json["items"]]
    assert kinds == ["published", "retracted"]


def test_archiving_again_changes_nothing(desk: Desk):
    path = f"/documents/{desk.document(TEXT)['id']}"
    first, second = desk.admin.delete(path), desk.admin.delete(path)
    assert first.json == second.json


@pytest.mark.parametrize("url", [None, URL])
def test_what_was_archived_may_be_added_anew(desk: Desk, url: str | None):
    first = desk.document(TEXT, url=url)
    desk.admin.delete(f"/documents/{first['id']}")
    second = desk.document(TEXT, url=url)
    assert second["id"] != first["id"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        pytest.param("council sp", ["Council spends"], id="words of the title in another case"),
        pytest.param("ada", ["100% sure"], id="the author"),
        pytest.param("three", ["Buses"], id="a word of the text"),
        pytest.param("spends", ["Council spends"], id="a later word"),
        pytest.param("example.org/bus", ["Buses"], id="a part of the address"),
        pytest.param("gazette", ["Fares"], id="the publisher"),
        pytest.param("100%", ["100% sure"], id="a percent sign is no wildcard"),
        pytest.param("_", [], id="an underscore is none either"),
        pytest.param("nothing", [], id="nothing"),
    ],
)
def test_documents_are_found_by_what_describes_them(desk: Desk, q: str, found: list[str]):
    desk.document("One.", title="100% sure", author="Ada")
    desk.document("Two.", title="Council spends")
    desk.document("Three.", title="Buses", url="https://example.org/buses")
    desk.document("Four.", title="Fares", publisher="The Gazette")
    answer = desk.annotator.get("/documents", query_string={"q": q})
    titles = [document["title"] for document in answer.json["items"]]
    assert titles == found


def test_documents_are_found_by_the_status_of_a_claim(desk: Desk):
    untouched = desk.document("One is so.")
    drafted = desk.document("Two is so. Three is so.")
    verified = desk.document("Four is so.")
    desk.draft(desk.claims(drafted)[0])
    desk.published(desk.claims(verified)[0])
    for status, expected in {
        "unchecked": [drafted, untouched],
        "in_work": [drafted],
        "published": [verified],
        "retracted": [],
    }.items():
        items = desk.annotator.get(f"/documents?status={status}").json["items"]
        assert [item["id"] for item in items] == [document["id"] for document in expected]


def test_a_version_has_its_text_and_blocks_and_the_list_only_names_it(desk: Desk):
    text = "A headline\n\n- One is so.\n- Two is so.\n\n## Then\n\nThree is so.\n\n> Four is so.\n"
    document = desk.document(text)
    path = f"/documents/{document['id']}/versions"
    (listed,) = desk.annotator.get(path).json["items"]
    version = desk.annotator.get(f"{path}/1").json
    assert listed == {name: version[name] for name in ("number", "splitter", "created_at")}
    assert version["text"] == text
    assert [
        (block["kind"], block["level"], text[block["start"] : block["end"]])
        for block in version["blocks"]
    ] == [
        ("headline", 1, "A headline"),
        ("list_item", 1, "One is so."),
        ("list_item", 1, "Two is so."),
        ("heading", 2, "Then"),
        ("paragraph", None, "Three is so."),
        ("quotation", None, "Four is so."),
    ]


def test_its_history_begins_with_who_added_it(desk: Desk):
    document = desk.document(TEXT)
    (event,) = desk.annotator.get(f"/documents/{document['id']}/history").json["items"]
    assert event["action"] == "document_added"
    assert event["actor"] == {"id": desk.annotator.viewer.id, "name": "annotator"}


def test_only_a_reviewer_makes_a_document_blind_or_opens_it(desk: Desk):
    path = f"/documents/{desk.document(TEXT)['id']}"
    refused = desk.annotator.patch(path, {"blind": True})
    assert (refused.status_code, refused.json["code"]) == (403, "role_missing")
    assert desk.reviewer.patch(path, {"blind": True}).json["blind"] is True
