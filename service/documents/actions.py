"""Everything that changes documents. None commits."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.claims.actions import take_back
from service.claims.queries import lock_document
from service.db import check_seen, utcnow
from service.documents import queries, rules
from service.documents.ahead import Ahead, ahead_of
from service.documents.intake import Intake
from service.documents.writing import write_claims, write_version
from service.errors import Conflict
from service.history.actions import record
from service.matches.actions import begin_if_any
from service.models import Document
from service.permissions import Viewer
from service.search import desk as index
from service.sources.rules import canonical_url
from service.texts.cutting import Cut
from service.verdicts import actions as verdicts
from service.verdicts.queries import has_verdicts, published_of
from service.vocabulary import Action, Visibility

DESCRIBED = ("url", "author", "publisher", "published_at", "language")
SHOWN_IN_VERDICTS = {"title", "url", "visibility"}
SHOWN_IN_RECORDS = {"published_at", "language"}
FOUND_BY = {"title", "author", "publisher", "language"}


def add_document(
    session: Session, actor: Viewer, intake: Intake, ahead: Ahead | None = None
) -> tuple[Document, bool]:
    """Add a text that was taken in; every sentence of it becomes a claim.

    `ahead` is what was found of them before the transaction: of many, it takes a while. The answer
    is the document and whether it is new: the same article, by its URL and text or, with no URL, by
    its text, is the document that is there. Raises Conflict `duplicate` for an article that is
    there with another text.
    """
    cut, described = intake.cut, intake.described
    url = described.get("url")
    canonical = canonical_url(url) if url else None
    document = _existing(session, canonical, cut)
    if document is not None:
        return document, False
    headline = (cut.headline or "")[: rules.LONGEST_TITLE]
    document = Document(
        **{name: described.get(name) for name in DESCRIBED},
        title=described.get("title") or headline or None,
        canonical_url=canonical,
        visibility=described.get("visibility", Visibility.DESK),
        blind=described.get("blind", False),
        version=1,
        text_hash=cut.hash,
        claims_count=len(cut.claims),
        created_by_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(document)
    except IntegrityError:  # somebody added it this very moment
        document = _existing(session, canonical, cut)
        if document is None:
            raise
        return document, False
    if ahead is None:
        ahead = ahead_of(session, intake)
    write_version(session, actor, document, intake)
    write_claims(session, document, cut.text, cut.claims, ahead)
    index.put_document(session, document, ahead.text_terms)
    record(session, actor, Action.DOCUMENT_ADDED, document_id=document.id)
    begin_if_any(session, actor, document)
    return document, True


def change_document(
    session: Session,
    actor: Viewer,
    document_id: int,
    *,
    seen: frozenset[int] | None = None,
    **changes: Any,
) -> Document:
    """Change what describes a document.

    Its verdicts are rendered again and told of in the feed where they show what changed.

    Raises Forbidden where it has verdicts and the actor is no reviewer, Conflict `duplicate` where
    another document has the URL.
    """
    document = lock_document(session, actor, document_id)
    has_any = has_verdicts(session, document.id)
    rules.check_describes(actor, document, changes, has_verdicts=has_any)
    check_seen(document, seen)
    fields = rules.differences(document, changes)
    if not fields:
        return document
    for field, (_before, after) in fields.items():
        setattr(document, field, after)
    document.canonical_url = canonical_url(document.url) if document.url else None
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Conflict(
            "Another document has this URL, or the same text and no URL.", code="duplicate"
        ) from None
    record(session, actor, Action.DOCUMENT_CHANGED, document_id=document.id, fields=_plain(fields))
    if fields.keys() & FOUND_BY:
        index.describe_document(session, document)
    if "language" in fields:
        index.put_claims_of(session, document)
    if fields.keys() & SHOWN_IN_VERDICTS:
        verdicts.append_changes(session, verdicts.render_again(session, document))
    elif fields.keys() & SHOWN_IN_RECORDS:
        verdicts.describe_again(session, document)
    return document


def archive_document(session: Session, actor: Viewer, document_id: int) -> Document:
    """Put a document away: its verdicts are retracted, and only administrators find it."""
    document = lock_document(session, actor, document_id)
    if document.archived_at is not None:
        return document
    reason = "The document was archived."
    lines = [
        take_back(session, actor, claim, fact_check, reason)
        for fact_check, claim, _assessment, _anchor in published_of(session, document)
    ]
    document.archived_at = utcnow()
    record(session, actor, Action.DOCUMENT_ARCHIVED, document_id=document.id)
    verdicts.append_changes(session, lines)
    return document


def _existing(session: Session, canonical: str | None, cut: Cut) -> Document | None:
    document = queries.find_document(session, canonical_url=canonical, text_hash=cut.hash)
    if document is not None and document.text_hash != cut.hash:
        raise Conflict(
            f"Document {document.id} has this URL with another text. Its versions are at"
            f" /api/v1/documents/{document.id}/versions.",
            code="duplicate",
            document_id=document.id,
            versions=f"/api/v1/documents/{document.id}/versions",
        )
    return document


def _plain(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """As JSON columns hold it."""
    return {
        name: [each.isoformat() if isinstance(each, datetime) else each for each in values]
        for name, values in fields.items()
    }
