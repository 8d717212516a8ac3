"""Reads about documents."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.claims.statements import status_seen_by
from service.errors import NotFound
from service.models import (
    Anchor,
    Block,
    Claim,
    ClaimStanding,
    Document,
    Edit,
    Event,
    FactCheck,
    Retirement,
    Snapshot,
    Version,
)
from service.permissions import Viewer
from service.visibility import unblinded, visible_to
from service.vocabulary import OPEN_STATES, Action

STATES = ("exact", "moved", "changed", "orphaned", "new")
"""What a new text may make of a sentence."""


_STANDING = sa.select(Document).where(Document.archived_at.is_(None))
_BY_URL = _STANDING.where(Document.canonical_url == sa.bindparam("url"))
_BY_TEXT = _STANDING.where(
    Document.canonical_url.is_(None), Document.text_hash == sa.bindparam("text_hash")
)
_NEWEST_CLAIMS = (
    sa.select(Claim.id)
    .where(Claim.document_id == sa.bindparam("document_id"))
    .order_by(Claim.id.desc())
    .limit(sa.bindparam("count"))
)
"""Made once, as the others: to make a statement takes longer than to run it."""


def get_document(session: Session, viewer: Viewer, document_id: int) -> Document:
    """The document, if it exists for the viewer."""
    document = session.scalars(
        sa.select(Document).where(Document.id == document_id, visible_to(viewer, Document))
    ).one_or_none()
    if document is None:
        raise NotFound(f"There is no document {document_id}.")
    return document


def find_document(
    session: Session, *, canonical_url: str | None, text_hash: bytes
) -> Document | None:
    """The document of this article: by its URL, or, without one, by its text."""
    if canonical_url is not None:
        return session.scalars(_BY_URL, {"url": canonical_url}).one_or_none()
    return session.scalars(_BY_TEXT, {"text_hash": text_hash}).one_or_none()


def newest_claims(session: Session, document: Document, count: int) -> Sequence[int]:
    """The ids of so many claims of a document, those that were made last, in their order."""
    here = {"document_id": document.id, "count": count}
    return session.scalars(_NEWEST_CLAIMS, here).all()[::-1]


def list_versions(
    session: Session, document: Document, *, before: int | None, limit: int
) -> Sequence[Version]:
    """A document's versions, newest first, without their texts."""
    query = (
        sa.select(Version).options(sa.orm.defer(Version.text)).filter_by(document_id=document.id)
    )
    if before is not None:
        query = query.where(Version.number < before)
    return session.scalars(query.order_by(Version.number.desc()).limit(limit)).all()


def get_version(
    session: Session, document: Document, number: int
) -> tuple[Version, Sequence[Block]]:
    """One version with its blocks in order."""
    check_version(document, number)
    version = session.get_one(Version, (document.id, number))
    blocks = session.scalars(
        sa.select(Block).filter_by(document_id=document.id, version=number).order_by(Block.start)
    ).all()
    return version, blocks


def check_version(document: Document, number: int) -> None:
    """Raise NotFound unless the document has this version: they are numbered from 1."""
    if not 1 <= number <= document.version:
        raise NotFound(f"Document {document.id} has no version {number}.")


def find_snapshot(session: Session, document: Document, number: int) -> Snapshot | None:
    """What was fetched to make a version, if it was; its body is read when it is looked at."""
    return session.scalars(
        sa.select(Snapshot)
        .options(sa.orm.defer(Snapshot.body))
        .filter_by(document_id=document.id, version=number)
    ).one_or_none()


def counts_of(session: Session, document: Document) -> dict[str, int]:
    """What the newest version made of the claims, by state, as was told when it was added."""
    details = session.scalars(
        sa.select(Event.details)
        .where(Event.document_id == document.id, Event.action == Action.VERSION_ADDED)
        .order_by(Event.id.desc())
        .limit(1)
    ).one()
    return {state: details[state] for state in STATES}


def list_standing(
    session: Session, viewer: Viewer, document: Document
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Where all claims stand in the newest version and what stands on them, in reading order.

    Rows of id, text, block, start, end, state, status, has_verdict, has_open_edits and is_retired,
    as far as the viewer may know. What became part of another claim stands nowhere.
    """
    shown = unblinded(viewer, Claim.id, Claim.document_id)
    is_known = sa.or_(shown, Edit.author_id == viewer.id)
    return session.execute(
        sa.select(
            Claim.id,
            Claim.text,
            Claim.block,
            Anchor.start,
            Anchor.end,
            Anchor.state,
            status_seen_by(viewer).label("status"),
            sa.and_(FactCheck.id.is_not(None), shown).label("has_verdict"),
            sa.exists()
            .where(Edit.claim_id == Claim.id, Edit.state.in_(OPEN_STATES), is_known)
            .label("has_open_edits"),
            Retirement.claim_id.is_not(None).label("is_retired"),
        )
        .join(Anchor, Anchor.claim_id == Claim.id)
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .outerjoin(
            FactCheck, sa.and_(FactCheck.claim_id == Claim.id, FactCheck.retracted_at.is_(None))
        )
        .outerjoin(Retirement, Retirement.claim_id == Claim.id)
        .where(
            Anchor.document_id == document.id,
            Anchor.version == document.version,
            Retirement.survivor_id.is_(None),
        )
        .order_by(Anchor.start, Claim.id)
    ).all()
