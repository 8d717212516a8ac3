"""Reads of the matches of one claim.

What does not stand any more, or does not exist for the viewer, is left out. An answer counts for
the wording that it was given on.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims.queries import check_claim
from service.errors import NotFound
from service.fact_checks.queries import get_fact_check
from service.fact_checks.record import standing
from service.matches.record import Found, found_of, matches
from service.matches.rules import MOST_MATCHES
from service.matching.finding import Query, match
from service.models import Assessment, Claim, Document, FactCheck, Match
from service.permissions import Viewer
from service.settings import Settings
from service.visibility import unblinded, visible_to
from service.vocabulary import MatchState


def list_matches(
    session: Session, viewer: Viewer, settings: Settings, claim_id: int, *, limit: int
) -> list[Found]:
    """What may have checked a claim before: what was confirmed, then up to `limit` suggestions that
    are found now, the likeliest first, and last what was rejected. Never the verdict on it.

    Raises as `check_claim` does. Nothing for who has yet to judge the claim by themselves.
    """
    check_claim(session, viewer, claim_id)
    if is_blinded(session, viewer, claim_id):
        return []
    answered = _answered(session, viewer, settings, claim_id)
    known = {each.record.id for each in answered}
    asked = [queries_of(session, [claim_id])[claim_id]]
    most = limit + len(known) + 1  # one may be the verdict on the claim itself
    suggested = [
        Found(each.record, each.score, each.reasons)
        for each in match(session, viewer, settings, asked, limit=most)[0]
        if each.record.id not in known and each.record.claim_id != claim_id
    ]
    return [
        *(each for each in answered if each.state is MatchState.CONFIRMED),
        *suggested[:limit],
        *(each for each in answered if each.state is MatchState.REJECTED),
    ]


def find_match(
    session: Session, viewer: Viewer, settings: Settings, claim_id: int, fact_check_id: int
) -> tuple[str, Found]:
    """The wording of a claim, and a fact-check as a match of it; what nobody suggests scores 0.

    The caller has asked `check_match`. Raises NotFound.
    """
    wording = session.scalars(sa.select(Claim.text).where(Claim.id == claim_id)).one()
    for each in list_matches(session, viewer, settings, claim_id, limit=MOST_MATCHES):
        if each.record.id == fact_check_id:
            return wording, each
    return wording, Found(get_fact_check(session, viewer, settings, fact_check_id), 0.0, ())


def check_match(session: Session, viewer: Viewer, claim_id: int, fact_check_id: int) -> None:
    """Raise NotFound unless the viewer may say whether this fact-check is of this claim."""
    check_claim(session, viewer, claim_id)
    if is_blinded(session, viewer, claim_id):
        raise NotFound("This document is blind: submit an assessment of your own first.")
    row = session.execute(
        sa.select(FactCheck.claim_id).where(
            FactCheck.id == fact_check_id, standing(), visible_to(viewer, FactCheck)
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no fact-check {fact_check_id}.")
    if row.claim_id == claim_id:
        raise NotFound(f"Fact-check {fact_check_id} is the verdict on this very claim.")


def find_kept(
    session: Session, viewer: Viewer, settings: Settings, claim_id: int, fact_check_id: int
) -> Found | None:
    """What is kept of a fact-check as a match of a claim, if anything is."""
    here = sa.and_(Match.claim_id == claim_id, Match.fact_check_id == fact_check_id)
    row = session.execute(matches(viewer).where(here)).one_or_none()
    return None if row is None else found_of(row, settings)


def is_blinded(session: Session, viewer: Viewer, claim_id: int) -> bool:
    """Whether the viewer has to judge the claim by themselves before they see others' verdicts."""
    here = unblinded(viewer, Claim.id, Claim.document_id)
    return session.scalar(sa.select(Claim.id).where(Claim.id == claim_id, here)) is None


def queries_of(session: Session, claim_ids: Sequence[int]) -> dict[int, Query]:
    """What is asked for each of these claims: its wording, and who said it when, where known."""
    rows = session.execute(
        sa.select(
            Claim.id,
            Claim.text,
            Document.language,
            Document.published_at,
            Assessment.claimant_name,
            Assessment.claim_date,
        )
        .join(Document, Document.id == Claim.document_id)
        .outerjoin(Assessment, Assessment.id == Claim.assessment_id)
        .where(Claim.id.in_(claim_ids))
    )
    return {
        row.id: Query(
            row.text,
            row.language,
            row.claimant_name,
            row.claim_date or (row.published_at.date() if row.published_at else None),
        )
        for row in rows
    }


def _answered(session: Session, viewer: Viewer, settings: Settings, claim_id: int) -> list[Found]:
    """What was answered of a claim, the newest answer first."""
    query = matches(viewer).where(Match.claim_id == claim_id, Match.state != MatchState.SUGGESTED)
    rows = session.execute(query.order_by(Match.answered_at.desc(), Match.id.desc()))
    return [found_of(row, settings) for row in rows]
