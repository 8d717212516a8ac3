"""A sentence that stands in other documents is shown with what was found of it there."""

import pytest
import sqlalchemy as sa

from service.models import Claim, Likeness
from service.search.likeness import keys_of
from service.verdicts import likenesses
from tests.claims.repairing import TEXT, merge, move, select, split, undo, update
from tests.factories import Desk, Person
from tests.test_cli import forked

BUSES = "The city spent 9 million pounds on new buses and trams in 2024."
SHOUTED = "the city SPENT 9 million pounds, on new buses and trams, in 2024!"
NEARLY = "In fact the city spent 9 million pounds on new buses and trams in 2024, he said."
OTHER = "Nobody knows what the council will do about the roads."


def duplicates(desk: Desk, claim: dict, who: Person | None = None) -> list[tuple]:
    """What stands elsewhere: claim, likeness, rating and status."""
    answer = (who or desk.annotator).get(f"/claims/{claim['id']}/duplicates")
    assert answer.status_code == 200, answer.text
    return [
        (each["claim_id"], each["likeness"], (each["rating"] or {}).get("code"), each["status"])
        for each in answer.json["items"]
    ]


def known(desk: Desk, document: dict, who: Person | None = None, **query) -> dict:
    """The claims of a document that were judged elsewhere, and in which claims."""
    answer = (who or desk.annotator).get(
        f"/documents/{document['id']}/duplicates", query_string=query
    )
    assert answer.status_code == 200, answer.text
    return {
        each["claim_id"]: [one["claim_id"] for one in each["duplicates"]]
        for each in answer.json["items"]
    }


@pytest.fixture
def judged(desk: Desk) -> dict:
    """A claim with a verdict."""
    claim = desk.claim(BUSES, title="Budget")
    desk.published(claim)
    return claim


def test_a_sentence_is_shown_with_its_verdict_elsewhere_the_same_or_nearly(desk: Desk, judged):
    document = desk.document(f"{OTHER} {SHOUTED}\n\n{NEARLY}")
    other, same, nearly = desk.claims(document)
    assert duplicates(desk, same) == [(judged["id"], 1.0, "mostly_true", "published")]
    [(claim_id, likeness, rating, status)] = duplicates(desk, nearly)
    assert (claim_id, rating, status) == (judged["id"], "mostly_true", "published")
    assert 0.5 <= likeness < 1
    assert duplicates(desk, other) == []
    assert known(desk, document) == {same["id"]: [judged["id"]], nearly["id"]: [judged["id"]]}
    [item] = desk.annotator.get(f"/claims/{same['id']}/duplicates").json["items"]
    assert (item["title"], item["text"]) == ("Budget", BUSES)
    # Its own document says nothing new; there, the same sentence is only unchecked elsewhere.
    assert known(desk, {"id": judged["document_id"]}) == {}
    assert duplicates(desk, judged) == [(same["id"], 1.0, None, "unchecked")]


def test_the_same_words_are_shown_with_the_work_on_them(desk: Desk):
    here, there = desk.claim(BUSES), desk.claim(f"{SHOUTED} {OTHER}")
    desk.draft(there, rating="true")
    assert duplicates(desk, here) == [(there["id"], 1.0, None, "in_work")]
    answer = desk.annotator.post(f"/claims/{there['id']}/edits", {})
    assert answer.status_code == 409
    assert known(desk, {"id": here["document_id"]}) == {}


def test_pages_go_on_in_reading_order(desk: Desk, judged):
    document = desk.document(f"{BUSES} {OTHER}\n\n{NEARLY}\n\n{SHOUTED}")
    first, _other, second, third = [claim["id"] for claim in desk.claims(document)]
    path = f"/documents/{document['id']}/duplicates?limit=2"
    page = desk.annotator.get(path).json
    assert [each["claim_id"] for each in page["items"]] == [first, second]
    rest = desk.annotator.get(f"{path}&cursor={page['next_cursor']}").json
    assert [each["claim_id"] for each in rest["items"]] == [third]
    assert rest["next_cursor"] is None


def test_one_query_finds_those_of_a_whole_document(desk: Desk, judged, count_queries):
    counts = []
    for size in (1, 40):
        text = "\n\n".join([BUSES, *(f"{OTHER} That is {n} of them." for n in range(size))])
        document = desk.document(text)
        with count_queries() as sent:
            assert len(known(desk, document)) == 1
        counts.append(len(sent))
        assert sum("FROM claims" in each and "likenesses" in each for each in sent) == 1
    assert counts[0] == counts[1]


def test_what_one_may_not_see_stands_nowhere(desk: Desk, judged):
    document = desk.document(f"{BUSES} {OTHER}")
    here = desk.claims(document)[0]
    for who in (desk.stranger, desk.reader):
        for path in (f"/claims/{here['id']}/duplicates", f"/documents/{document['id']}/duplicates"):
            assert who.get(path).status_code in (401, 403)
    assert desk.annotator.get("/claims/999/duplicates").status_code == 404
    assert desk.annotator.get("/documents/999/duplicates").status_code == 404
    assert desk.admin.delete(f"/documents/{judged['document_id']}").status_code == 200
    assert duplicates(desk, here) == []
    assert known(desk, document) == {}


def test_a_blind_document_hides_both_what_is_found_in_it_and_what_it_finds(desk: Desk, judged):
    blind = desk.document(f"{BUSES} {OTHER}", blind=True)
    claim = desk.claims(blind)[0]
    found = [(judged["id"], 1.0, "mostly_true", "published")]
    assert duplicates(desk, claim) == []
    assert known(desk, blind) == {}
    assert duplicates(desk, claim, desk.reviewer) == found
    desk.submitted(claim, rating="false")
    assert duplicates(desk, claim) == found
    assert known(desk, blind) == {claim["id"]: [judged["id"]]}
    # Of their verdict, somebody who has not submitted sees nothing in another document either.
    edit = desk.annotator.get(f"/claims/{claim['id']}/edits").json["items"][0]
    etag = desk.reviewer.get(f"/edits/{edit['id']}").headers["ETag"]
    assert desk.reviewer.post(f"/edits/{edit['id']}/approval", if_match=etag).status_code == 201
    newcomer = desk.add("annotator")
    assert duplicates(desk, judged, newcomer) == [(claim["id"], 1.0, None, "unchecked")]
    assert known(desk, {"id": judged["document_id"]}, newcomer) == {}
    assert known(desk, {"id": judged["document_id"]}) == {judged["id"]: [claim["id"]]}


def test_what_was_retracted_or_retired_is_not_shown(desk: Desk, judged):
    here = desk.claim(f"{NEARLY} {OTHER}")
    seen = desk.reviewer.get(f"/claims/{judged['id']}").headers["ETag"]
    path = f"/claims/{judged['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "No."}, if_match=seen).status_code == 201
    assert duplicates(desk, here) == []
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Likeness.key)).all() == []
    desk.published(judged)
    assert [each[0] for each in duplicates(desk, here)] == [judged["id"]]
    assert desk.annotator.post(f"/claims/{here['id']}/retirement").status_code == 201
    assert known(desk, {"id": here["document_id"]}) == {}


def test_new_wordings_are_followed(desk: Desk, judged):
    document = desk.document(f"{OTHER} Roads are next.")
    update(desk, document, f"{OTHER} {SHOUTED}")
    assert [*known(desk, document).values()] == [[judged["id"]]]
    assert_keyed(desk)
    update(desk, document, f"{OTHER} {SHOUTED.replace('9', '8')}")
    assert known(desk, document) == {}
    assert_keyed(desk)


def test_repairs_selections_and_purges_are_followed(desk: Desk):
    document = desk.document(TEXT)
    claims = desk.claims(document)
    split(desk, claims[1], 3)
    assert_keyed(desk)
    merge(desk, *desk.claims(document)[:2])
    assert_keyed(desk)
    undo(desk, desk.claims(document)[0])
    move(desk, claims[3], "is so. Five is so.")
    select(desk, document, "Three is")
    assert_keyed(desk)
    url = desk.database.engine.url.render_as_string(hide_password=False)
    told = ["document", "purge", str(document["id"]), "--reason", "Asked to."]
    assert forked(told, b"", {"DATABASE_URL": url})[0] == 0
    assert_keyed(desk)


def test_a_sentence_of_thousands_of_documents_stays_bounded(desk: Desk, monkeypatch):
    monkeypatch.setattr(likenesses, "MOST", 4)
    hot = "We will win the next election."
    for number in range(6):
        desk.published(desk.claim(f"{hot} That is what {number} people said."))
    document = desk.document("\n\n".join([hot] * 30))
    with desk.database.reading() as session:
        shared = sa.select(sa.func.count(Likeness.fact_check_id)).group_by(Likeness.key)
        assert set(session.scalars(shared)) == {4}
    found = known(desk, document, limit=200)
    assert len(found) == 30
    assert {len(each) for each in found.values()} == {4}
    [*judged, _same, _same_too] = duplicates(desk, desk.claims(document)[0])
    assert {rating for _claim, _likeness, rating, _status in judged} == {"mostly_true"}
    assert len(judged) == 4


def test_reindex_makes_the_keys_of_what_is_older(desk: Desk, judged):
    here = desk.claim(f"{NEARLY} {OTHER}")
    before = desk.annotator.get(f"/claims/{here['id']}").json
    with desk.database.transaction() as session:
        session.execute(sa.update(Claim).values(text_key=None, likeness=None))
        session.execute(sa.delete(Likeness))
    assert duplicates(desk, here) == []
    url = desk.database.engine.url.render_as_string(hide_password=False)
    assert forked(["reindex"], b"", {"DATABASE_URL": url})[0] == 0
    assert_keyed(desk)
    assert [each[0] for each in duplicates(desk, here)] == [judged["id"]]
    assert desk.annotator.get(f"/claims/{here['id']}").json == before


def assert_keyed(desk: Desk) -> None:
    """Each claim of the database has the keys of its wording."""
    with desk.database.reading() as session:
        rows = session.execute(sa.select(Claim.text, Claim.text_key, Claim.likeness)).all()
    assert rows
    for text, *keys in rows:
        assert tuple(keys) == keys_of(text), text
