"""The marks of a text, and what became of a verdict: the reads behind workbench and claim page."""

import sqlalchemy as sa

from service.claims.queries import corrections_of, marks_of
from service.database import Database
from service.models import Anchor
from tests.factories import Desk, Person
from tests.verdicts.test_verdict import retract

TEXT = "One is so. Two is so. Three is so. Four is so. Five is so."
TAGS_ONLY = {"rating": None, "rationale": None, "citations": []}


def marks(desk: Desk, document: dict, who: Person) -> list[tuple]:
    with desk.database.reading() as session:
        rows = marks_of(session, who.viewer, document["id"])
        assert all(row.checkworthiness is not None for row in rows)
        return [tuple(row)[:-1] for row in rows]


def told(desk: Desk, claim: dict, who: Person, **options) -> list[dict]:
    with desk.database.reading() as session:
        return corrections_of(session, who.viewer, claim["id"], **options)


def test_marks_say_where_each_claim_stands_and_what_it_is_rated(desk: Desk):
    document = desk.document(TEXT, language="de")
    one, two, three, four, _five = claims = desk.claims(document)
    desk.published(one)
    desk.draft(two)
    desk.published(three, **TAGS_ONLY)
    desk.published(four, rating="false")
    retract(desk, four)
    spans = [(c["id"], c["anchor"]["start"], c["anchor"]["end"]) for c in claims]
    assert marks(desk, document, desk.annotator) == [
        (*spans[0], "published", "exact", "mostly_true", "Größtenteils richtig", 4),
        (*spans[1], "in_work", "exact", None, None, None),
        (*spans[2], "unchecked", "exact", None, None, None),
        (*spans[3], "retracted", "exact", None, None, None),
        (*spans[4], "unchecked", "exact", None, None, None),
    ]


def test_marks_are_in_reading_order_and_orphans_come_last(desk: Desk, database: Database):
    document = desk.document(TEXT)
    first, *others = desk.claims(document)
    desk.annotator.post(
        f"/documents/{document['id']}/claims", {"version": 1, "start": 11, "end": 14}
    )
    with database.transaction() as session:
        session.execute(
            sa.update(Anchor)
            .where(Anchor.claim_id == first["id"])
            .values(start=len(TEXT), end=len(TEXT), state="orphaned")
        )
    rows = marks(desk, document, desk.annotator)
    listed = [claim["id"] for claim in desk.claims(document)]
    assert [row[0] for row in rows] == listed
    assert (listed[0], listed[-1]) == (others[0]["id"], first["id"])
    assert rows[-1][4] == "orphaned"


def test_before_their_own_assessment_annotators_see_no_ratings_in_a_blind_document(desk: Desk):
    document = desk.document(TEXT, blind=True)
    one, two, *_ = desk.claims(document)
    desk.published(one, rating="false")
    desk.published(two, rating="true")
    newcomer = desk.add("annotator")
    seen = [row[3:] for row in marks(desk, document, newcomer)]
    assert seen == [("unchecked", "exact", None, None, None)] * 5
    desk.submitted(one, newcomer)
    assert [row[3:] for row in marks(desk, document, newcomer)][:2] == [
        ("published_pending", "exact", "false", "False", 1),
        ("unchecked", "exact", None, None, None),
    ]
    assert [row[5] for row in marks(desk, document, desk.reviewer)][:2] == ["false", "true"]


def test_a_document_that_one_may_not_see_has_no_marks(desk: Desk):
    document = desk.document(TEXT)
    assert marks(desk, document, desk.stranger) == []
    desk.admin.delete(f"/documents/{document['id']}")
    assert marks(desk, document, desk.annotator) == []
    assert len(marks(desk, document, desk.admin)) == 5


def test_marks_are_one_statement_and_corrections_two(desk: Desk, database: Database):
    document = desk.document(TEXT)
    one, *_ = desk.claims(document)
    for rating in ("true", "false", "mixed"):
        desk.published(one, rating=rating)
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    with database.reading() as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        marks_of(session, desk.annotator.viewer, document["id"])
        assert len(sent) == 1
        assert "fact_checks" not in sent[0]
        corrections_of(session, desk.annotator.viewer, one["id"])
        assert len(sent) == 1 + 2


def test_corrections_tell_the_life_of_a_verdict_newest_first(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim, **TAGS_ONLY)
    desk.published(claim, rating="true")
    desk.published(claim, rating="mostly_true")
    retract(desk, claim, "The ledger was forged.")
    desk.published(claim, rating="false")
    desk.submitted(claim, rating="mixed")
    for who in (desk.stranger, desk.reader, desk.annotator):
        lines = told(desk, claim, who)
        assert [(each["kind"], each["rating"], each["reason"]) for each in lines] == [
            ("published", {"code": "false", "label": "False", "value": 1}, None),
            ("retracted", None, "The ledger was forged."),
            ("corrected", {"code": "mostly_true", "label": "Mostly true", "value": 4}, None),
            ("published", {"code": "true", "label": "True", "value": 5}, None),
        ]
        times = [each["at"] for each in lines]
        assert times == sorted(times, reverse=True)
    assert told(desk, claim, desk.reader, limit=2) == lines[:2]


def test_corrections_do_not_tell_what_reviewers_said(desk: Desk):
    claim = desk.claim(visibility="public")
    edit = desk.submitted(claim)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/approval",
        {"comment": "Between us: thin.", "tags": ["legal"]},
        if_match=edit.headers["ETag"],
    )
    (line,) = told(desk, claim, desk.stranger)
    assert (line["kind"], line["reason"]) == ("published", None)
    assert line["rating"]["code"] == "mostly_true"


def test_corrections_of_a_blind_claim_wait_for_the_own_assessment(desk: Desk):
    claim = desk.claim(blind=True)
    desk.published(claim)
    newcomer = desk.add("annotator")
    assert told(desk, claim, newcomer) == []
    desk.submitted(claim, newcomer, rating="false")
    assert len(told(desk, claim, newcomer)) == 1


def test_a_claim_without_a_verdict_has_no_corrections(desk: Desk):
    assert told(desk, desk.claim(), desk.annotator) == []
