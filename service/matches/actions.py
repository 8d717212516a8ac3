"""Everything that writes matches. None commits."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims.queries import lock_claim
from service.db import utcnow
from service.errors import Conflict
from service.fact_checks.record import standing
from service.history.actions import record
from service.jobs.actions import add_job
from service.matches.listing import find_run
from service.matches.record import Found
from service.models import Document, FactCheck, Job, Match, MatchRun
from service.permissions import Viewer
from service.vocabulary import OPEN_JOBS, Action, JobKind, JobState, MatchState

TOLD = {
    MatchState.CONFIRMED: Action.MATCH_CONFIRMED,
    MatchState.REJECTED: Action.MATCH_REJECTED,
    MatchState.SUGGESTED: Action.MATCH_REOPENED,
}
"""What the history says of an answer, or of taking one back."""

_ANY_FACT_CHECK = sa.select(FactCheck.id).where(standing()).limit(1)


def answer_match(
    session: Session,
    actor: Viewer,
    claim_id: int,
    wording: str,
    found: Found,
    answer: MatchState,
) -> Match:
    """Say whether a fact-check is of a claim, or with `suggested` take back what was said.

    `wording` is what it was found for. The same answer again changes nothing; another one takes
    its place. It is kept with the texts that were judged. Raises NotFound in an archived document,
    and Conflict `stale_version` where the claim has other words by now.
    """
    claim = lock_claim(session, claim_id)
    if claim.text != wording:
        raise Conflict(
            f"Claim {claim_id} has been reworded just now. Read it again, and answer then.",
            code="stale_version",
        )
    query = sa.select(Match).filter_by(claim_id=claim.id, fact_check_id=found.record.id)
    match = session.scalars(query).one_or_none()
    if match is None:
        match = Match(
            claim_id=claim.id,
            document_id=claim.document_id,
            fact_check_id=found.record.id,
            score=found.score,
            reasons=list(found.reasons),
            state=MatchState.SUGGESTED,
            claim_text=claim.text,
        )
    elif match.claim_text != claim.text:  # what was said of other words counts no longer
        match.state = MatchState.SUGGESTED
    if match.state is answer:
        return match
    is_answer = answer is not MatchState.SUGGESTED
    match.state = answer
    match.score, match.reasons = found.score, list(found.reasons)
    match.claim_text = claim.text
    match.fact_check_text = found.record.text if is_answer else None
    match.answered_by_id = actor.id if is_answer else None
    match.answered_at = utcnow() if is_answer else None
    session.add(match)
    session.flush()
    record(
        session,
        actor,
        TOLD[answer],
        document_id=claim.document_id,
        claim_id=claim.id,
        fact_check_id=found.record.id,
    )
    return match


def begin_run(
    session: Session, actor: Viewer, document: Document, *, is_new_text: bool = False
) -> Job:
    """Have a worker look through a document, which the caller has locked or just made.

    A run that is open already is the answer; but a new text needs one that has not begun.
    """
    is_new = is_new_text and document.version == 1
    run = None if is_new else find_run(session, document.id)
    if run is not None and run.job.state in ((JobState.QUEUED,) if is_new_text else OPEN_JOBS):
        return run.job
    parameters = {"document_id": document.id}
    job = add_job(session, actor, JobKind.DOCUMENT_MATCHES, parameters)
    session.add(MatchRun(job_id=job.id, document_id=document.id))
    session.flush()
    return job


def begin_if_any(session: Session, actor: Viewer, document: Document) -> None:
    """Have a new text looked through, in its own transaction, where it may be of any use."""
    if document.claims_count and session.scalar(_ANY_FACT_CHECK):
        begin_run(session, actor, document, is_new_text=True)


def keep_suggestions(
    session: Session, document_id: int, found: Mapping[int, tuple[str, Sequence[Found]]]
) -> Counter[str]:
    """Keep suggestions for claims of a document, which the caller has locked.

    `found` has, by the ids of claims, the wording that was looked for and what came of it. It takes
    the place of older suggestions; what was answered stays as it is. The answer says for how many
    claims it is `created`, `updated` or `unchanged`.
    """
    before: dict[int, dict[int, float]] = defaultdict(dict)
    answered = set()
    rows = session.execute(sa.select(Match).where(Match.claim_id.in_(found))).scalars()
    for row in rows:
        if row.state is not MatchState.SUGGESTED:
            answered.add((row.claim_id, row.fact_check_id))
        elif row.claim_text == found[row.claim_id][0]:
            before[row.claim_id][row.fact_check_id] = row.score
    counts, changed, written = Counter[str](), [], []
    for claim_id, (wording, suggested) in found.items():
        kept = [each for each in suggested if (claim_id, each.record.id) not in answered]
        after = {each.record.id: each.score for each in kept}
        if after == before[claim_id]:
            counts["unchanged"] += 1
            continue
        counts["updated" if before[claim_id] else "created"] += 1
        changed.append(claim_id)
        written += [_row(document_id, claim_id, wording, each) for each in kept]
    is_old = sa.and_(Match.claim_id.in_(changed), Match.state == MatchState.SUGGESTED)
    session.execute(sa.delete(Match).where(is_old))
    if written:
        session.execute(sa.insert(Match), written)
    return counts


def _row(document_id: int, claim_id: int, wording: str, found: Found) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "claim_id": claim_id,
        "fact_check_id": found.record.id,
        "score": found.score,
        "reasons": list(found.reasons),
        "state": MatchState.SUGGESTED,
        "claim_text": wording,
    }
