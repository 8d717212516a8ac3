"""Reads about edits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.assessments.differences import compare
from service.assessments.queries import by_id, drafts_of, names_of
from service.assessments.rules import as_json, person
from service.claims.queries import lock_claim
from service.edits import rules
from service.errors import NotFound
from service.models import Assessment, Claim, Edit
from service.permissions import Viewer
from service.visibility import unblinded, visible_to
from service.vocabulary import OPEN_STATES, EditState, Role


def get_edit(session: Session, viewer: Viewer, edit_id: int) -> Edit:
    """The edit, if it exists for the viewer."""
    edit = session.scalars(
        sa.select(Edit).where(Edit.id == edit_id, visible_to(viewer, Edit))
    ).one_or_none()
    if edit is None:
        raise NotFound(f"There is no edit {edit_id}.")
    return edit


def get_own_edit(session: Session, viewer: Viewer, edit_id: int) -> Edit:
    """The edit, if the viewer wrote it."""
    edit = get_edit(session, viewer, edit_id)
    rules.check_author(edit, viewer)
    return edit


def get_edit_to_withdraw(session: Session, viewer: Viewer, edit_id: int) -> Edit:
    """The edit, if the viewer may take it back."""
    edit = get_edit(session, viewer, edit_id)
    rules.check_may_withdraw(edit, viewer)
    return edit


def get_edit_to_review(session: Session, viewer: Viewer, edit_id: int) -> Edit:
    """The edit, if it is for the viewer to decide."""
    edit = get_edit(session, viewer, edit_id)
    rules.check_reviewer(edit, viewer)
    return edit


def lock_edit(session: Session, viewer: Viewer, edit_id: int) -> tuple[Edit, Claim]:
    """The edit and its claim as they are now, locked in this order: document, claim, edit."""
    claim_id = get_edit(session, viewer, edit_id).claim_id
    claim = lock_claim(session, claim_id)
    edit = session.scalars(
        sa.select(Edit)
        .where(Edit.id == edit_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return edit, claim


_OPEN_EDIT = sa.select(Edit).where(
    Edit.claim_id == sa.bindparam("claim_id"),
    Edit.author_id == sa.bindparam("author_id"),
    Edit.state.in_(OPEN_STATES),
)


def find_open_edit(session: Session, claim_id: int, author_id: int | None) -> Edit | None:
    """The edit of this author that is open on the claim; there is one at most."""
    values = {"claim_id": claim_id, "author_id": author_id}
    return session.scalars(_OPEN_EDIT, values).one_or_none()


def show_edit(session: Session, viewer: Viewer, edit_id: int) -> dict[str, Any]:
    """One edit as JSON has it, with what it would change, field by field."""
    rows = session.execute(_edits(viewer).where(Edit.id == edit_id)).all()
    if not rows:
        raise NotFound(f"There is no edit {edit_id}.")
    contents = _Contents(session, viewer, rows)
    edit = contents.as_json(rows[0])
    base, published, proposed = contents.of(rows[0])
    edit["differences"] = compare(published, proposed)
    edit["meanwhile"] = compare(base, published) if edit["stale"] else None
    return edit


def list_edits(
    session: Session,
    viewer: Viewer,
    *,
    filters: Mapping[str, Any],
    after: tuple[datetime, int] | int | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Edits that the viewer may see.

    The queue, `state=submitted`, is ordered by (submitted_at, id), the longest waiting first; all
    else by id, newest first.
    """
    query = _filtered(_edits(viewer), viewer, filters)
    if filters.get("state") is EditState.SUBMITTED:
        query = query.order_by(Edit.submitted_at, Edit.id)
        if isinstance(after, tuple):
            query = query.where(sa.tuple_(Edit.submitted_at, Edit.id) > sa.tuple_(*after))
    else:
        query = query.order_by(Edit.id.desc())
        if after is not None:
            query = query.where(Edit.id < after)
    rows = session.execute(query.limit(limit)).all()
    contents = _Contents(session, viewer, rows)
    return [contents.as_json(row) for row in rows]


class _Contents:
    """The assessments of some edits, read together."""

    def __init__(
        self, session: Session, viewer: Viewer, rows: Sequence[Row[*tuple[Any, ...]]]
    ) -> None:
        self.drafts = drafts_of(session, (row.id for row in rows if _shows_draft(viewer, row)))
        self.assessments = by_id(
            session,
            (each for row in rows for each in (row.base_id, row.published_id, row.assessment_id)),
        )
        assessments = [*self.assessments.values(), *self.drafts.values()]
        people = [each for row in rows for each in (row.author_id, row.reviewer_id)]
        people += [each.amended_by_id for each in assessments]
        self.names = names_of(session, people + [each.author_id for each in assessments])

    def of(
        self, row: Row[*tuple[Any, ...]]
    ) -> tuple[Assessment | None, Assessment | None, Assessment | None]:
        """What the edit began from, what is published, and what it proposes."""
        return (
            self.assessments.get(row.base_id),
            self.assessments.get(row.published_id),
            self.drafts.get(row.id) or self.assessments.get(row.assessment_id),
        )

    def as_json(self, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
        base, published, proposed = (
            as_json(each, self.names) if each else None for each in self.of(row)
        )
        review = None
        if row.reviewer_id is not None:
            review = {
                "reviewer": person(row.reviewer_id, self.names),
                "reviewed_at": row.reviewed_at,
                "comment": row.comment,
            }
        return {
            "id": row.id,
            "claim_id": row.claim_id,
            "document_id": row.document_id,
            "author": person(row.author_id, self.names),
            "state": row.state,
            "revision": row.revision,
            "stale": row.state in OPEN_STATES and row.base_revision != row.claim_revision,
            "base_revision": row.base_revision,
            "base": base,
            "published": published,
            "proposed": proposed,
            "review": review,
            "created_at": row.created_at,
            "submitted_at": row.submitted_at,
            "updated_at": row.updated_at,
        }


def _shows_draft(viewer: Viewer, row: Row[*tuple[Any, ...]]) -> bool:
    """Drafts are their author's own until submitted; administrators see them to withdraw them."""
    may_have_one = row.state not in (EditState.SUBMITTED, EditState.APPROVED)
    return may_have_one and (row.author_id == viewer.id or viewer.is_at_least(Role.ADMIN))


@lru_cache(maxsize=256)  # building it takes longer than running it
def _edits(viewer: Viewer) -> sa.Select[*tuple[Any, ...]]:
    """Edits that exist for the viewer, with what their JSON needs of the claim."""
    published = sa.case((unblinded(viewer, Edit.claim_id, Edit.document_id), Claim.assessment_id))
    base = sa.case((unblinded(viewer, Edit.claim_id, Edit.document_id), Edit.base_id))
    return (
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


def _filtered(
    query: sa.Select[*tuple[Any, ...]], viewer: Viewer, filters: Mapping[str, Any]
) -> sa.Select[*tuple[Any, ...]]:
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
    return query
