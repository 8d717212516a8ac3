"""What changes a claim: publication, retraction, and its status. None commits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import queries
from service.db import check_seen
from service.errors import NotFound
from service.history.actions import record
from service.models import Assessment, Claim, ClaimStanding, FactCheck
from service.permissions import Viewer
from service.verdicts import actions as verdicts
from service.verdicts.queries import find_fact_check
from service.vocabulary import Action


def publish_assessment(session: Session, claim: Claim, assessment: Assessment) -> None:
    """Make an approved assessment the claim's own; a rated one becomes its verdict.

    The claim is locked, its edit decided and the event written: the feed comes last.
    """
    claim.assessment_id = assessment.id
    lines = []
    if assessment.rating_code is not None:
        anchor = queries.get_anchor(session, claim)
        lines = [verdicts.publish(session, claim, assessment, claim.document, anchor)]
    refresh_status(session, claim)
    verdicts.append_changes(session, lines)


def retract_verdict(
    session: Session, actor: Viewer, claim_id: int, *, reason: str, seen: frozenset[int]
) -> Claim:
    """Take the verdict on a claim back, the one act of a single person.

    `seen` are the revisions of the claim that the actor had on screen. Raises NotFound
    `no_verdict` when none stands, RevisionChanged when the claim changed.
    """
    claim = queries.lock_claim(session, claim_id)
    fact_check = find_fact_check(session, claim.id)
    if fact_check is None or fact_check.retracted_at is not None:
        raise NotFound(f"Claim {claim.id} has no verdict.", code="no_verdict")
    check_seen(claim, seen)
    line = take_back(session, actor, claim, fact_check, reason)
    verdicts.append_changes(session, [line])
    return claim


def take_back(
    session: Session, actor: Viewer, claim: Claim, fact_check: FactCheck, reason: str
) -> verdicts.Line:
    """Retract, but leave the line of the feed to the caller, who may have more of them."""
    record(
        session,
        actor,
        Action.VERDICT_RETRACTED,
        document_id=claim.document_id,
        claim_id=claim.id,
        before=claim.assessment_id,
        reason=reason,
    )
    claim.assessment_id = None
    line = verdicts.retract(fact_check, reason)
    refresh_status(session, claim)
    return line


def refresh_status(session: Session, claim: Claim) -> None:
    """Bring the projection `claim_status` up to what stands on the claim now."""
    session.flush()
    status = queries.compute_status(session, claim.id)
    session.execute(
        sa.update(ClaimStanding).where(ClaimStanding.claim_id == claim.id).values(status=status)
    )
