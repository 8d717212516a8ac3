"""Reads about edits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.assessments.differences import compare
from service.assessments.queries import by_id, drafts_of, names_of
from service.assessments.rules import as_json, person
from service.claims.queries import lock_claim
from service.db import utcnow
from service.edits import rebasing, rules, statements
from service.errors import NotFound
from service.models import Assessment, Claim, Edit, FactCheck
from service.permissions import Viewer
from service.visibility import visible_to
from service.vocabulary import OPEN_STATES, EditState, Role

MOST_COUNTED = 1000


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
    row, contents = _read(session, viewer, edit_id)
    return _show(row, contents)


def show_rebase(session: Session, viewer: Viewer, edit_id: int) -> dict[str, Any]:
    """What rebasing one's own edit would make of it: `{"edit", "fields"}`.

    `edit` is as `show_edit` has it; each field is `{name, base, published, yours, merged,
    conflict}`.
    """
    get_own_edit(session, viewer, edit_id)
    row, contents = _read(session, viewer, edit_id)
    fields = rebasing.merge(*contents.of(row))
    return {"edit": _show(row, contents), "fields": [asdict(field) for field in fields]}


def contents_of(
    session: Session, viewer: Viewer, edit_id: int
) -> tuple[Assessment | None, Assessment | None, Assessment]:
    """What an edit that the viewer may read began from, what is published, and what it proposes."""
    row, contents = _read(session, viewer, edit_id)
    base, published, proposed = contents.of(row)
    if proposed is None:
        raise NotFound(f"Edit {edit_id} proposes nothing that you may read.")
    return base, published, proposed


def find_published(
    session: Session, viewer: Viewer, claim_id: int, assessment_id: int
) -> Assessment:
    """An assessment that was published on the claim, now or once, if the viewer may see it."""
    edit_id = session.scalar(
        sa.select(Edit.id).where(
            Edit.claim_id == claim_id,
            Edit.assessment_id == assessment_id,
            Edit.state == EditState.APPROVED,
            visible_to(viewer, Edit),
        )
    )
    if edit_id is None:
        raise NotFound(f"Assessment {assessment_id} was never published on claim {claim_id}.")
    return by_id(session, [assessment_id])[assessment_id]


def find_verdict(session: Session, viewer: Viewer, claim: Claim) -> Assessment:
    """The assessment that is the verdict on the claim now. Raises NotFound `no_verdict`."""
    assessment_id = session.scalar(
        sa.select(FactCheck.assessment_id).where(
            FactCheck.claim_id == claim.id, visible_to(viewer, FactCheck)
        )
    )
    if assessment_id is None:
        raise NotFound(f"Claim {claim.id} has no verdict.", code="no_verdict")
    return by_id(session, [assessment_id])[assessment_id]


def count_waiting(session: Session, viewer: Viewer) -> int:
    """How many submitted edits wait, of those that the viewer may see; 1,000 at most."""
    return _count(session, statements.waiting(viewer))


def position_in_queue(session: Session, viewer: Viewer, edit_id: int) -> int | None:
    """The place of a submitted edit among those that the viewer may see: 1 waits longest.

    None for an edit that does not wait. Behind 1,000 others no more are counted.
    """
    waiting = statements.waiting(viewer)
    submitted_at = session.scalar(
        waiting.with_only_columns(Edit.submitted_at).where(Edit.id == edit_id)
    )
    if submitted_at is None:
        return None
    before = sa.tuple_(Edit.submitted_at, Edit.id) < sa.tuple_(submitted_at, edit_id)
    return 1 + _count(session, waiting.where(before))


def _count(session: Session, query: sa.Select[int]) -> int:
    few = query.limit(MOST_COUNTED).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(few)) or 0


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
    query = statements.filtered(statements.edits(viewer), viewer, filters)
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


def _read(
    session: Session, viewer: Viewer, edit_id: int
) -> tuple[Row[*tuple[Any, ...]], "_Contents"]:
    row = session.execute(statements.one(viewer), {"edit_id": edit_id}).one_or_none()
    if row is None:
        raise NotFound(f"There is no edit {edit_id}.")
    return row, _Contents(session, viewer, [row])


def _show(row: Row[*tuple[Any, ...]], contents: "_Contents") -> dict[str, Any]:
    edit = contents.as_json(row)
    base, published, proposed = contents.of(row)
    edit["wording"] = row.wording
    edit["differences"] = compare(published, proposed)
    edit["meanwhile"] = compare(base, published) if edit["stale"] else None
    return edit


class _Contents:
    """The assessments of some edits, read together."""

    def __init__(
        self, session: Session, viewer: Viewer, rows: Sequence[Row[*tuple[Any, ...]]]
    ) -> None:
        self.viewer, self.now = viewer, utcnow()
        self.drafts = drafts_of(session, (row.id for row in rows if shows_draft(viewer, row)))
        self.assessments = by_id(
            session,
            (each for row in rows for each in (row.base_id, row.published_id, row.assessment_id)),
        )
        assessments = [*self.assessments.values(), *self.drafts.values()]
        people = [each for row in rows for each in (row.author_id, row.reviewer_id)]
        people += [row.leased_by_id for row in rows if self._is_leased(row)]
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
        lease = None
        if self._is_leased(row):
            lease = rules.lease_as_json(
                row.id, self.viewer, row.leased_by_id, row.leased_until, self.names
            )
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
            "lease": lease,
            "created_at": row.created_at,
            "submitted_at": row.submitted_at,
            "updated_at": row.updated_at,
        }

    def _is_leased(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether somebody is looking: what is decided is not looked at any more."""
        if row.leased_until is None or row.state is not EditState.SUBMITTED:
            return False
        return bool(row.leased_until > self.now)


def shows_draft(viewer: Viewer, row: Row[*tuple[Any, ...]]) -> bool:
    """Drafts are their author's own until submitted; administrators see them to withdraw them."""
    may_have_one = row.state not in statements.WITHOUT_DRAFT
    return may_have_one and (row.author_id == viewer.id or viewer.is_at_least(Role.ADMIN))
