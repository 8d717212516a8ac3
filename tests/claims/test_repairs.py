"""Claims repaired by hand: split, merged, bound anew, retired; what each leaves and refuses."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from service.claims.schemas import ClaimShape, Pieces
from service.models import Event
from tests.claims.repairing import (
    TEXT,
    Claim,
    merge,
    move,
    refused,
    retire,
    select,
    split,
    texts,
    update,
)
from tests.factories import API, Desk
from tests.verdicts.shapes import assert_shaped
from tests.verdicts.test_verdict import retract


@pytest.fixture
def document(desk: Desk) -> Claim:
    return desk.document(TEXT)


def details(desk: Desk) -> Any:
    """What the newest event holds."""
    with desk.database.reading() as session:
        return session.scalars(sa.select(Event).order_by(Event.id.desc()).limit(1)).one().details


def span(claim: Claim) -> list[int]:
    return [claim["id"], claim["anchor"]["start"], claim["anchor"]["end"]]


def test_a_split_claim_is_the_first_of_its_pieces(desk: Desk, document: Claim):
    claim = desk.claims(document)[1]
    answer = split(desk, claim, 3, 7)
    assert answer.status_code == 201, answer.text
    pieces = answer.json["items"]
    assert [piece["text"] for piece in pieces] == ["Two", "is", "so."]
    assert pieces[0]["id"] == claim["id"]
    assert [piece["revision"] for piece in pieces] == [claim["revision"] + 1, 1, 1]
    assert answer.headers["Location"] == f"{API}/claims/{pieces[1]['id']}"
    assert_shaped(Pieces, answer.data, answer.json)
    assert details(desk) == {
        "version": 1,
        "before": [span(claim)],
        "after": [span(piece) for piece in pieces],
    }
    assert texts(desk, document) == [
        "One is so.", "Two", "is", "so.", "Three is so.", "Four is so.", "Five is so.",
    ]  # fmt: skip


def test_the_first_of_merged_claims_has_the_words_of_all(desk: Desk, document: Claim):
    _, two, three, four, _ = desk.claims(document)
    answer = merge(desk, four, two, three)
    assert answer.status_code == 200, answer.text
    claim = answer.json
    assert_shaped(ClaimShape, answer.data, claim)
    assert (claim["id"], claim["revision"]) == (two["id"], two["revision"] + 1)
    assert claim["text"] == "Two is so. Three is so.\n\nFour is so."
    assert (claim["anchor"]["prefix"], claim["anchor"]["suffix"]) == ("One is so. ", " Five is so.")
    assert details(desk) == {
        "version": 1,
        "before": [span(two), span(three), span(four)],
        "after": [span(claim)],
    }
    assert texts(desk, document) == ["One is so.", claim["text"], "Five is so."]


def test_what_lies_inside_of_merged_claims_stays(desk: Desk, document: Claim):
    one, two, *_ = desk.claims(document)
    inside = select(desk, document, "Two is")
    assert merge(desk, one, two).status_code == 200
    assert texts(desk, document)[:2] == ["One is so. Two is so.", "Two is"]
    assert desk.annotator.get(f"/claims/{inside['id']}").json == inside


def test_a_claim_that_reaches_into_its_neighbours_trims_them(desk: Desk, document: Claim):
    one, two, three, *_ = desk.claims(document)
    inside = select(desk, document, "Two is")
    answer = move(desk, two, " so. Two is so. Three ")
    assert answer.status_code == 200, answer.text
    assert answer.json["text"] == "so. Two is so. Three"
    assert texts(desk, document)[:4] == ["One is", "so. Two is so. Three", "Two is", "is so."]
    assert details(desk)["before"] == [span(each) for each in (two, one, three)]
    assert desk.annotator.get(f"/claims/{inside['id']}").json == inside


def test_a_claim_that_is_smaller_than_before_leaves_its_neighbours_alone(
    desk: Desk, document: Claim
):
    one, two, *others = desk.claims(document)
    across = select(desk, document, "so. Two is")
    assert move(desk, two, "Two").status_code == 200
    now = desk.claims(document)
    assert [one, across] == [now[0], now[1]]
    assert others == now[3:]


def test_boundaries_that_stay_change_nothing(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    answer = move(desk, two, " Two is so. ")
    assert (answer.status_code, answer.json) == (200, two)
    assert desk.annotator.get(f"/claims/{two['id']}/history").json["items"] == []


def test_a_retired_claim_is_listed_for_who_asks(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    answer = retire(desk, two)
    assert (answer.status_code, answer.json) == (201, two | {"status": "retired"})
    assert "Two is so." not in texts(desk, document)
    for path in (f"/documents/{document['id']}/claims", "/claims"):
        listed = desk.annotator.get(f"{path}?status=retired").json["items"]
        assert listed == [two | {"status": "retired"}]
    assert desk.annotator.get(f"/claims/{two['id']}").json["status"] == "retired"
    assert details(desk) == {"version": 1, "before": [span(two)], "after": []}


def splits(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return split(desk, one, 3)


def merges(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return merge(desk, one, two)


def merges_away(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return merge(desk, desk.claims({"id": one["document_id"]})[0], one)


def moves(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return move(desk, one, one["text"][:6])


def trims(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return move(desk, two, "so. Three")


def retires(desk: Desk, one: Claim, two: Claim) -> TestResponse:
    return retire(desk, one)


Repair = Callable[[Desk, Claim, Claim], TestResponse]
ALL: list[Repair] = [splits, merges, merges_away, moves, trims, retires]


@pytest.mark.parametrize("repair", ALL)
@pytest.mark.parametrize("code", ["has_verdict", "has_open_edits"])
def test_no_words_are_repaired_that_somebody_judges(
    desk: Desk, document: Claim, repair: Repair, code: str
):
    _, two, three, *_ = desk.claims(document)
    (desk.published if code == "has_verdict" else desk.draft)(two)
    before = desk.claims(document)
    answer = repair(desk, two, three)
    assert f"claim {two['id']}" in refused(answer, 409, code)
    assert answer.json["claim_id"] == two["id"]
    assert desk.claims(document) == before


@pytest.mark.parametrize("repair", ALL)
def test_words_whose_verdict_was_retracted_are_repaired(
    desk: Desk, document: Claim, repair: Repair
):
    _, two, three, *_ = desk.claims(document)
    desk.published(two)
    retract(desk, two)
    assert repair(desk, two, three).status_code in (200, 201)


@pytest.mark.parametrize("repair", [splits, merges, moves, retires])
def test_a_retired_claim_is_not_repaired(desk: Desk, document: Claim, repair: Repair):
    _, two, three, *_ = desk.claims(document)
    retire(desk, two)
    assert "is retired" in refused(repair(desk, two, three), 409, "invalid_transition")


@pytest.mark.parametrize("repair", [splits, merges, moves])
def test_a_claim_that_stands_nowhere_is_only_retired(desk: Desk, document: Claim, repair: Repair):
    _, two, three, *_ = desk.claims(document)
    update(desk, document, TEXT.replace("Two is so. ", ""))
    orphan, three = (desk.annotator.get(f"/claims/{each['id']}").json for each in (two, three))
    assert orphan["anchor"]["state"] == "orphaned"
    answer = repair(desk, orphan, three)
    assert "stands nowhere" in refused(answer, 409, "invalid_transition")
    assert retire(desk, orphan).status_code == 201


@pytest.mark.parametrize("repair", [splits, merges, moves])
def test_a_repair_of_an_older_version_is_refused(desk: Desk, document: Claim, repair: Repair):
    _, two, three, *_ = desk.claims(document)
    update(desk, document, f"Zero is so. {TEXT}")
    detail = refused(repair(desk, two, three), 409, "stale_version")
    assert "Version 2 is the newest" in detail


@pytest.mark.parametrize(
    ("at", "field"),
    [
        pytest.param([11], "at.0", id="its very beginning"),
        pytest.param([21], "at.0", id="its very end"),
        pytest.param([0], "at.0", id="before it"),
        pytest.param([10**30], "at.0", id="far behind it"),
        pytest.param([14, 14], "at.1", id="the same place twice"),
        pytest.param([18, 14], "at.1", id="from the end to the beginning"),
        pytest.param([14, 15], "at.0", id="white space alone"),
        pytest.param([-1], "at.0", id="less than nothing"),
        pytest.param([True], "at.0", id="a truth"),
        pytest.param(["14"], "at.0", id="digits"),
        pytest.param([], "at", id="nowhere"),
        pytest.param([14] * 101, "at", id="in too many pieces"),
        pytest.param(None, "at", id="nothing said"),
    ],
)
def test_a_claim_is_not_cut_at(desk: Desk, document: Claim, at: Any, field: str):
    two = desk.claims(document)[1]
    before = desk.claims(document)
    answer = desk.annotator.post(f"/claims/{two['id']}/split", {"version": 1, "at": at})
    refused(answer, 422, "invalid")
    assert set(answer.json["errors"]) == {field}
    assert desk.claims(document) == before


def test_an_odd_cut_is_named_by_its_place(desk: Desk):
    claim = desk.claim("One  is so.")
    answer = split(desk, claim, 3, 5)
    refused(answer, 422, "invalid")
    assert set(answer.json["errors"]) == {"at.0"}


def not_there(desk: Desk, one: Claim, other: Claim) -> list[Any]:
    return [one["id"], 777]


def twice(desk: Desk, one: Claim, other: Claim) -> list[Any]:
    return [one["id"], one["id"]]


def of_two_documents(desk: Desk, one: Claim, other: Claim) -> list[Any]:
    return [one["id"], desk.claim()["id"]]


def in_an_archived_document(desk: Desk, one: Claim, other: Claim) -> list[Any]:
    gone = desk.claim()
    desk.admin.delete(f"/documents/{gone['document_id']}")
    return [one["id"], gone["id"]]


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (not_there, "claims.1"),
        (twice, "claims.1"),
        (of_two_documents, "claims.1"),
        (in_an_archived_document, "claims.1"),
        (lambda desk, one, other: [one["id"], other["id"]], "claims"),
        (lambda desk, one, other: [one["id"]], "claims"),
        (lambda desk, one, other: [one["id"]] * 21, "claims"),
        (lambda desk, one, other: "all", "claims"),
    ],
    ids=[
        "that is not there", "named twice", "of two documents", "of an archived document",
        "with one between", "alone", "by the dozen", "in a word",
    ],
)  # fmt: skip
def test_claims_are_not_merged(desk: Desk, document: Claim, chosen: Any, field: str):
    one, _, three, *_ = before = desk.claims(document)
    body = {"version": 1, "claims": chosen(desk, one, three)}
    answer = desk.annotator.post("/claims/merge", body)
    refused(answer, 422, "invalid")
    assert set(answer.json["errors"]) == {field}
    assert desk.claims(document) == before


def test_a_retired_claim_does_not_stand_between(desk: Desk, document: Claim):
    one, two, three, *_ = desk.claims(document)
    retire(desk, two)
    answer = merge(desk, one, three)
    assert (answer.status_code, answer.json["text"]) == (200, "One is so. Two is so. Three is so.")
    assert desk.annotator.get(f"/claims/{two['id']}").json["status"] == "retired"


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 422)])
def test_claims_of_three_thousand_characters_are_the_longest(desk: Desk, more: int, status: int):
    text = f"It is {'o' * 1493}. It is {'o' * (1492 + more)}."
    answer = merge(desk, *desk.claims(desk.document(text)))
    assert (len(text), answer.status_code) == (3000 + more, status)


@pytest.mark.parametrize(
    "repair",
    [
        pytest.param(lambda desk, one, two: move(desk, one, "Two is so."), id="bound anew"),
        pytest.param(lambda desk, one, two: merge(desk, one, two), id="merged"),
        pytest.param(lambda desk, one, two: split(desk, one, 7), id="split"),
    ],
)
def test_no_two_claims_come_to_stand_at_the_same_words(desk: Desk, document: Claim, repair: Repair):
    one, two, *_ = desk.claims(document)
    for words in ("One is so. Two is so.", "One is"):
        select(desk, document, words)
    before = desk.claims(document)
    answer = repair(desk, one, two)
    refused(answer, 409, "duplicate")
    assert answer.json["claim_id"] in [claim["id"] for claim in before]
    assert desk.claims(document) == before


@pytest.mark.parametrize(
    ("words", "field"),
    [("Three is so.\n\nFour", "end"), ("\n\n", "start")],
)
def test_boundaries_lie_in_one_block(desk: Desk, document: Claim, words: str, field: str):
    answer = move(desk, desk.claims(document)[2], words)
    refused(answer, 422, "invalid")
    assert set(answer.json["errors"]) == {field}


def test_the_document_counts_what_is_not_retired_and_is_described_as_before(
    desk: Desk, document: Claim
):
    one, two, three, four, five = desk.claims(document)
    repairs = [
        (lambda: split(desk, one, 3), 6),
        (lambda: merge(desk, two, three), 5),
        (lambda: move(desk, four, "Four is"), 5),
        (lambda: retire(desk, five), 4),
    ]
    for repair, count in repairs:
        answer = repair()
        assert answer.status_code in (200, 201)
        now = desk.annotator.get(f"/documents/{document['id']}").json
        assert now == document | {"claims_count": count, "updated_at": now["updated_at"]}
        assert len(desk.claims(document)) == count


def test_what_was_said_of_a_claim_stays(desk: Desk, document: Claim):
    two = desk.claims(document)[1]
    desk.annotator.post(f"/claims/{two['id']}/comments", {"text": "Is it?"})
    split(desk, two, 3)
    said = desk.annotator.get(f"/claims/{two['id']}/comments").json["items"]
    assert [comment["text"] for comment in said] == ["Is it?"]
    events = desk.annotator.get(f"/claims/{two['id']}/history").json["items"]
    assert [event["action"] for event in events] == ["claim_split", "comment_added"]
    assert events[0]["differences"] is None
