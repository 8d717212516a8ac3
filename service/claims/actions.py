"""What makes and changes a claim: selection, publication, retraction, status. None commits."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.checkworthiness.queries import score_of
from service.claims import queries, rules
from service.db import check_seen
from service.errors import Conflict, NotFound
from service.history.actions import record
from service.models import Anchor, Assessment, Claim, ClaimStanding, Document, FactCheck
from service.permissions import Viewer
from service.search import desk as index
from service.search.likeness import keys_of
from service.verdicts import actions as verdicts
from service.verdicts.queries import find_fact_check, find_standing
from service.verdicts.rules import state_after
from service.vocabulary import Action, AnchorState, ClaimStatus


def add_claim(
    session: Session, actor: Viewer, document_id: int, *, version: int, start: int, end: int
) -> Claim:
    """Make a claim of words that somebody selected in the newest version of a text.

    Offsets are code points, `end` exclusive; white space at the ends is left out. Raises Conflict
    `stale_version` for an older version and `duplicate`, with `claim_id`, where a claim stands at
    exactly these words; Invalid, which names the field, for words that cannot be one.
    """
    text = queries.lock_text(session, actor, document_id)
    if version != text.number:
        raise Conflict(
            f"Version {text.number} is the newest of document {document_id}. Select the words in"
            " it.",
            code="stale_version",
        )
    start, end = rules.check_selection(text.text, start, end)
    kind = rules.kind_of_block(queries.find_block(session, text, start), start, end)
    if (before := queries.find_claim_at(session, text, start, end)) is not None:
        raise Conflict(
            f"Claim {before} stands at exactly these words.", code="duplicate", claim_id=before
        )
    wording = text.text[start:end]
    claim = Claim(
        document_id=document_id,
        block=kind,
        text=wording,
        checkworthiness=score_of(session, wording),
        **keys_of(wording)._asdict(),
    )
    session.add(claim)
    session.flush()
    prefix, suffix = rules.around(text.text, start, end)
    session.add(
        Anchor(
            claim_id=claim.id,
            version=version,
            document_id=document_id,
            start=start,
            end=end,
            prefix=prefix,
            suffix=suffix,
            state=AnchorState.EXACT,
        )
    )
    session.add(
        ClaimStanding(claim_id=claim.id, document_id=document_id, status=ClaimStatus.UNCHECKED)
    )
    index.put_claims(session, {claim.id: wording}, claim.document.language)
    # Not through the object: what describes the document, and so its revision, stays.
    session.execute(
        sa.update(Document)
        .where(Document.id == document_id)
        .values(claims_count=Document.claims_count + 1)
    )
    record(
        session,
        actor,
        Action.CLAIM_ADDED,
        document_id=document_id,
        claim_id=claim.id,
        version=version,
        before=[],
        after=[(claim.id, start, end)],
    )
    return claim


def publish_assessment(
    session: Session, claim: Claim, assessment: Assessment, *, at: datetime
) -> None:
    """Make an assessment, approved `at` a moment, the claim's own; a rated one becomes its verdict.

    The claim takes the wording that was judged: where this stands in the text, the claim's recheck
    ends; where something else stands there by now, it needs one. The claim is locked, its edit
    decided and the event written: the feed comes last.
    """
    anchor, words = find_standing(session, claim)
    reword(session, claim, assessment.text or claim.text)
    anchor.state = state_after(anchor.state, is_as_judged=words == claim.text)
    claim.assessment_id = assessment.id
    lines = []
    if assessment.rating_code is not None:
        lines = [verdicts.publish(session, claim, assessment, claim.document, anchor, at)]
    refresh_status(session, claim)
    verdicts.append_changes(session, lines)


def reword(session: Session, claim: Claim, wording: str) -> None:
    """Give a claim these words, the score that they have, and what it is found by."""
    if wording != claim.text:
        claim.text, claim.checkworthiness = wording, score_of(session, wording)
        claim.text_key, claim.likeness = keys_of(wording)
        with session.no_autoflush:  # what else changes of the claim belongs to the same revision
            index.put_claims(session, {claim.id: wording}, claim.document.language)


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
    line = verdicts.retract(session, fact_check, reason)
    refresh_status(session, claim)
    return line


def refresh_status(session: Session, claim: Claim) -> None:
    """Bring the projection `claim_status` up to what stands on the claim now."""
    session.flush()
    status = queries.compute_status(session, claim.id)
    session.execute(
        sa.update(ClaimStanding).where(ClaimStanding.claim_id == claim.id).values(status=status)
    )


def write_statuses(session: Session, statuses: Mapping[int, ClaimStatus]) -> None:
    """Bring the projection up to these statuses, by claim, in one statement for many."""
    if statuses:
        session.connection().execute(
            sa.update(ClaimStanding)
            .where(ClaimStanding.claim_id == sa.bindparam("id"))
            .values(status=sa.bindparam("now")),
            [{"id": claim_id, "now": status} for claim_id, status in statuses.items()],
        )
