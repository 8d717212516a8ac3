"""The list of documents: its filters, their choices, and how far each document is."""

from typing import Any

import pytest
import sqlalchemy as sa

from service.database import Database
from service.documents import listing, queries
from service.documents.rules import progress_of
from service.vocabulary import ClaimStatus
from tests.factories import Desk, Person
from tests.verdicts.test_verdict import retract

TEXT = "One is so. Two is so. Three is so. Four is so. Five is so. Six is so."


def found(person: Person, **filters: Any) -> list[str]:
    """The titles of the documents that the list has, newest first."""
    answer = person.get("/documents", query_string=filters)
    assert answer.status_code == 200, answer.text
    return [document["title"] for document in answer.json["items"]]


@pytest.fixture
def shelf(desk: Desk) -> dict[str, dict[str, Any]]:
    """Four documents, one of them blind, one archived."""
    made = [
        desk.document("A is so.", title="A", language="en", publisher="The Example"),
        desk.document("B is so.", title="B", language="de", publisher="Beispiel", blind=True),
        desk.document("C is so.", title="C", language="en", publisher="The Example Daily"),
        desk.document("D is so.", title="D", language="fr", publisher="Le Monde"),
    ]
    desk.admin.delete(f"/documents/{made[-1]['id']}")
    return {document["title"]: document for document in made}


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"language": "en"}, ["C", "A"]),
        ({"language": "de"}, ["B"]),
        ({"language": "fr"}, []),
        ({"language": "EN"}, []),
        ({"publisher": "The Example"}, ["A"]),
        ({"publisher": "the example"}, []),
        ({"publisher": "%"}, []),
        ({"language": "en", "publisher": "The Example Daily"}, ["C"]),
        ({"q": "is so", "language": "de"}, ["B"]),
        ({"q": "C is"}, ["C"]),
    ],
    ids=str,
)
def test_filters_narrow_the_list(
    desk: Desk, shelf: dict[str, Any], filters: dict[str, str], titles: list[str]
):
    assert found(desk.annotator, **filters) == titles


def test_a_search_looks_at_the_newest_text_alone(desk: Desk):
    document = desk.document("It was blue.", title="Colours")
    answer = desk.annotator.post(f"/documents/{document['id']}/versions", {"text": "It was red."})
    assert answer.status_code == 201
    assert (found(desk.annotator, q="blue"), found(desk.annotator, q="RED.")) == ([], ["Colours"])


def test_what_waits_for_review_is_found_by_who_may_see_it(desk: Desk, shelf: dict[str, Any]):
    (a,), (b,), (c,) = (desk.claims(shelf[title]) for title in "ABC")
    desk.submitted(a)
    desk.submitted(b)
    desk.draft(c)
    newcomer = desk.add("annotator")
    for person, waiting, others in [
        (desk.reviewer, ["B", "A"], ["C"]),
        (desk.annotator, ["B", "A"], ["C"]),
        (newcomer, ["A"], ["C", "B"]),
    ]:
        assert found(person, pending="true") == waiting
        assert found(person, pending="false") == others


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"language": "English please"}, "language"),
        ({"language": ""}, "language"),
        ({"language": "\x00"}, "language"),
        ({"publisher": "a" * 301}, "publisher"),
        ({"publisher": ""}, "publisher"),
        ({"publisher": "\x00"}, "publisher"),
        ({"pending": "perhaps"}, "pending"),
        ({"pending": ""}, "pending"),
        ({"author": "Ada"}, "author"),
    ],
    ids=str,
)
def test_a_filter_that_makes_no_sense_is_refused(desk: Desk, filters: dict[str, str], field: str):
    answer = desk.annotator.get("/documents", query_string=filters)
    assert (answer.status_code, set(answer.json["errors"])) == (422, {field})


def test_a_page_goes_on_with_the_same_filters(desk: Desk):
    for number in range(5):
        title = str(number)
        desk.document(f"It is {number}.", title=title, language="de" if number % 2 else "en")
    first = desk.annotator.get("/documents?language=en&limit=2").json
    path = f"/documents?limit=2&cursor={first['next_cursor']}"
    second = desk.annotator.get(f"{path}&language=en").json
    assert [d["title"] for d in (*first["items"], *second["items"])] == ["4", "2", "0"]
    assert desk.annotator.get(f"{path}&language=de").json["code"] == "malformed"


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (ClaimStatus.UNCHECKED, "unchecked"),
        (ClaimStatus.RETRACTED, "unchecked"),
        (ClaimStatus.IN_WORK, "in_work"),
        (ClaimStatus.PUBLISHED, "published"),
        (ClaimStatus.PUBLISHED_PENDING, "published"),
        (ClaimStatus.NEEDS_RECHECK, "published"),
    ],
)
def test_a_claim_counts_as(status: ClaimStatus, stage: str):
    counted = progress_of({status: 3}, 2)
    assert {name for name in ("published", "in_work", "unchecked") if counted[name]} == {stage}
    assert (counted[stage], counted["to_review"], counted["total"]) == (3, 2, 3)


def test_every_status_has_its_stage_but_that_of_what_is_no_claim():
    claims = dict.fromkeys(set(ClaimStatus) - {ClaimStatus.RETIRED}, 1)
    assert progress_of(claims, 0)["total"] == len(claims)
    assert progress_of({ClaimStatus.RETIRED: 1}, 0) == progress_of({}, 0)


def progress(desk: Desk, who: Person, *documents: dict[str, Any]) -> list[Any]:
    with desk.database.reading() as session:
        rows = [queries.get_document(session, desk.admin.viewer, each["id"]) for each in documents]
        found = listing.progress_of(session, who.viewer, rows)
    assert list(found) == [document["id"] for document in documents]
    return list(found.values())


def test_progress_counts_the_claims_of_each_document(desk: Desk):
    document, other = desk.document(TEXT), desk.document("Seven is so.")
    one, two, three, four, *_rest = desk.claims(document)
    desk.published(one)
    desk.published(two)
    desk.submitted(two, rating="false")
    desk.draft(three)
    desk.published(four)
    retract(desk, four)
    assert progress(desk, desk.annotator, other, document) == [
        {"published": 0, "in_work": 0, "unchecked": 1, "to_review": 0, "total": 1},
        {"published": 2, "in_work": 1, "unchecked": 3, "to_review": 1, "total": 6},
    ]


def test_the_progress_of_a_blind_document_is_for_reviewers(desk: Desk):
    document, open_one = desk.document(TEXT, blind=True), desk.document("Seven is so.")
    desk.submitted(desk.claims(document)[0])
    for_reviewers = {"published": 0, "in_work": 1, "unchecked": 5, "to_review": 1, "total": 6}
    assert progress(desk, desk.reviewer, document) == [for_reviewers]
    for annotator in (desk.annotator, desk.add("annotator")):
        blind, shown = progress(desk, annotator, document, open_one)
        assert (blind, shown["total"]) == (None, 1)


def test_progress_is_two_statements_however_many_documents(desk: Desk, database: Database):
    made = [desk.document(f"It is {number}.") for number in range(4)]
    blind = desk.document("It is blind.", blind=True)
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    with database.reading() as session:
        rows = [queries.get_document(session, desk.admin.viewer, each["id"]) for each in made]
        hidden = queries.get_document(session, desk.admin.viewer, blind["id"])
        sa.event.listen(session.connection(), "before_cursor_execute", note)
        listing.progress_of(session, desk.annotator.viewer, rows)
        assert len(sent) == 2
        listing.progress_of(session, desk.annotator.viewer, [hidden])
        listing.progress_of(session, desk.annotator.viewer, [])
        assert len(sent) == 2


def test_the_choices_and_totals_are_those_of_what_one_may_see(
    desk: Desk, shelf: dict[str, Any], database: Database
):
    desk.document("E is so. F is so.", title="E", visibility="public", publisher="aZ")
    with database.reading() as session:

        def shown(person: Person) -> tuple[Any, ...]:
            reads = (listing.languages, listing.publishers, listing.totals)
            return tuple(read(session, person.viewer) for read in reads)

        publishers = ["aZ", "Beispiel", "The Example", "The Example Daily"]
        assert shown(desk.annotator) == (["de", "en"], publishers, (4, 5))
        everything = ["aZ", "Beispiel", "Le Monde", "The Example", "The Example Daily"]
        assert shown(desk.admin) == (["de", "en", "fr"], everything, (5, 6))
        assert shown(desk.stranger) == ([], ["aZ"], (1, 2))


def test_an_empty_desk_has_no_choices_and_nothing_to_count(desk: Desk, database: Database):
    with database.reading() as session:
        assert listing.languages(session, desk.annotator.viewer) == []
        assert listing.publishers(session, desk.annotator.viewer) == []
        assert listing.totals(session, desk.annotator.viewer) == (0, 0)
