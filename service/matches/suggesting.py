"""The work of looking through a document for what was checked before, batch by batch."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.jobs.working import Work
from service.matches.actions import keep_suggestions
from service.matches.queries import queries_of
from service.matches.record import Found
from service.matches.rules import KEPT
from service.matching.finding import match
from service.models import Claim, Document
from service.permissions import OPERATOR
from service.settings import Settings

CLAIMS_AT_ONCE = 300
"""Claims that are looked up, and then written, together."""

CLOSELY = 12
"""Fact-checks that are looked at closely for each claim: fewer than for a claim alone."""

Suggested = dict[int, tuple[str, Sequence[Found]]]


def suggest(work: Work) -> None:
    """Look the claims of a document up, from the one where the job stands, and keep the best.

    Claims go by their ids and are never deleted: whoever goes on counts as whoever began. They are
    looked up for the whole desk; what a reader may see of it is decided at reading.
    """
    document_id, done = work.parameters["document_id"], work.done
    while True:
        with work.database.reading() as session:
            total, claim_ids = _claims_after(session, document_id, done)
            found = _suggested(session, work.settings, claim_ids)
        if not claim_ids:
            return
        with work.batch() as batch:
            batch.total = total
            _lock(batch.session, document_id)
            batch.count(**keep_suggestions(batch.session, document_id, found))
        done += len(claim_ids)


def _lock(session: Session, document_id: int) -> None:
    query = sa.select(Document.archived_at).where(Document.id == document_id)
    if session.scalars(query.with_for_update()).one() is not None:
        raise NotFound(f"Document {document_id} is archived: nothing in it changes any more.")


def _claims_after(session: Session, document_id: int, done: int) -> tuple[int, Sequence[int]]:
    here = Claim.document_id == document_id
    total = session.scalar(sa.select(sa.func.count()).select_from(Claim).where(here)) or 0
    ids = sa.select(Claim.id).where(here).order_by(Claim.id)
    return total, session.scalars(ids.offset(done).limit(CLAIMS_AT_ONCE)).all()


def _suggested(session: Session, settings: Settings, claim_ids: Sequence[int]) -> Suggested:
    """What is found for each of these claims, without the verdict on the claim itself."""
    asked = queries_of(session, claim_ids)
    # One more than are kept: it may be that verdict.
    found = match(
        session, OPERATOR, settings, list(asked.values()), limit=KEPT + 1, closely=CLOSELY
    )
    return {
        claim_id: (
            query.text,
            [
                Found(each.record, each.score, each.reasons)
                for each in matches
                if each.record.claim_id != claim_id
            ][:KEPT],
        )
        for (claim_id, query), matches in zip(asked.items(), found, strict=True)
    }
