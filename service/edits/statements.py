"""The statements behind the reads of edits."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from service.db import utcnow
from service.models import Anchor, Assessment, AssessmentTag, Claim, Document, Edit, Lease, Version
from service.permissions import Viewer
from service.verdicts.queries import WORDS_NOW
from service.visibility import unblinded, visible_to
from service.vocabulary import OPEN_STATES, EditState, Role

Statement = sa.Select[*tuple[Any, ...]]

WITHOUT_DRAFT = (EditState.SUBMITTED, EditState.APPROVED)
"""The states in which an edit has no draft beside what was submitted."""


@lru_cache(maxsize=256)  # building it takes longer than running it
def edits(viewer: Viewer) -> Statement:
    """Edits that exist for the viewer, with what their JSON needs of the claim and the lease."""
    published = sa.case((unblinded(viewer, Edit.claim_id, Edit.document_id), Claim.assessment_id))
    base = sa.case((unblinded(viewer, Edit.claim_id, Edit.document_id), Edit.base_id))
    query = (
        sa.select(
            Edit.id,
            Edit.claim_id,
            Edit.document_id,
            Edit.author_id,
            Edit.state,
            Edit.revision,
            Edit.base_revision,
            base.label("base_id"),
            published.label("published_id"),
            Edit.assessment_id,
            Edit.reviewer_id,
            Edit.reviewed_at,
            Edit.comment,
            Edit.created_at,
            Edit.submitted_at,
            Edit.updated_at,
            Claim.revision.label("claim_revision"),
        )
        .join(Claim, Claim.id == Edit.claim_id)
        .where(visible_to(viewer, Edit))
    )
    if not viewer.is_at_least(Role.REVIEWER):
        return query.add_columns(sa.null().label("leased_by_id"), sa.null().label("leased_until"))
    return query.outerjoin(Lease, Lease.edit_id == Edit.id).add_columns(
        Lease.reviewer_id.label("leased_by_id"), Lease.until.label("leased_until")
    )


@lru_cache(maxsize=256)
def one(viewer: Viewer) -> Statement:
    """The edit `edit_id`, if it exists for the viewer, with the words to judge now."""
    return (
        edits(viewer)
        .add_columns(WORDS_NOW.label("wording"))
        .join(Document, Document.id == Edit.document_id)
        .outerjoin(
            Anchor, sa.and_(Anchor.claim_id == Edit.claim_id, Anchor.version == Document.version)
        )
        .join(
            Version,
            sa.and_(Version.document_id == Document.id, Version.number == Document.version),
        )
        .where(Edit.id == sa.bindparam("edit_id"))
    )


def waiting(viewer: Viewer) -> sa.Select[int]:
    """The ids of the submitted edits that exist for the viewer."""
    return sa.select(Edit.id).where(Edit.state == EditState.SUBMITTED, visible_to(viewer, Edit))


def filtered(query: Statement, viewer: Viewer, filters: Mapping[str, Any]) -> Statement:
    """The edits of `query` that pass the filters that are given."""
    for name, column in (
        ("state", Edit.state),
        ("document_id", Edit.document_id),
        ("claim_id", Edit.claim_id),
        ("author", Edit.author_id),
    ):
        if filters.get(name) is not None:
            query = query.where(column == filters[name])
    if filters.get("mine") is not None:
        mine = Edit.author_id == viewer.id
        query = query.where(mine if filters["mine"] else ~mine)
    if filters.get("stale") is not None:
        stale = sa.and_(Edit.state.in_(OPEN_STATES), Edit.base_revision != Claim.revision)
        query = query.where(stale if filters["stale"] else ~stale)
    if filters.get("tag") is not None:
        query = query.where(
            sa.exists().where(
                AssessmentTag.assessment_id == _proposed(viewer),
                AssessmentTag.name == filters["tag"],
            )
        )
    if filters.get("rating") is not None:
        query = query.where(
            sa.exists().where(
                Assessment.id == _proposed(viewer), Assessment.rating_code == filters["rating"]
            )
        )
    if filters.get("waiting_longer_than") is not None:
        since = utcnow() - timedelta(hours=filters["waiting_longer_than"])
        query = query.where(Edit.state == EditState.SUBMITTED, Edit.submitted_at < since)
    return query


def _proposed(viewer: Viewer) -> sa.ColumnElement[int]:
    """The id of what an edit proposes, as far as the viewer may know: nobody finds by a draft what
    they may not read."""
    draft = (
        sa.select(Assessment.id)
        .where(Assessment.edit_id == Edit.id, Assessment.submitted_at.is_(None))
        .correlate(Edit)
        .scalar_subquery()
    )
    shown: sa.ColumnElement[bool] = Edit.state.not_in(WITHOUT_DRAFT)
    if not viewer.is_at_least(Role.ADMIN):
        shown = sa.and_(shown, Edit.author_id == viewer.id)
    return sa.case((shown, sa.func.coalesce(draft, Edit.assessment_id)), else_=Edit.assessment_id)
