"""The only writer of fact-check records and of the change feed. None commits."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import utcnow
from service.embeddings import actions as embeddings
from service.models import (
    Anchor,
    Assessment,
    Change,
    ChangeCounter,
    Claim,
    Document,
    FactCheck,
)
from service.search import index
from service.search.normalising import text_key
from service.verdicts import likenesses, positions, queries
from service.verdicts.rules import columns_of, correction_of, detail_of, needs_recheck, render
from service.vocabulary import ChangeKind, Visibility

TOLD = (
    "text",
    "text_key",
    "title",
    "claimant",
    "claim_date",
    "reviewed_at",
    "newest_on",
    "language",
    "rating_code",
    "rating_label",
    "rating_value",
    "detail",
)
"""The columns of a record that say what the verdict says."""

ENTERS = ChangeKind.PUBLISHED
LEAVES = (ChangeKind.RETRACTED, ChangeKind.HIDDEN)
"""The kinds of public lines that bring a verdict in among those that everyone reads, or out."""


class Line(NamedTuple):
    """A line of the feed that has no number yet."""

    kind: ChangeKind
    fact_check: FactCheck
    public: bool
    reason: str | None = None


def publish(
    session: Session,
    claim: Claim,
    assessment: Assessment,
    document: Document,
    anchor: Anchor,
    now: datetime,
) -> Line:
    """Make this rated assessment the verdict on the claim: published, or corrected if one stood.

    The answer is the line of the feed, for `append_changes`.
    """
    fact_check = queries.find_fact_check(session, claim.id)
    kind, correction = ChangeKind.PUBLISHED, None
    if fact_check is None:
        fact_check = FactCheck(claim_id=claim.id, document_id=document.id, published_at=now)
        session.add(fact_check)
    elif fact_check.retracted_at is not None:
        fact_check.published_at = now
        fact_check.retracted_at = fact_check.retraction_reason = None
    else:
        kind = ChangeKind.CORRECTED
        correction = correction_of(now, fact_check.rating_label, assessment.rating_label)
    _fill(session, fact_check, claim, assessment, document, anchor, now, correction)
    return Line(kind, fact_check, fact_check.public)


def retract(session: Session, fact_check: FactCheck, reason: str) -> Line:
    """Take a verdict back: its record answers 410 with the reason until it is published again.

    What it said goes, and nothing finds it any more. The answer is the line of the feed, for
    `append_changes`.
    """
    fact_check.body = fact_check.etag = fact_check.assessment_id = None
    for name in TOLD:
        setattr(fact_check, name, None)
    fact_check.retracted_at = fact_check.updated_at = utcnow()
    fact_check.retraction_reason = reason
    index.drop(session, [fact_check.id])
    embeddings.forget(session, [fact_check.id])
    likenesses.drop(session, fact_check.id)
    return Line(ChangeKind.RETRACTED, fact_check, fact_check.public, reason)


def render_again(session: Session, document: Document) -> list[Line]:
    """Bring every verdict of a document up to what describes the document now.

    A flip of the visibility is `published` or `hidden`; a sentence that is not as it was judged any
    more, `recheck`; anything else, `corrected`. The answer is the lines of the feed, for
    `append_changes`.
    """
    lines = []
    now = utcnow()
    for fact_check, claim, assessment, anchor in queries.published_of(session, document):
        was_public = fact_check.public
        was_to_recheck = fact_check.body and orjson.loads(fact_check.body)["needs_recheck"]
        correction = _told_beside(fact_check).get("correction")
        _fill(session, fact_check, claim, assessment, document, anchor, now, correction)
        kind = ChangeKind.CORRECTED
        if was_public != fact_check.public:
            kind = ChangeKind.PUBLISHED if fact_check.public else ChangeKind.HIDDEN
        elif needs_recheck(anchor.state) and not was_to_recheck:
            kind = ChangeKind.RECHECK
        lines.append(Line(kind, fact_check, was_public or fact_check.public))
    session.execute(
        sa.update(FactCheck)
        .where(FactCheck.document_id == document.id, FactCheck.retracted_at.is_not(None))
        .values(public=document.visibility is Visibility.PUBLIC)
    )
    return lines


def describe_again(session: Session, document: Document) -> None:
    """Bring what formats show of a document beside its verdicts up to what describes it now.

    No verdict says it, so that none changes and the feed has no line; but the records do. To be
    called last, as `append_changes`.
    """
    now = utcnow()
    published = queries.published_of(session, document)
    for fact_check, *_ in published:
        fact_check.updated_at = now
        fact_check.language = document.language
        told = _told_beside(fact_check)
        detail = detail_of(document, told.get("correction"), told.get("stood"))
        fact_check.detail = orjson.dumps(detail)
        index.put(session, [index.Entry.of(fact_check)])
    if published and document.visibility is Visibility.PUBLIC:
        _note_public_change(session, now)


def append_changes(session: Session, lines: Iterable[Line]) -> None:
    """Number the lines without a gap and in the order of the commits.

    The counter row stays locked until the commit, so this is the last thing an action does. What
    counts the verdicts that everyone may read is brought up to date under the same lock.
    """
    lines = list(lines)
    if not lines:
        return
    session.flush()
    last = session.scalars(
        sa.update(ChangeCounter)
        .values(number=ChangeCounter.number + len(lines))
        .returning(ChangeCounter.number)
    ).one()
    now = utcnow()
    public = [line for line in lines if line.public]
    if public:
        _note_public_change(session, now)
    positions.leave(session, [line.fact_check.id for line in public if line.kind in LEAVES])
    positions.enter(session, [line.fact_check.id for line in public if line.kind is ENTERS])
    session.execute(
        sa.insert(Change),
        [
            {
                "number": number,
                "kind": line.kind,
                "claim_id": line.fact_check.claim_id,
                "fact_check_id": line.fact_check.id,
                "at": now,
                "reason": line.reason,
                "public": line.public,
            }
            for number, line in enumerate(lines, last - len(lines) + 1)
        ],
    )


def _note_public_change(session: Session, now: datetime) -> None:
    """Keep when what everyone reads last changed; whoever waited for the row sets it not back."""
    session.flush()
    session.execute(
        sa.update(ChangeCounter).where(ChangeCounter.public_at < now).values(public_at=now)
    )


def _fill(
    session: Session,
    fact_check: FactCheck,
    claim: Claim,
    assessment: Assessment,
    document: Document,
    anchor: Anchor,
    now: datetime,
    correction: dict[str, Any] | None,
) -> None:
    verdict = render(
        claim,
        assessment,
        document,
        anchor,
        published_at=fact_check.published_at,
        updated_at=now,
    )
    fact_check.assessment_id = assessment.id
    fact_check.public = document.visibility is Visibility.PUBLIC
    fact_check.body = orjson.dumps(verdict, option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS)
    fact_check.etag = blake2b(fact_check.body, digest_size=9).hexdigest()
    fact_check.updated_at = now
    judged_before = fact_check.text
    for name, value in columns_of(assessment, document, fact_check.published_at).items():
        setattr(fact_check, name, value)
    fact_check.text_key = text_key(assessment.text or "")
    stood = queries.last_stood(session, claim, anchor)
    fact_check.detail = orjson.dumps(detail_of(document, correction, stood))
    session.flush()
    index.put(session, [index.Entry.of(fact_check)])
    if fact_check.text != judged_before:
        likenesses.put(session, fact_check.id, fact_check.text or "")


def _told_beside(fact_check: FactCheck) -> dict[str, Any]:
    """What the record tells beside its verdict, as `detail_of` has it."""
    told: dict[str, Any] = orjson.loads(fact_check.detail or b"{}")
    return told
