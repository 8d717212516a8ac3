"""Repairs undone, and done again by undoing that."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from service.claims import repairs
from service.claims.actions import add_claim
from service.claims.queries import compute_status, lock_text
from service.claims.spans import REPAIRS
from service.errors import Refusal
from service.models import Anchor, Claim, ClaimStanding, Document, Event, Retirement, Version
from service.vocabulary import AnchorState
from tests.claims.repairing import (
    TEXT,
    merge,
    move,
    refused,
    retire,
    select,
    split,
    texts,
    undo,
    update,
)
from tests.factories import Desk

ClaimJson = dict[str, Any]
Repair = Callable[[Desk, ClaimJson, ClaimJson], TestResponse]
ALL: dict[str, Repair] = {
    "split": lambda desk, one, two: split(desk, one, 3, 7),
    "merged": lambda desk, one, two: merge(desk, one, two),
    "bound anew": lambda desk, one, two: move(desk, one, "One is so. Two"),
    "retired": lambda desk, one, two: retire(desk, one),
}


@pytest.fixture
def document(desk: Desk) -> ClaimJson:
    return desk.document(TEXT)


def said(desk: Desk, document: ClaimJson) -> list[tuple[Any, ...]]:
    """What stands in a document, apart from revisions, and what it says of their number."""
    claims = [(c["id"], c["text"], c["block"], c["anchor"]) for c in desk.claims(document)]
    now = desk.annotator.get(f"/documents/{document['id']}").json
    assert now["claims_count"] == len(claims)
    return claims


@pytest.mark.parametrize("repair", ALL)
def test_what_was_repaired_is_undone_and_done_again(desk: Desk, document: ClaimJson, repair: str):
    one, two, *_ = desk.claims(document)
    before = said(desk, document)
    assert ALL[repair](desk, one, two).status_code in (200, 201)
    after = said(desk, document)
    assert after != before
    for expected in (before, after, before):
        answer = undo(desk, one)
        assert answer.status_code == 200, answer.text
        assert answer.json == desk.annotator.get(f"/claims/{one['id']}").json
        assert said(desk, document) == expected
    actions = [
        event["action"]
        for event in desk.annotator.get(f"/claims/{one['id']}/history").json["items"]
    ]
    assert actions[:3] == ["repair_undone"] * 3
    assert len(actions) == 4


def test_a_selection_is_undone_by_retiring_what_it_made(desk: Desk, document: ClaimJson):
    made = select(desk, document, "Two is")
    assert undo(desk, made).json == made | {"status": "retired"}
    assert "Two is" not in texts(desk, document)
    assert undo(desk, made).json == made


def test_whoever_undoes_from_a_piece_is_shown_what_it_is_part_of(desk: Desk, document: ClaimJson):
    one = desk.claims(document)[0]
    _, piece = split(desk, one, 3).json["items"]
    answer = undo(desk, piece)
    assert (answer.status_code, answer.json["id"]) == (200, one["id"])
    assert answer.json["text"] == one["text"]
    assert f"part of claim {one['id']}" in refused(undo(desk, piece), 404, "not_found")


def test_a_retirement_is_undone_in_a_later_version_where_the_claim_stands_by_then(
    desk: Desk, document: ClaimJson
):
    one, two, *_ = desk.claims(document)
    retire(desk, two)
    update(desk, document, f"Zero is so. {TEXT}")
    answer = undo(desk, two)
    assert (answer.status_code, answer.json["status"]) == (200, "unchecked")
    assert answer.json["anchor"]["version"] == 2
    assert texts(desk, document)[:3] == ["Zero is so.", one["text"], two["text"]]


@pytest.mark.parametrize("repair", ["split", "merged", "bound anew"])
def test_no_other_repair_of_an_older_version_is_undone(
    desk: Desk, document: ClaimJson, repair: str
):
    one, two, *_ = desk.claims(document)
    ALL[repair](desk, one, two)
    update(desk, document, f"Zero is so. {TEXT}")
    refused(undo(desk, one), 409, "stale_version")


def test_nothing_is_undone_where_nothing_was_repaired(desk: Desk, document: ClaimJson):
    one, two, *_ = desk.claims(document)
    split(desk, one, 3)
    assert "Nothing was repaired" in refused(undo(desk, two), 409, "invalid_transition")


@pytest.mark.parametrize("code", ["has_verdict", "has_open_edits"])
def test_nothing_is_undone_that_somebody_judges(desk: Desk, document: ClaimJson, code: str):
    one = desk.claims(document)[0]
    first, second = split(desk, one, 3).json["items"]
    (desk.published if code == "has_verdict" else desk.draft)(second)
    before = desk.claims(document)
    refused(undo(desk, first), 409, code)
    assert desk.claims(document) == before


def test_a_repair_is_undone_that_was_on_screen(desk: Desk, document: ClaimJson):
    one = desk.claims(document)[0]
    split(desk, one, 3)
    (event,) = desk.annotator.get(f"/claims/{one['id']}/history").json["items"]
    refused(undo(desk, one, event=event["id"] + 1), 409, "invalid_transition")
    assert undo(desk, one, event=event["id"]).status_code == 200
    refused(undo(desk, one, event=event["id"]), 409, "invalid_transition")


def test_what_was_repaired_on_is_undone_from_the_newest(desk: Desk, document: ClaimJson):
    one, two, *_ = desk.claims(document)
    before = said(desk, document)
    first, second = split(desk, one, 3).json["items"]
    merge(desk, second, two)
    assert "changed since" in refused(undo(desk, first), 409, "invalid_transition")
    assert undo(desk, second).status_code == 200
    assert undo(desk, first).status_code == 200
    assert said(desk, document) == before


def test_what_comes_back_takes_no_place_that_is_taken(desk: Desk, document: ClaimJson):
    one, two, *_ = desk.claims(document)
    merge(desk, one, two)
    made = select(desk, document, "Two is so.")
    answer = undo(desk, one)
    refused(answer, 409, "duplicate")
    assert answer.json["claim_id"] == made["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"event": 0}, "event"), ({"event": "1"}, "event"), ({"version": 1}, "version")],
)
def test_an_undo_is_refused_that_says(
    desk: Desk, document: ClaimJson, body: dict[str, Any], field: str
):
    answer = undo(desk, desk.claims(document)[0], **body)
    refused(answer, 422, "invalid")
    assert set(answer.json["errors"]) == {field}


# Any repairs, in any order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["split", "merge", "move", "retire", "select", "undo"]),
        st.integers(0, 30),
        st.integers(0, len(TEXT)),
        st.integers(1, 25),
    ),
    min_size=1,
    max_size=8,
)


def take(session: Session, desk: Desk, step: tuple[str, int, int, int], document_id: int) -> None:
    """One step; numbers that fit nothing are refused."""
    what, which, offset, more = step
    viewer = desk.annotator.viewer
    ids = session.scalars(sa.select(Claim.id).order_by(Claim.id)).all()
    claim = ids[which % len(ids)]
    place = {"version": 1, "start": offset, "end": offset + more}
    if what == "split":
        anchor = session.get(Anchor, (claim, 1))
        at = (anchor.start if anchor else 0) + 1 + more % 9
        repairs.split_claim(session, viewer, claim, version=1, at=[at])
    elif what == "merge":
        standing = session.scalars(sa.select(Anchor.claim_id).order_by(Anchor.start)).all()
        start = offset % len(standing)
        several = standing[start : start + 2 + more % 2]
        if len(several) > 1:
            repairs.merge_claims(session, viewer, several, version=1)
    elif what == "move":
        repairs.move_anchor(session, viewer, claim, **place)
    elif what == "retire":
        repairs.retire_claim(session, viewer, claim)
    elif what == "select":
        add_claim(session, viewer, document_id, **place)
    else:
        repairs.undo_repair(session, viewer, claim)


def state(session: Session, document_id: int) -> dict[int, tuple[Any, ...]]:
    """The claims that are not retired, after what must hold of all was looked at."""
    session.expire_all()
    text = session.get_one(Version, (document_id, 1)).text
    anchors = {a.claim_id: a for a in session.scalars(sa.select(Anchor))}
    retired = {r.claim_id: r for r in session.scalars(sa.select(Retirement))}
    claims = {c.id: c for c in session.scalars(sa.select(Claim))}
    for claim in claims.values():
        kept = session.get_one(ClaimStanding, claim.id).status
        assert kept == compute_status(session, claim.id)
        part_of = retired[claim.id].survivor_id if claim.id in retired else None
        assert (claim.id in anchors) == (part_of is None)
    for anchor in anchors.values():
        assert anchor.state is AnchorState.EXACT
        assert claims[anchor.claim_id].text == text[anchor.start : anchor.end]
        assert claims[anchor.claim_id].text.strip() == claims[anchor.claim_id].text != ""
    places = [(anchor.start, anchor.end) for anchor in anchors.values()]
    assert len(set(places)) == len(places)
    live = {i: (anchors[i].start, anchors[i].end, c.text, c.block)
            for i, c in claims.items() if i not in retired}  # fmt: skip
    assert session.get_one(Document, document_id).claims_count == len(live)
    return live


def events_of(session: Session) -> Iterator[Event]:
    """The repairs, newest first."""
    query = sa.select(Event).where(Event.action.in_(REPAIRS)).order_by(Event.id.desc())
    yield from session.scalars(query).all()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_any_repairs_leave_claims_that_hold_and_can_all_be_undone(desk: Desk, document: ClaimJson):
    viewer, here = desk.annotator.viewer, document["id"]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=STEPS)
    def holds(steps: list[tuple[str, int, int, int]]) -> None:
        with desk.database.transaction() as session:
            first = now = state(session, here)
            for step in steps:
                try:
                    with session.begin_nested():
                        take(session, desk, step, here)
                except Refusal:
                    session.expire_all()
                    assert state(session, here) == now
                    continue
                was, now = now, state(session, here)
                if now != was:
                    newest = next(events_of(session))
                    spans_hold(newest, was, now)
            for event in list(events_of(session)):
                text = lock_text(session, viewer, here)
                repairs.revert(session, viewer, text, event)
                state(session, here)
            assert state(session, here) == first
            session.rollback()

    holds()


def spans_hold(event: Event, was: dict[int, Any], now: dict[int, Any]) -> None:
    """What an event says stood before and after did, and nothing else changed."""
    sides = [{c: (s, e) for c, s, e in event.details[side]} for side in ("before", "after")]
    for side, claims in zip(sides, (was, now), strict=True):
        assert side == {claim: claims[claim][:2] for claim in side}
    touched = sides[0].keys() | sides[1].keys()
    for claims, others in ((was, now), (now, was)):
        assert {i: c for i, c in claims.items() if i not in touched} == {
            i: c for i, c in others.items() if i not in touched
        }
