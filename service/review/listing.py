"""Reads for the queue: what waits, and what it can be filtered by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.edits import statements
from service.edits.queries import MOST_COUNTED, list_edits
from service.models import AssessmentTag, Claim, Document, Edit, User
from service.permissions import Viewer
from service.scales.queries import usable_ratings
from service.scales.rules import label_in
from service.vocabulary import EditState


def list_waiting(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    after: tuple[datetime, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Submitted edits, the longest waiting first, each with its claim's `text`, `title` of the
    document, and `language`."""
    edits = list_edits(session, viewer, filters=_submitted(filters), after=after, limit=limit)
    rows = session.execute(
        sa.select(Claim.id, Claim.text, Document.title, Document.language)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.id.in_({edit["claim_id"] for edit in edits}))
    )
    claims = {row.id: row._asdict() for row in rows}
    return [edit | {"claim": claims[edit["claim_id"]]} for edit in edits]


def count_matching(session: Session, viewer: Viewer, filters: Mapping[str, Any]) -> int:
    """How many submitted edits pass the filters; 1,000 at most."""
    query = statements.filtered(statements.edits(viewer), viewer, _submitted(filters))
    few = query.with_only_columns(Edit.id, maintain_column_froms=True).limit(MOST_COUNTED)
    return session.scalar(sa.select(sa.func.count()).select_from(few.subquery())) or 0


def choices(session: Session, viewer: Viewer) -> dict[str, list[tuple[Any, str]]]:
    """What the filters offer, as pairs of value and words: `documents`, `authors` and `tags` of the
    1,000 edits that wait longest, and the `ratings` of the scale."""
    oldest = statements.waiting(viewer).with_only_columns(
        Edit.document_id, Edit.author_id, Edit.assessment_id
    )
    waiting = oldest.order_by(Edit.submitted_at, Edit.id).limit(MOST_COUNTED).subquery()
    rows = session.execute(
        sa.select(Document.id, Document.title, User.id.label("author_id"), User.name)
        .select_from(waiting)
        .join(Document, Document.id == waiting.c.document_id)
        .join(User, User.id == waiting.c.author_id)
        .distinct()
    ).all()
    tags = session.scalars(
        sa.select(AssessmentTag.name)
        .join(waiting, waiting.c.assessment_id == AssessmentTag.assessment_id)
        .distinct()
    )
    return {
        "documents": _by_words((row.id, row.title or f"Document {row.id}") for row in rows),
        "authors": _by_words((row.author_id, row.name) for row in rows),
        "tags": _by_words((name, name) for name in tags),
        "ratings": [
            (rating.code, label_in(rating.labels, None)) for rating in usable_ratings(session)
        ],
    }


def _by_words(pairs: Any) -> list[tuple[Any, str]]:
    return sorted(set(pairs), key=lambda pair: (pair[1].casefold(), pair[0]))


def _submitted(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {**filters, "state": EditState.SUBMITTED}
