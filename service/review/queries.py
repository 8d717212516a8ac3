"""Reads for the page of one edit."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.assessments.differences import compare
from service.assessments.queries import by_id
from service.comments.queries import list_comments
from service.db import utcnow
from service.edits import statements
from service.edits.queries import contents_of, count_waiting, position_in_queue, show_edit
from service.errors import NotFound
from service.models import Anchor, Assessment, Claim, Document, Edit, Event, Lease, User
from service.permissions import Viewer
from service.review import rules
from service.visibility import visible_to
from service.vocabulary import OPEN_STATES

MOST_COMMENTS = 100
MOST_EVENTS = 20
MOST_NEAR = 10
MOST_RIVALS = 20


def review(
    session: Session,
    viewer: Viewer,
    edit_id: int,
    *,
    beside: int | None = None,
    comments_after: int = 0,
) -> dict[str, Any]:
    """All that the page of an edit shows. `beside` is the id of a rival to compare it with.

    Raises NotFound for an edit that does not exist for the viewer, and for a `beside` that is none
    of its rivals.
    """
    edit = show_edit(session, viewer, edit_id)
    before, differences = edit["published"], edit["differences"]
    if not rules.compares_with_published(edit):
        base, _published, proposed = contents_of(session, viewer, edit_id)
        before, differences = edit["base"], compare(base, proposed)
    comments = list_comments(
        session, viewer, edit_id=edit_id, after=comments_after, limit=MOST_COMMENTS + 1
    )
    place = edit["submitted_at"] and (edit["submitted_at"], edit_id)
    return {
        "edit": edit,
        "before": before,
        "differences": differences,
        "fields": rules.sort_fields(before, edit["proposed"], differences),
        "choices": rules.choices_of(edit, viewer),
        "claim": _claim_of(session, edit["claim_id"]),
        "rivals": _rivals_of(session, viewer, edit),
        "beside": _beside(session, viewer, edit, beside) if beside else None,
        "comments": comments[:MOST_COMMENTS],
        "more_comments": len(comments) > MOST_COMMENTS,
        "events": _events_of(session, viewer, edit_id),
        "position": position_in_queue(session, viewer, edit_id),
        "waiting_count": count_waiting(session, viewer),
        "next_id": find_waiting(session, viewer, after=place),
        "previous_id": find_waiting(session, viewer, before=place) if place else None,
    }


def find_waiting(
    session: Session,
    viewer: Viewer,
    *,
    after: tuple[datetime, int] | None = None,
    before: tuple[datetime, int] | None = None,
    free: bool = False,
) -> int | None:
    """The id of the nearest submitted edit after or before a place in the queue that is not the
    viewer's own; without a place, the oldest. `free` passes over what somebody else looks at."""
    key = sa.tuple_(Edit.submitted_at, Edit.id)
    query = statements.waiting(viewer).where(Edit.author_id != viewer.id)
    if free:
        taken = sa.exists().where(
            Lease.edit_id == Edit.id, Lease.reviewer_id != viewer.id, Lease.until > utcnow()
        )
        query = query.where(~taken)
    if before is not None:
        query = query.where(key < sa.tuple_(*before))
        query = query.order_by(Edit.submitted_at.desc(), Edit.id.desc())
    else:
        query = query.order_by(Edit.submitted_at, Edit.id)
    if after is not None:
        query = query.where(key > sa.tuple_(*after))
    return session.scalar(query.limit(1))


def find_onward(session: Session, viewer: Viewer, after: tuple[datetime, int]) -> int | None:
    """The edit to go on with after one that was decided: the next, else the oldest, or none."""
    found = find_waiting(session, viewer, after=after, free=True)
    return found or find_waiting(session, viewer, free=True)


def changes_since(session: Session, edit: dict[str, Any], seen_id: int) -> dict[str, Any] | None:
    """What the edit proposes otherwise than the assessment that was on screen, which was an
    earlier one of its own. None when it is the same, or was never this edit's."""
    now = edit["proposed"]["id"]
    found = by_id(session, [seen_id, now])
    seen = found.get(seen_id)
    if seen is None or seen_id == now or seen.edit_id != edit["id"] or seen.submitted_at is None:
        return None
    return compare(seen, found[now])


def _claim_of(session: Session, claim_id: int) -> dict[str, Any]:
    """The claim in its document, with the words around it and its place among the claims."""
    earlier = sa.alias(Anchor.__table__)
    place = (
        sa.select(sa.func.count())
        .where(
            earlier.c.document_id == Document.id,
            earlier.c.version == Document.version,
            sa.tuple_(earlier.c.start, earlier.c.claim_id)
            <= sa.tuple_(Anchor.start, Anchor.claim_id),
        )
        .scalar_subquery()
    )
    row = session.execute(
        sa.select(
            Claim.id,
            Claim.text,
            Claim.document_id,
            Claim.revision,
            Document.title,
            Document.language,
            Document.visibility,
            Document.version,
            Document.claims_count,
            Anchor.start,
            Anchor.end,
            Anchor.state,
            place.label("place"),
        )
        .join(Document, Document.id == Claim.document_id)
        .join(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == Document.version))
        .where(Claim.id == claim_id)
    ).one()
    near = (
        sa.select(Anchor.start, Anchor.end, Claim.text)
        .join(Claim, Claim.id == Anchor.claim_id)
        .where(
            Anchor.document_id == row.document_id,
            Anchor.version == row.version,
            Anchor.start < Anchor.end,
            Anchor.claim_id != claim_id,
        )
        .limit(MOST_NEAR)
    )
    here = row.start, row.end
    before = near.where(Anchor.start <= row.start).order_by(Anchor.start.desc())
    after = near.where(Anchor.start >= row.end).order_by(Anchor.start)
    around: tuple[str | None, str | None] = None, None
    if row.start < row.end:
        around = rules.in_context(
            *here, session.execute(before).all(), session.execute(after).all()
        )
    return row._asdict() | {"before": around[0], "after": around[1]}


def _rivals_of(session: Session, viewer: Viewer, edit: dict[str, Any]) -> list[dict[str, Any]]:
    """Other open edits of the claim as last submitted, the longest waiting first."""
    rows = session.execute(
        sa.select(
            Edit.id,
            Edit.state,
            Edit.submitted_at,
            User.name.label("author"),
            Assessment.rating_code,
            Assessment.rating_label,
            Assessment.rating_value,
            sa.func.substr(Assessment.rationale, 1, 200).label("rationale"),
            (Edit.base_revision != Claim.revision).label("stale"),
        )
        .join(Assessment, Assessment.id == Edit.assessment_id)
        .join(Claim, Claim.id == Edit.claim_id)
        .join(User, User.id == Edit.author_id)
        .where(Edit.claim_id == edit["claim_id"], Edit.id != edit["id"])
        .where(Edit.state.in_(OPEN_STATES), visible_to(viewer, Edit))
        .order_by(Edit.submitted_at, Edit.id)
        .limit(MOST_RIVALS)
    )
    return [
        row._asdict()
        | {
            "rating": row.rating_code
            and {"code": row.rating_code, "label": row.rating_label, "value": row.rating_value}
        }
        for row in rows
    ]


def _beside(session: Session, viewer: Viewer, edit: dict[str, Any], rival_id: int) -> Any:
    rival = show_edit(session, viewer, rival_id)
    if rival["claim_id"] != edit["claim_id"] or rival_id == edit["id"] or not rival["proposed"]:
        raise NotFound(f"Edit {rival_id} is no other edit of this claim.")
    return rival


def _events_of(session: Session, viewer: Viewer, edit_id: int) -> list[dict[str, Any]]:
    """What happened to the edit, newest first."""
    rows = session.execute(
        sa.select(Event.id, Event.at, Event.action, User.name.label("actor"))
        .outerjoin(User, User.id == Event.actor_id)
        .where(Event.edit_id == edit_id, visible_to(viewer, Event))
        .order_by(Event.id.desc())
        .limit(MOST_EVENTS)
    )
    return [row._asdict() for row in rows]
