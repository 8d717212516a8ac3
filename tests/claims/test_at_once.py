"""Several people who repair the same claims at once: one succeeds, nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import repairs
from service.claims.queries import compute_status
from service.database import Database
from service.edits.actions import create_edit
from service.errors import Refusal
from service.models import Anchor, Claim, ClaimStanding, Document, Retirement, Version
from tests.claims.repairing import TEXT, split
from tests.factories import Desk

Act = Callable[[Session], object]


def at_once(database: Database, *acts: Act) -> list[str]:
    """What becomes of each act, all begun at the same moment: `done`, or a refusal's code."""
    together = Barrier(len(acts), timeout=30)

    def do(act: Act) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                act(session)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def assert_whole(database: Database) -> None:
    """Every claim stands where it says, or is part of another; all are counted."""
    with database.reading() as session:
        retired = {each.claim_id: each.survivor_id for each in session.scalars(
            sa.select(Retirement))}  # fmt: skip
        claims = session.scalars(sa.select(Claim)).all()
        for claim in claims:
            anchor = session.get(Anchor, (claim.id, 1))
            assert (anchor is None) == (retired.get(claim.id) is not None)
            if anchor is not None:
                text = session.get_one(Version, (claim.document_id, 1)).text
                assert claim.text == text[anchor.start : anchor.end]
            kept = session.get_one(ClaimStanding, claim.id).status
            assert kept == compute_status(session, claim.id)
        (document,) = session.scalars(sa.select(Document))
        assert document.claims_count == len(claims) - len(retired)


def test_of_merges_that_overlap_one_is_done(desk: Desk, database: Database):
    ids = [claim["id"] for claim in desk.claims(desk.document(TEXT))]
    viewer = desk.annotator.viewer

    def merges(*chosen: int) -> Act:
        return lambda session: repairs.merge_claims(session, viewer, chosen, version=1)

    told = at_once(database, merges(*ids[:3]), merges(*ids[1:4]), merges(*ids[:4]))
    assert sorted(told) == ["done", "invalid_transition", "invalid_transition"]
    assert_whole(database)


def test_a_claim_is_split_before_or_after_an_edit_of_it_is_begun(desk: Desk, database: Database):
    viewer = desk.annotator.viewer
    for claim in desk.claims(desk.document(TEXT)):
        start = claim["anchor"]["start"]
        edits: list[Any] = []

        def splits(session: Session, claim: Any = claim, start: int = start) -> None:
            repairs.split_claim(session, viewer, claim["id"], version=1, at=[start + 4])

        def begins(session: Session, claim: Any = claim, edits: Any = edits) -> None:
            edit = create_edit(session, viewer, claim["id"], {})
            edits.append((edit.base_revision, session.get_one(Claim, claim["id"]).revision))

        told = at_once(database, splits, begins)
        assert told in (["done", "done"], ["has_open_edits", "done"])
        ((base, revision),) = edits
        assert base == revision
        now = desk.annotator.get(f"/claims/{claim['id']}").json
        assert now["revision"] == base == (2 if told[0] == "done" else 1)
        assert now["status"] == "in_work"
    assert_whole(database)


def test_a_repair_is_undone_once_by_those_who_see_it(desk: Desk, database: Database):
    document = desk.document(TEXT)
    claim, viewer = desk.claims(document)[0], desk.annotator.viewer
    split(desk, claim, 3)
    (event,) = desk.annotator.get(f"/claims/{claim['id']}/history").json["items"]

    def undoes(session: Session) -> None:
        repairs.undo_repair(session, viewer, claim["id"], event=event["id"])

    told = at_once(database, *[undoes] * 4)
    assert sorted(told) == ["done", *["invalid_transition"] * 3]
    assert desk.claims(document)[0]["text"] == claim["text"]
    assert_whole(database)
