"""Reads of what is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.errors import Gone, Moved, NotFound
from service.models import (
    Anchor,
    Assessment,
    Change,
    Claim,
    Document,
    FactCheck,
    Retirement,
    Snapshot,
    Version,
)
from service.permissions import STRANGER, Viewer
from service.visibility import known_to, visible_to
from service.vocabulary import AnchorState

PUBLIC_VERDICT = sa.select(FactCheck.body, FactCheck.etag).where(
    FactCheck.claim_id == sa.bindparam("claim_id"), visible_to(STRANGER, FactCheck)
)
"""What a stranger reads a thousand times: the row, or one without a body, or none."""


def get_verdict(session: Session, viewer: Viewer, claim_id: int) -> tuple[bytes, str]:
    """The verdict on a claim, ready to send, and its ETag.

    Raises NotFound (`no_verdict` where the viewer may know that the claim exists), Gone, or Moved
    for a claim that became part of another.
    """
    row = session.execute(
        sa.select(
            FactCheck.body, FactCheck.etag, FactCheck.retracted_at, FactCheck.retraction_reason
        ).where(FactCheck.claim_id == claim_id, visible_to(viewer, FactCheck))
    ).one_or_none()
    if row is None:
        raise _nothing_published(session, viewer, claim_id)
    body, etag, retracted_at, reason = row
    if body is None or etag is None:
        check_not_moved(session, claim_id)
        raise retracted(retracted_at, reason)
    return body, etag


def retracted(at: datetime | None, reason: str | None) -> Gone:
    """The refusal of a verdict that was taken back, and of its fact-check."""
    return Gone(f"This verdict was retracted: {reason}", retracted_at=at, reason=reason)


def _nothing_published(session: Session, viewer: Viewer, claim_id: int) -> NotFound:
    """Whoever may read verdicts of the document, if there were any, may know that there is none."""
    exists = session.scalar(
        sa.select(Claim.id).join(Document).where(Claim.id == claim_id, known_to(viewer))
    )
    if exists is None:
        return NotFound(f"There is no claim {claim_id}.")
    check_not_moved(session, claim_id)
    return NotFound(f"Claim {claim_id} has no verdict.", code="no_verdict")


def check_not_moved(session: Session, claim_id: int) -> None:
    """Raise Moved, which names the last of the chain, for a claim that became part of another."""
    chain = (
        sa.select(Retirement.survivor_id.label("id"))
        .where(Retirement.claim_id == claim_id, Retirement.survivor_id.is_not(None))
        .cte(recursive=True)
    )
    chain = chain.union_all(
        sa.select(Retirement.survivor_id).where(
            Retirement.claim_id == chain.c.id, Retirement.survivor_id.is_not(None)
        )
    )
    goes_on = sa.exists().where(
        Retirement.claim_id == chain.c.id, Retirement.survivor_id.is_not(None)
    )
    survivor = session.scalar(sa.select(chain.c.id).where(~goes_on))
    if survivor is not None:
        raise Moved(f"Claim {claim_id} became part of claim {survivor}.", claim_id=survivor)


def find_fact_check(session: Session, claim_id: int) -> FactCheck | None:
    """The record of a claim, retracted ones too."""
    return session.scalars(sa.select(FactCheck).filter_by(claim_id=claim_id)).one_or_none()


def has_verdicts(session: Session, document_id: int) -> bool:
    """Whether any claim of the document has a verdict now."""
    query = sa.select(FactCheck.id).where(
        FactCheck.document_id == document_id, FactCheck.retracted_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None


def published_of(
    session: Session, document: Document
) -> Sequence[Row[FactCheck, Claim, Assessment, Anchor]]:
    """What the verdicts of a document are made of, in the order of the claims."""
    return session.execute(
        sa.select(FactCheck, Claim, Assessment, Anchor)
        .join(Claim, Claim.id == FactCheck.claim_id)
        .join(Assessment, Assessment.id == FactCheck.assessment_id)
        .join(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == document.version))
        .where(FactCheck.document_id == document.id, FactCheck.retracted_at.is_(None))
        .order_by(Claim.id)
    ).all()


def find_standing(session: Session, claim: Claim) -> tuple[Anchor, str]:
    """Where the claim stands in the newest version, and the words to judge there.

    These are the claim's own unless its sentence has changed; an orphan has but those it had.
    """
    anchor, words = session.execute(
        sa.select(Anchor, WORDS_NOW)
        .join(Claim, Claim.id == Anchor.claim_id)
        .join(Document, Document.id == Anchor.document_id)
        .join(
            Version,
            sa.and_(Version.document_id == Document.id, Version.number == Document.version),
        )
        .where(Anchor.claim_id == claim.id, Anchor.version == Document.version)
    ).one()
    return anchor, words


def last_stood(session: Session, claim: Claim, anchor: Anchor) -> dict[str, Any] | None:
    """Where the claim's words stand, or else stood last: in the newest version that has them.

    `anchor` is the newest. `{"version", "start", "end", "exact", "prefix", "suffix", "at"}`, the
    last being when the version was fetched, or else made; None where they never stood.
    """
    asked: dict[str, Any] = {"claim_id": claim.id}
    if anchor.state in (AnchorState.EXACT, AnchorState.MOVED):
        query, asked["version"] = _PLACE_IN_VERSION, anchor.version
    else:
        query = _LAST_PLACE_OF_WORDS
        asked |= {"words": claim.text, "length": len(claim.text)}
    row = session.execute(query, asked).one_or_none()
    return {**row._asdict(), "exact": claim.text} if row else None


_WORDS_THERE = sa.func.substr(
    Version.text,
    sa.cast(Anchor.start + 1, sa.Integer),  # PostgreSQL has no bigint here
    sa.cast(Anchor.end - Anchor.start, sa.Integer),
)
"""The words at an Anchor whose Version is joined."""

WORDS_NOW: sa.ColumnElement[str] = sa.case(
    (Anchor.state == AnchorState.CHANGED, _WORDS_THERE), else_=Claim.text
)
"""The words to judge of a Claim whose Anchor in its newest Version is joined."""

_PLACES = (
    sa.select(
        Anchor.version,
        Anchor.start,
        Anchor.end,
        Anchor.prefix,
        Anchor.suffix,
        sa.func.coalesce(Snapshot.fetched_at, Version.created_at).label("at"),
    )
    .join(
        Version,
        sa.and_(Version.document_id == Anchor.document_id, Version.number == Anchor.version),
    )
    .outerjoin(
        Snapshot,
        sa.and_(Snapshot.document_id == Version.document_id, Snapshot.version == Version.number),
    )
    .where(Anchor.claim_id == sa.bindparam("claim_id"))
)
_PLACE_IN_VERSION = _PLACES.where(Anchor.version == sa.bindparam("version"))
_LAST_PLACE_OF_WORDS = (
    _PLACES.where(
        Anchor.end - Anchor.start == sa.bindparam("length"), sa.bindparam("words") == _WORDS_THERE
    )
    .order_by(Anchor.version.desc())
    .limit(1)
)


def list_changes(
    session: Session, viewer: Viewer, *, after: int, limit: int
) -> Sequence[dict[str, Any]]:
    """Lines of the feed by number; verdict and reason only where the viewer may read them now."""
    rows = session.execute(
        sa.select(
            Change.number,
            Change.kind,
            Change.claim_id,
            Change.fact_check_id,
            Change.at,
            sa.case((FactCheck.id.is_not(None), Change.reason)).label("reason"),
            FactCheck.body,
        )
        .outerjoin(
            FactCheck,
            sa.and_(FactCheck.id == Change.fact_check_id, visible_to(viewer, FactCheck)),
        )
        .where(Change.number > after, visible_to(viewer, Change))
        .order_by(Change.number)
        .limit(limit)
    )
    return [
        {
            "number": row.number,
            "kind": row.kind,
            "claim_id": row.claim_id,
            "fact_check_id": row.fact_check_id,
            "at": row.at,
            "reason": row.reason,
            "verdict": orjson.Fragment(row.body) if row.body else None,
        }
        for row in rows
    ]
