"""Which words of which version an annotation is about, and where a copy of them is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.models import Snapshot
from tests.claims.repairing import TEXT, reattach, update
from tests.factories import Desk
from tests.formats.annotating import annotation_of

BASE = "http://127.0.0.1:8000"
URL = "https://news.example/bridge"
LONGER = TEXT.replace("Two is so.", "Two is quite so.")
GONE = TEXT.replace("Two is so. ", "")
EARLIER = "Zero is so. " + TEXT

WHERE_IT_STANDS = [
    ("stands as it was judged", [], 1, "Two is so.", None),
    ("moved", [EARLIER], 2, "Two is so.", None),
    (
        "was changed: the words judged, where they stood last",
        [EARLIER, LONGER],
        2,
        "Two is so.",
        None,
    ),
    ("is gone: the words judged, where they stood last", [EARLIER, GONE], 2, "Two is so.", None),
    ("came back", [GONE, TEXT], 3, "Two is so.", None),
    ("was changed, and a reviewer says the verdict holds", [LONGER], 2, "Two is quite so.", LONGER),
    ("is gone after that", [LONGER, GONE], 2, "Two is quite so.", LONGER),
]


@pytest.mark.parametrize(
    ("sentence", "texts", "version", "words", "reattached"),
    WHERE_IT_STANDS,
    ids=[row[0] for row in WHERE_IT_STANDS],
)
def test_the_target_is_the_words_judged_in_a_version_that_has_them(
    desk: Desk, sentence: str, texts: list[str], version: int, words: str, reattached: str | None
):
    document = desk.document(TEXT, visibility="public")
    two = desk.claims(document)[1]
    desk.published(two)
    for text in texts:
        update(desk, document, text)
        if text == reattached:
            assert reattach(desk, two, words, text).status_code == 200
    annotation = annotation_of(desk, two)
    quote, place = annotation["target"]["selector"]
    shown = desk.annotator.get(f"/documents/{document['id']}/versions/{version}").json
    text, start, end = shown["text"], place["start"], place["end"]
    assert quote["exact"] == words == text[start:end]
    assert text[:start].endswith(quote["prefix"])
    assert text[end:].startswith(quote["suffix"])
    assert annotation["target"]["state"]["sourceDate"] == shown["created_at"]


def test_words_judged_while_the_text_changed_are_those_of_the_version_before(desk: Desk):
    document = desk.document(TEXT, visibility="public")
    two = desk.claims(document)[1]
    edit = desk.submitted(two)
    update(desk, document, LONGER)
    answer = desk.reviewer.post(f"/edits/{edit.json['id']}/approval", if_match=edit.headers["ETag"])
    assert answer.status_code == 201, answer.text
    quote, place = annotation_of(desk, two)["target"]["selector"]
    assert (quote["exact"], place["start"]) == ("Two is so.", TEXT.index("Two"))


def test_the_date_of_a_fetched_text_is_when_it_was_fetched(desk: Desk):
    document = desk.document(TEXT, visibility="public", url=URL)
    fetched = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    with desk.database.transaction() as session:
        session.add(
            Snapshot(
                document_id=document["id"], version=1, url=URL, fetched_at=fetched,
                media_type="text/html", headers=[], hash=b"x", size=0, body=b"",
            )
        )  # fmt: skip
    claim = desk.claims(document)[1]
    desk.published(claim)
    assert annotation_of(desk, claim)["target"]["state"]["sourceDate"] == "2026-11-02T10:30:00Z"


def test_a_copy_is_named_where_the_public_may_read_that_text(desk: Desk, monkeypatch):
    settings = replace(desk.app.extensions["settings"], article_text="full")
    monkeypatch.setitem(desk.app.extensions, "settings", settings)
    document = desk.document(TEXT, visibility="public", url=URL)
    two = desk.claims(document)[1]
    desk.published(two)
    cached = annotation_of(desk, two)["target"]["state"]["cached"]
    assert cached == f"{BASE}/articles/{document['id']}"
    assert "Three is so." in desk.stranger.client.get(cached).text
    update(desk, document, LONGER)
    assert "cached" not in annotation_of(desk, two)["target"]["state"], "another text is there now"
