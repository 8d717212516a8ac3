"""Reads about claims. Lists are hot: they go from columns to JSON without objects between."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service.claims import rules, statements
from service.errors import NotFound
from service.models import (
    Anchor,
    Assessment,
    AssessmentTag,
    Block,
    Claim,
    Document,
    Version,
)
from service.permissions import Viewer
from service.verdicts.queries import check_not_moved
from service.verdicts.rules import needs_recheck
from service.visibility import visible_to
from service.vocabulary import Action, ClaimStatus


def get_claim(session: Session, viewer: Viewer, claim_id: int) -> dict[str, Any]:
    """One claim as JSON has it. Raises as `check_claim` does."""
    row = session.execute(statements.one(viewer), {"claim_id": claim_id}).one_or_none()
    if row is None:
        check_claim(session, viewer, claim_id)
        raise NotFound(f"There is no claim {claim_id}.")
    return _as_json(session, [row])[0]


def check_claim(session: Session, viewer: Viewer, claim_id: int) -> None:
    """Raise NotFound unless the claim exists for the viewer; Moved if it became part of another."""
    found = session.execute(statements.exists(viewer), {"claim_id": claim_id}).one_or_none()
    if found is None:
        raise NotFound(f"There is no claim {claim_id}.")
    if found.survivor_id is not None:
        check_not_moved(session, claim_id)


def check_document(session: Session, viewer: Viewer, document_id: int) -> None:
    """Raise NotFound unless the document exists for the viewer."""
    _newest_version(session, viewer, document_id)


def lock_claim(session: Session, claim_id: int) -> Claim:
    """The claim as it is now, locked until the transaction ends, with its document as it is now.

    The document is locked for sharing, and first: whoever describes it anew holds it before any
    claim. (PostgreSQL; SQLite is locked as a whole.) Raises NotFound in an archived document.
    """
    document = session.scalars(statements.LOCK_DOCUMENT, {"claim_id": claim_id}).one()
    claim = session.scalars(statements.LOCK_CLAIM, {"claim_id": claim_id}).one()
    set_committed_value(claim, "document", document)
    if document.archived_at is not None:
        raise NotFound(f"Document {document.id} is archived: nothing in it changes any more.")
    return claim


def lock_document(session: Session, viewer: Viewer, document_id: int) -> Document:
    """The document as it is now, locked until the transaction ends."""
    document = session.scalars(
        sa.select(Document)
        .where(Document.id == document_id, visible_to(viewer, Document))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if document is None:
        raise NotFound(f"There is no document {document_id}.")
    return document


def lock_text(session: Session, viewer: Viewer, document_id: int) -> Version:
    """The newest version of a document, which is locked until the transaction ends.

    Raises NotFound where it does not exist for the viewer or is archived.
    """
    document = lock_document(session, viewer, document_id)
    if document.archived_at is not None:
        raise NotFound(f"Document {document.id} is archived: nothing in it changes any more.")
    return session.get_one(Version, (document.id, document.version))


def find_block(session: Session, version: Version, offset: int) -> Block | None:
    """The last block that begins at this code point of a version, or before it."""
    return session.scalars(
        sa.select(Block)
        .filter_by(document_id=version.document_id, version=version.number)
        .where(Block.start <= offset)
        .order_by(Block.start.desc())
        .limit(1)
    ).one_or_none()


def find_claim_at(session: Session, version: Version, start: int, end: int) -> int | None:
    """The id of the claim that stands at exactly these code points of a version."""
    return session.scalar(
        sa.select(Anchor.claim_id)
        .filter_by(document_id=version.document_id, version=version.number, start=start, end=end)
        .limit(1)
    )


def get_anchor(session: Session, claim: Claim) -> Anchor:
    """Where the claim stands in the newest version."""
    return session.scalars(
        sa.select(Anchor)
        .join(Document, Document.id == Anchor.document_id)
        .where(Anchor.claim_id == claim.id, Anchor.version == Document.version)
    ).one()


def list_claims_of_document(
    session: Session,
    viewer: Viewer,
    document_id: int,
    *,
    filters: Mapping[str, Any],
    after: tuple[int, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """A document's claims in reading order, orphans last. The key is (anchor's start, id)."""
    version = _newest_version(session, viewer, document_id)
    given = _given(filters)
    place = {} if after is None else {"after_start": after[0], "after_id": after[1]}
    rows = session.execute(
        statements.in_reading_order(viewer, tuple(given), after is not None),
        {"document_id": document_id, "version": version, "most": limit, **given, **place},
    )
    return _as_json(session, rows.all())


def list_claims(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    before: int | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Claims of all documents, newest first."""
    given = _given(filters)
    place = {} if before is None else {"before_id": before}
    rows = session.execute(
        statements.newest_first(viewer, tuple(given), before is not None),
        {"most": limit, **given, **place},
    )
    return _as_json(session, rows.all())


def marks_of(session: Session, viewer: Viewer, document_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """All claims of the newest version in reading order, orphans last, as marks in its text.

    Rows of id, start, end, status, state, rating_code, rating_label and rating_value, the rating of
    the published assessment, as far as the viewer may see it; and checkworthiness. Empty for a
    document that the viewer may not see. For people at the desk: a status tells of edits.
    """
    return session.execute(statements.marks(viewer), {"document_id": document_id}).all()


def claims_of(session: Session, viewer: Viewer, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Those of these claims that exist for the viewer, in the order given."""
    if not ids:
        return []
    rows = session.execute(statements.of_ids(viewer), {"ids": ids}).all()
    found = {claim["id"]: claim for claim in _as_json(session, rows)}
    return [found[id_] for id_ in ids if id_ in found]


def corrections_of(
    session: Session, viewer: Viewer, claim_id: int, limit: int = 50
) -> list[dict[str, Any]]:
    """What became of the verdict on a claim, newest first, for everyone who may read it.

    `{"at", "kind": "published" | "corrected" | "retracted", "rating": {"code", "label", "value"}
    or None, "reason": of a retraction, else None}`. The caller has found the verdict visible.
    """
    rows = session.execute(
        statements.corrections(viewer), {"claim_id": claim_id, "most": limit}
    ).all()
    stood = _rated(session, {row.details.get("before") for row in rows})
    return [
        {"at": row.at, "kind": "retracted", "rating": None, "reason": row.details.get("reason")}
        if row.action is Action.VERDICT_RETRACTED
        else {
            "at": row.at,
            "kind": "corrected" if row.details.get("before") in stood else "published",
            "rating": {
                "code": row.rating_code,
                "label": row.rating_label,
                "value": row.rating_value,
            },
            "reason": None,
        }
        for row in rows
    ]


def compute_status(session: Session, claim_id: int) -> ClaimStatus:
    """The status of a claim, from the rows it follows from, in one query."""
    row = session.execute(statements.STANDING, {"claim_id": claim_id}).one()
    recorded, retracted = row.fact_check_id is not None, row.retracted_at is not None
    return rules.status_of(
        has_verdict=recorded and not retracted,
        was_retracted=retracted,
        has_open_edits=row.has_open_edits,
        needs_recheck=needs_recheck(row.state),
        is_retired=row.retired_at is not None,
    )


def _newest_version(session: Session, viewer: Viewer, document_id: int) -> int:
    version = session.scalar(
        sa.select(Document.version).where(Document.id == document_id, visible_to(viewer, Document))
    )
    if version is None:
        raise NotFound(f"There is no document {document_id}.")
    return version


def _rated(session: Session, assessment_ids: set[int | None]) -> set[int]:
    """Those of these assessments that have a rating."""
    query = sa.select(Assessment.id).where(
        Assessment.id.in_(assessment_ids - {None}), Assessment.rating_code.is_not(None)
    )
    return set(session.scalars(query))


def _given(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: filters[name] for name in statements.FILTERS if filters.get(name) is not None}


def _as_json(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    tags = tags_of(session, [row.assessment_id for row in rows if row.assessment_id])
    return [
        {
            "id": row.id,
            "document_id": row.document_id,
            "text": row.text,
            "block": row.block,
            "anchor": {
                "version": row.version,
                "start": row.start,
                "end": row.end,
                "prefix": row.prefix,
                "suffix": row.suffix,
                "state": row.state,
            },
            "status": row.status,
            "revision": row.revision,
            "tags": tags.get(row.assessment_id, []),
            "checkworthiness": row.checkworthiness,
            "verdict": orjson.Fragment(row.body) if row.body else None,
        }
        for row in rows
    ]


def tags_of(session: Session, assessment_ids: Sequence[int]) -> dict[int, list[str]]:
    """The tags of assessments, in their order, by assessment; none where there are none."""
    tags: dict[int, list[str]] = {}
    if assessment_ids:
        rows = session.execute(
            sa.select(AssessmentTag.assessment_id, AssessmentTag.name)
            .where(AssessmentTag.assessment_id.in_(assessment_ids))
            .order_by(AssessmentTag.assessment_id, AssessmentTag.position)
        )
        for assessment_id, name in rows:
            tags.setdefault(assessment_id, []).append(name)
    return tags
