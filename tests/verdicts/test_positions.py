"""The positions of public verdicts: all of them, each once, without a gap, whatever was done."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import sqlalchemy as sa

from service import migrate
from service.database import Database
from service.documents.actions import archive_document, change_document
from service.documents.purge import purge_document
from service.models import Change, ChangeCounter, FactCheck, PublicVerdict
from service.permissions import OPERATOR
from service.vocabulary import Visibility
from tests.factories import PROPOSAL, Desk
from tests.verdicts.test_verdict import retract

TEXTS = ("A is so. B is so. C is so.", "Zero is so. A is so. B is quite so.", "A is so. C is so.")


def check(database: Database) -> list[int]:
    """The public verdicts by their positions, which are as they have to be."""
    with database.reading() as session:
        rows = session.execute(
            sa.select(PublicVerdict.position, PublicVerdict.fact_check_id).order_by(
                PublicVerdict.position
            )
        ).all()
        standing = session.scalars(
            sa.select(FactCheck.id).where(
                FactCheck.claim_id.is_not(None), FactCheck.public, FactCheck.retracted_at.is_(None)
            )
        ).all()
        newest = session.scalar(sa.select(sa.func.max(Change.at)).where(Change.public))
        public_at = session.scalars(sa.select(ChangeCounter.public_at)).one()
    assert [row.position for row in rows] == list(range(1, len(standing) + 1))
    assert sorted(row.fact_check_id for row in rows) == sorted(standing)
    assert newest is None or public_at >= newest
    return [row.fact_check_id for row in rows]


def test_they_are_kept_through_whatever_is_done(desk: Desk):
    rng = random.Random(2026)
    documents = [desk.document(f"{TEXTS[0]} In {n}.", visibility="public") for n in range(3)]
    claims = [claim for document in documents for claim in desk.claims(document)]

    def publish() -> None:
        claim = rng.choice(claims)
        rating = rng.choice(["true", "mixed", "unverifiable"])
        proposal = PROPOSAL | {"rating": rating, "rationale": f"{rng.random()}", "submit": True}
        edit = desk.annotator.post(f"/claims/{claim['id']}/edits", proposal)
        assert edit.status_code == 201, edit.text
        path = f"/edits/{edit.json['id']}/approval"
        assert desk.reviewer.post(path, if_match=edit.headers["ETag"]).status_code == 201

    def take_back() -> None:
        claim = rng.choice(claims)
        if desk.stranger.get(f"/claims/{claim['id']}/verdict").status_code == 200:
            retract(desk, claim)

    def flip() -> None:
        visibility = rng.choice(["desk", "public"])
        document = rng.choice(documents)
        desk.reviewer.patch(f"/documents/{document['id']}", {"visibility": visibility})

    def rewrite() -> None:
        document = rng.choice(documents)
        text = f"{rng.choice(TEXTS)} In {document['id'] - 1}."
        desk.annotator.post(f"/documents/{document['id']}/versions", {"text": text})

    acts: list[Callable[[], Any]] = [publish] * 8 + [take_back] * 3 + [flip] * 2 + [rewrite]
    for _ in range(30):
        rng.choice(acts)()
        check(desk.database)
    with desk.database.transaction() as session:
        archive_document(session, OPERATOR, documents[0]["id"])
    check(desk.database)
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, documents[1]["id"], "By order.")
    left = check(desk.database)
    assert desk.stranger.client.get("/annotations/").get_json(force=True)["total"] == len(left)


def test_the_newest_takes_the_position_of_one_that_goes(desk: Desk):
    claims = desk.claims(desk.document(f"{TEXTS[0]} D is so.", visibility="public"))
    for claim in claims:
        desk.published(claim)
    a, b, c, d = check(desk.database)
    retract(desk, claims[1])
    assert check(desk.database) == [a, d, c]
    desk.published(claims[1])
    assert check(desk.database) == [a, d, c, b]
    desk.published(claims[0], rating="false")
    assert check(desk.database) == [a, d, c, b]


def test_verdicts_that_come_and_go_at_once_leave_no_gap(desk: Desk):
    documents = [desk.document(f"{TEXTS[0]} In {n}.", visibility="public") for n in range(4)]
    for document in documents:
        for claim in desk.claims(document)[:2]:
            desk.published(claim)

    def flip(document: dict[str, Any]) -> None:
        for visibility in (Visibility.DESK, Visibility.PUBLIC, Visibility.DESK, Visibility.PUBLIC):
            with desk.database.transaction() as session:
                change_document(session, OPERATOR, document["id"], visibility=visibility)

    with ThreadPoolExecutor(len(documents)) as pool:
        for done in [pool.submit(flip, document) for document in documents]:
            done.result()
    assert len(check(desk.database)) == 8


def test_the_newest_change_of_the_public_is_kept_and_none_of_the_desk(desk: Desk):
    def public_at() -> Any:
        with desk.database.reading() as session:
            return session.scalars(sa.select(ChangeCounter.public_at)).one()

    made = public_at()
    desk.published(desk.claim())
    assert public_at() == made
    document = desk.document(visibility="public")
    desk.published(desk.claims(document)[0])
    published = public_at()
    assert published > made
    desk.reviewer.patch(f"/documents/{document['id']}", {"author": "A. Nother"})
    assert public_at() == published
    desk.reviewer.patch(f"/documents/{document['id']}", {"language": "de"})
    assert public_at() > published


def test_a_migration_counts_and_places_what_was_published_before(desk: Desk):
    document = desk.document(TEXTS[0], visibility="public")
    claims = desk.claims(document)
    for claim in (*claims, desk.claim(), gone := desk.claim(visibility="public")):
        desk.published(claim)
    retract(desk, gone)
    desk.annotator.post(f"/documents/{document['id']}/versions", {"text": TEXTS[1]})
    kept = check(desk.database), stood(desk.database)
    assert len(kept[1]) == 4
    migrate.migrate_down(desk.database, "0017")
    with desk.database.transaction() as session:
        session.execute(
            sa.update(FactCheck).where(FactCheck.detail.is_not(None)).values(detail=b"{}")
        )
    migrate.migrate(desk.database)
    assert (check(desk.database), stood(desk.database)) == kept


def stood(database: Database) -> dict[int, Any]:
    """Where the words of each verdict stood last."""
    with database.reading() as session:
        rows = session.execute(
            sa.select(FactCheck.id, FactCheck.detail).where(FactCheck.retracted_at.is_(None))
        )
        return {row.id: orjson.loads(row.detail)["stood"] for row in rows}
