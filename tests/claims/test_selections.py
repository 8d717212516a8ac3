"""A claim of selected words: which words may become one, where it then stands, and who may."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.claims.actions import add_claim
from service.claims.queries import compute_status
from service.claims.rules import around, check_selection
from service.claims.schemas import ClaimShape
from service.database import Database
from service.errors import Invalid
from service.models import ClaimStanding
from tests.factories import PROPOSAL, Desk
from tests.verdicts.shapes import assert_shaped

TEXT = (
    "Big news\n\nThe 😀 bridge cost 9 million. It is red.\n\n- Steel it is.\n\n## Later on\n\nLast."
)


def select(desk: Desk, document: dict[str, Any], words: str, **changes: Any) -> TestResponse:
    """Make a claim of these words of TEXT."""
    start = TEXT.index(words)
    body = {"version": 1, "start": start, "end": start + len(words)} | changes
    return desk.annotator.post(f"/documents/{document['id']}/claims", body)


def test_selected_words_become_a_claim_where_they_stand(desk: Desk):
    document = desk.document(TEXT)
    answer = select(desk, document, "cost 9 million")
    assert answer.status_code == 201, answer.text
    claim = answer.json
    assert answer.headers["Location"] == f"/api/v1/claims/{claim['id']}"
    read = desk.annotator.get(f"/claims/{claim['id']}")
    assert (read.json, read.headers["ETag"]) == (claim, answer.headers["ETag"])
    assert_shaped(ClaimShape, answer.data, claim)
    start = TEXT.index("cost")
    end = start + len("cost 9 million")
    assert claim["anchor"] == {
        "version": 1,
        "start": start,
        "end": end,
        "prefix": TEXT[:start][-32:],
        "suffix": TEXT[end:][:32],
        "state": "exact",
    }
    assert (claim["text"], claim["block"]) == ("cost 9 million", "paragraph")
    assert (claim["status"], claim["revision"], claim["verdict"]) == ("unchecked", 1, None)


def test_it_stands_in_reading_order_beside_the_claim_around_it(desk: Desk):
    document = desk.document(TEXT)
    inside = select(desk, document, "cost 9 million").json
    texts = [claim["text"] for claim in desk.claims(document)]
    assert texts[1:3] == ["The 😀 bridge cost 9 million.", "cost 9 million"]
    same_start = select(desk, document, "The 😀 bridge").json
    ids = [claim["id"] for claim in desk.claims(document)]
    assert ids.index(same_start["id"]) < ids.index(inside["id"])


def test_the_document_counts_it_and_is_described_as_before(desk: Desk):
    document = desk.document(TEXT)
    select(desk, document, "cost 9 million")
    now = desk.annotator.get(f"/documents/{document['id']}").json
    moved = {"claims_count": document["claims_count"] + 1, "updated_at": now["updated_at"]}
    assert now == document | moved
    assert now["claims_count"] == len(desk.claims(document))


def test_its_history_begins_with_who_made_it(desk: Desk):
    claim = select(desk, desk.document(TEXT), "cost 9 million").json
    (event,) = desk.annotator.get(f"/claims/{claim['id']}/history").json["items"]
    assert (event["action"], event["actor"]["name"]) == ("claim_added", "annotator")
    assert event["document_id"] == claim["document_id"]


def test_it_is_worked_on_like_any_other(desk: Desk, database: Database):
    claim = select(desk, desk.document(TEXT), "cost 9 million").json
    with database.reading() as session:
        kept = session.scalar(sa.select(ClaimStanding.status).filter_by(claim_id=claim["id"]))
        assert kept == compute_status(session, claim["id"]) == "unchecked"
    desk.published(claim)
    verdict = desk.reviewer.get(f"/claims/{claim['id']}/verdict").json
    assert (verdict["text"], verdict["rating"]["code"]) == ("cost 9 million", PROPOSAL["rating"])


@pytest.mark.parametrize(
    ("words", "claimed", "block"),
    [
        pytest.param("Big", "Big", "headline", id="of the headline"),
        pytest.param("Steel", "Steel", "list_item", id="of a list item"),
        pytest.param("Later", "Later", "heading", id="of a heading"),
        pytest.param(" bridge cost ", "bridge cost", "paragraph", id="white space at its ends"),
        pytest.param("\n\nThe 😀", "The 😀", "paragraph", id="the gap before its block"),
        pytest.param(" is red.\n\n", "is red.", "paragraph", id="the gap behind its block"),
        pytest.param("😀", "😀", "paragraph", id="one character beyond 16 bits"),
        pytest.param("million. It is", "million. It is", "paragraph", id="of two sentences"),
    ],
)
def test_a_selection_may_be(desk: Desk, words: str, claimed: str, block: str):
    answer = select(desk, desk.document(TEXT), words)
    assert answer.status_code == 201, answer.text
    anchor = answer.json["anchor"]
    assert (answer.json["text"], answer.json["block"]) == (claimed, block)
    assert TEXT[anchor["start"] : anchor["end"]] == claimed


END = len(TEXT)
BAD = [
    ("outside the text", {"start": END, "end": END + 1}, "start"),
    ("far outside the text", {"start": 10**40, "end": 10**40 + 1}, "start"),
    ("reaching out of the text", {"start": 0, "end": END + 1}, "end"),
    ("empty", {"start": 12, "end": 12}, "end"),
    ("backwards", {"start": 12, "end": 11}, "end"),
    ("before the text", {"start": -1}, "start"),
    ("ending at its beginning", {"start": 0, "end": 0}, "end"),
    ("only white space", {"start": TEXT.index("\n"), "end": TEXT.index("The")}, "start"),
    ("reaching over two blocks", {"start": 0, "end": TEXT.index("bridge")}, "end"),
    ("the whole text", {"start": 0, "end": END}, "end"),
    ("the marker of a list item", {"start": TEXT.index("- "), "end": TEXT.index("Steel")}, "start"),
    ("the marker of a heading", {"start": TEXT.index("##"), "end": TEXT.index("Later")}, "start"),
    ("a heading with its marker", {"start": TEXT.index("##"), "end": TEXT.index(" on")}, "start"),
    ("a start in words", {"start": "x"}, "start"),
    ("a start in digits", {"start": "1"}, "start"),
    ("a start that is true", {"start": True}, "start"),
    ("a start that is a fraction", {"start": 1.5}, "start"),
    ("an end that is a list", {"end": [5]}, "end"),
    ("no start", {"start": None}, "start"),
    ("no end", {"end": None}, "end"),
    ("no version", {"version": None}, "version"),
    ("a version that is 0", {"version": 0}, "version"),
    ("a version beyond all numbers", {"version": 10**30}, "version"),
    ("a text of its own", {"text": "It is green."}, "text"),
]


@pytest.mark.parametrize(("changes", "field"), [pytest.param(*row[1:], id=row[0]) for row in BAD])
def test_a_selection_is_refused_and_changes_nothing(
    desk: Desk, changes: dict[str, Any], field: str
):
    document = desk.document(TEXT)
    before = desk.claims(document)
    answer = select(desk, document, "cost 9 million", **changes)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert set(answer.json["errors"]) == {field}
    assert desk.claims(document) == before
    assert desk.annotator.get(f"/documents/{document['id']}").json == document


@pytest.mark.parametrize(("blanks", "allowed"), [(0, True), (5, True), (-1, False)])
def test_three_thousand_characters_are_the_most_without_the_blanks(blanks: int, allowed: bool):
    text = "a" * (3000 - min(blanks, 0)) + " " * blanks + "."
    if allowed:
        assert check_selection(text, 0, 3000 + blanks) == (0, 3000)
    else:
        with pytest.raises(Invalid) as refused:
            check_selection(text, 0, 3001)
        assert set(refused.value.errors or {}) == {"end"}


def test_context_is_cut_at_the_ends_of_the_text():
    assert around("abc", 1, 2) == ("a", "c")
    assert around("a" * 50 + "b" + "c" * 50, 50, 51) == ("a" * 32, "c" * 32)


def test_words_of_another_version_are_refused_with_the_newest(desk: Desk):
    answer = select(desk, desk.document(TEXT), "cost 9 million", version=2)
    assert (answer.status_code, answer.json["code"]) == (409, "stale_version")
    assert "Version 1 is the newest" in answer.json["detail"]


@pytest.mark.parametrize("words", ["It is red.", " It is red.", "cost 9 million"])
def test_a_claim_stands_once_at_the_same_words(desk: Desk, words: str):
    document = desk.document(TEXT)
    select(desk, document, "cost 9 million")
    before = desk.claims(document)
    (stands,) = [claim["id"] for claim in before if claim["text"] == words.strip()]
    answer = select(desk, document, words)
    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")
    assert answer.json["claim_id"] == stands
    assert desk.claims(document) == before


def of_another(desk: Desk, document: dict[str, Any]) -> int:
    return 777


def of_an_archived(desk: Desk, document: dict[str, Any]) -> int:
    desk.admin.delete(f"/documents/{document['id']}")
    return int(document["id"])


@pytest.mark.parametrize("which", [of_another, of_an_archived])
@pytest.mark.parametrize("who", ["annotator", "admin"])
def test_there_is_nothing_to_select_in_a_document_that_is_not_there(
    desk: Desk, which: Callable[[Desk, dict[str, Any]], int], who: str
):
    document_id = which(desk, desk.document(TEXT))
    body = {"version": 1, "start": 0, "end": 3}
    answer = getattr(desk, who).post(f"/documents/{document_id}/claims", body)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [("stranger", 401, "unauthenticated"), ("reader", 403, "role_missing")],
)
def test_only_annotators_make_claims(desk: Desk, who: str, status: int, code: str):
    document = desk.document(TEXT, visibility="public")
    answer = getattr(desk, who).post(f"/documents/{document['id']}/claims", {"version": 1})
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_repeat_with_the_same_key_makes_no_second_claim(desk: Desk):
    document = desk.document(TEXT)
    body, path = {"version": 1, "start": 0, "end": 3}, f"/documents/{document['id']}/claims"
    first, second = (
        desk.annotator.post(path, body, headers={"Idempotency-Key": "once"}) for _ in range(2)
    )
    assert (second.status_code, second.json) == (first.status_code, first.json)
    assert len(desk.claims(document)) == document["claims_count"] + 1


def test_of_two_at_once_one_makes_the_claim_and_all_others_are_counted(
    desk: Desk, database: Database
):
    """Three people select the same words and three others each their own, all at once."""
    document = desk.document(TEXT)
    start = TEXT.index("bridge")
    spans = [(start, start + 6)] * 3 + [(start, start + length) for length in (1, 2, 3)]
    together = Barrier(len(spans), timeout=30)

    def make(span: tuple[int, int]) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                add_claim(
                    session,
                    desk.annotator.viewer,
                    document["id"],
                    version=1,
                    start=span[0],
                    end=span[1],
                )
        except Exception as refusal:
            return getattr(refusal, "code", repr(refusal))
        return "made"

    desk.annotator.get("/documents")
    with ThreadPoolExecutor(len(spans)) as pool:
        told = sorted(pool.map(make, spans))
    assert told == ["duplicate"] * 2 + ["made"] * 4
    count = desk.annotator.get(f"/documents/{document['id']}").json["claims_count"]
    assert count == len(desk.claims(document)) == document["claims_count"] + 4
