"""Exports are narrowed down as the lists of the API are."""

import pytest
import sqlalchemy as sa

from service.db import Base
from tests.exports.reading import lines
from tests.exports.records import add_records
from tests.factories import Desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk on which every filter finds something and leaves something out."""
    english = desk.claim(language="en", publisher="The Example", visibility="public")
    german = desk.claim("Es kostete 9 Millionen.", language="de", publisher="Die Zeitung")
    desk.published(english, tags=["legal"])
    desk.published(german, rating="false", tags=["water"])
    desk.submitted(english, rating="mixed", tags=["water"])
    desk.draft(desk.claim(), rating="false")
    add_records(desk, 1, language="pt-BR", rating_code="true", rating_label="Verdade")
    return desk


AS_IN_LISTS = {
    "claims": ["status=published", "status=published_pending", "tag=legal", "rating=false"],
    "edits": ["state=approved", "state=draft", "tag=water", "rating=false", "document_id=1"],
    "fact-checks": ["rating=true", "language=pt", "publisher=www.checks.example"],
}


@pytest.mark.parametrize("noun", AS_IN_LISTS)
def test_a_filter_that_a_list_has_finds_the_same(filled: Desk, noun: str, subtests):
    key = "url" if noun == "fact-checks" else "id"
    everything = lines(filled.annotator, noun)
    for query in AS_IN_LISTS[noun]:
        with subtests.test(query):
            listed = filled.annotator.get(f"/{noun}?{query}").json["items"]
            name, value = query.split("=")
            found = [line[key] for line in lines(filled.annotator, noun, **{name: value})]
            assert found == [item[key] for item in reversed(listed)]
            assert 0 < len(found) < len(everything)


@pytest.mark.parametrize("noun", ["claims", "edits"])
def test_claims_and_edits_are_narrowed_down_by_their_document(filled: Desk, noun: str):
    for filters in ({"document_id": 2}, {"language": "de"}, {"publisher": "Die Zeitung"}):
        found = lines(filled.annotator, noun, **filters)
        assert {line["document_id"] for line in found} == {2}
    assert lines(filled.annotator, noun, language="de", publisher="The Example") == []


def test_fact_checks_and_events_are_narrowed_down_by_their_document(filled: Desk):
    (line,) = lines(filled.annotator, "fact-checks", document_id=2)
    assert line["language"] == "de"
    events = lines(filled.admin, "events", document_id=2)
    assert {event["document_id"] for event in events} == {2}


@pytest.mark.parametrize(
    ("noun", "column"), [("edits", "updated_at"), ("fact-checks", "updated_at"), ("events", "at")]
)
def test_since_takes_what_changed_at_that_time_or_later(desk: Desk, noun: str, column: str):
    for _ in range(2):
        desk.published(desk.claim(visibility="public"))
    before = lines(desk.admin, noun)
    table = Base.metadata.tables[noun.replace("-", "_")]
    with desk.database.reading() as session:
        last = session.scalar(sa.select(sa.func.max(table.c[column])))
    found = lines(desk.admin, noun, since=last.isoformat())
    assert 0 < len(found) < len(before)
    assert lines(desk.admin, noun, since="2100-01-02") == []


REFUSED = [
    ("claims.csv", "status=lost", "status"),
    ("claims.csv", "document_id=0", "document_id"),
    ("claims.csv", "document_id=one", "document_id"),
    ("claims.csv", "document_id=" + "9" * 30, "document_id"),
    ("claims.csv", "language=British English", "language"),
    ("claims.csv", "tag=", "tag"),
    ("claims.csv", "tag=" + "a" * 81, "tag"),
    ("claims.csv", "rating=a%00b", "rating"),
    ("edits.csv", "state=lost", "state"),
    ("edits.csv", "since=yesterday", "since"),
    ("claims.csv", "colour=red", "colour"),
    ("claims.csv", "limit=5", "limit"),
    ("claims.csv", "state=draft", "state"),
    ("claims.csv", "since=2026-11-22", "since"),
    ("edits.jsonl", "status=published", "status"),
    ("fact-checks.csv", "tag=water", "tag"),
    ("claimreview.json", "status=published", "status"),
    ("events.csv", "rating=true", "rating"),
]


def test_what_cannot_narrow_a_file_down_is_refused_by_name(desk: Desk, subtests):
    for name, query, field in REFUSED:
        with subtests.test(f"{name}?{query}"):
            answer = desk.admin.get(f"/exports/{name}?{query}")
            assert (answer.status_code, answer.json["code"]) == (422, "invalid")
            assert list(answer.json["errors"]) == [field]


def test_a_file_that_there_is_not_is_not_found(desk: Desk):
    for name in ("claims", "claims.xlsx", "users.csv", "..", "CLAIMS.CSV", "a%00"):
        answer = desk.admin.get(f"/exports/{name}")
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), name
