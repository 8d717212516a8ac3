"""Everything that changes documents. None commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.bulk import insert_rows
from service.claims.actions import take_back
from service.claims.queries import lock_document
from service.claims.rules import around
from service.db import check_seen, utcnow
from service.documents import queries, rules
from service.documents.ahead import Ahead, ahead_of
from service.documents.intake import Intake
from service.errors import Conflict
from service.history.actions import record
from service.matches.actions import begin_if_any
from service.models import Anchor, Block, Claim, ClaimStanding, Document, Snapshot, Version
from service.permissions import Viewer
from service.search import desk as index
from service.search.likeness import Keys
from service.sources.rules import canonical_url
from service.texts.cutting import Cut, Span
from service.texts.sentences import SPLITTER
from service.verdicts import actions as verdicts
from service.verdicts.queries import has_verdicts, published_of
from service.vocabulary import Action, AnchorState, ClaimStatus, Visibility

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


def write_version(session: Session, actor: Viewer, document: Document, intake: Intake) -> None:
    """Write the text of the document's newest version, its blocks, and what was fetched for it."""
    cut = intake.cut
    session.add(
        Version(
            document_id=document.id,
            number=document.version,
            text=cut.text,
            splitter=SPLITTER,
            created_by_id=actor.id,
        )
    )
    session.flush()
    here = document.id, document.version
    insert_rows(
        session,
        Block,
        ("document_id", "version", "start", "end", "kind", "level"),
        [(*here, each.start, each.end, each.kind.value, each.level) for each in cut.blocks],
    )
    if intake.snapshot is not None:
        session.add(Snapshot(document_id=document.id, version=document.version, **intake.snapshot))


def write_claims(
    session: Session,
    document: Document,
    text: str,
    places: Sequence[Span],
    ahead: Ahead,
) -> None:
    """Make claims of these places in the newest text, of which `ahead` was found before.

    In bulk: a long one has thousands.
    """
    if not places:
        return
    wordings = [text[place.start : place.end] for place in places]
    insert_rows(
        session,
        Claim,
        ("document_id", "block", "text", "checkworthiness", *Keys._fields, "revision"),
        [
            (document.id, place.block.value, wording, *ahead.of(wording), 1)
            for place, wording in zip(places, wordings, strict=True)
        ],
    )
    # They were numbered in the order given: nobody else adds to this document now.
    ids = queries.newest_claims(session, document, len(places))
    write_anchors(
        session,
        document,
        text,
        [
            (claim_id, place.start, place.end, AnchorState.EXACT)
            for claim_id, place in zip(ids, places, strict=True)
        ],
    )
    insert_rows(
        session,
        ClaimStanding,
        ("claim_id", "document_id", "status"),
        [(claim_id, document.id, ClaimStatus.UNCHECKED.value) for claim_id in ids],
    )
    terms = {id_: ahead.terms[wording] for id_, wording in zip(ids, wordings, strict=True)}
    index.add_claims(session, terms, ahead.stemmer)


def write_anchors(
    session: Session,
    document: Document,
    text: str,
    places: Iterable[tuple[int, int, int, AnchorState]],
) -> None:
    """Write where claims stand in the newest text: `(claim_id, start, end, state)`."""
    here = document.version, document.id
    insert_rows(
        session,
        Anchor,
        ("claim_id", "version", "document_id", "start", "end", "prefix", "suffix", "state"),
        [
            (claim_id, *here, start, end, *around(text, start, end), state.value)
            for claim_id, start, end, state in places
        ],
    )


def _plain(fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """As JSON columns hold it."""
    return {
        name: [each.isoformat() if isinstance(each, datetime) else each for each in values]
        for name, values in fields.items()
    }
