"""The statements behind the reads of claims. What is retired is listed only if asked for.

Each is built once for a viewer and a set of filters: building one takes longer than running it.
Values come as parameters, by the names that stand in `bindparam`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, SQLColumnExpression

from service.checkworthiness.scoring import DECISION
from service.models import (
    Anchor,
    Assessment,
    AssessmentTag,
    Claim,
    ClaimStanding,
    Document,
    Edit,
    Event,
    FactCheck,
    Retirement,
)
from service.permissions import Viewer
from service.visibility import unblinded, visible_to
from service.vocabulary import OPEN_STATES, Action, ClaimStatus, Role

Statement = Select[*tuple[Any, ...]]
FILTERS = ("status", "tag", "rating", "checkworthy")

STANDING = (
    sa.select(
        Anchor.state,
        FactCheck.id.label("fact_check_id"),
        FactCheck.retracted_at,
        Retirement.at.label("retired_at"),
        sa.exists()
        .where(Edit.claim_id == Claim.id, Edit.state.in_(OPEN_STATES))
        .label("has_open_edits"),
    )
    .select_from(Claim)
    .join(Document, Document.id == Claim.document_id)
    .outerjoin(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == Document.version))
    .outerjoin(FactCheck, FactCheck.claim_id == Claim.id)
    .outerjoin(Retirement, Retirement.claim_id == Claim.id)
    .where(Claim.id == sa.bindparam("claim_id"))
)
"""What the status of `claim_id` follows from. One that became part of another has no anchor."""


_NEWEST = {"populate_existing": True}
LOCK_DOCUMENT = (
    sa.select(Document)
    .where(
        Document.id
        == sa.select(Claim.document_id)
        .where(Claim.id == sa.bindparam("claim_id"))
        .scalar_subquery()
    )
    .with_for_update(read=True)
    .execution_options(**_NEWEST)
)
"""The document of `claim_id`, for sharing."""

LOCK_CLAIM = (
    sa.select(Claim)
    .where(Claim.id == sa.bindparam("claim_id"))
    .with_for_update()
    .execution_options(**_NEWEST)
)
"""`claim_id`, for oneself."""


@lru_cache(maxsize=256)
def exists(viewer: Viewer) -> Select[int, int | None]:
    """`claim_id`, if it exists for the viewer, and the claim that it became part of, if any."""
    here = Claim.id == sa.bindparam("claim_id")
    return (
        sa.select(Claim.id, Retirement.survivor_id)
        .join(Document, Document.id == Claim.document_id)
        .outerjoin(Retirement, Retirement.claim_id == Claim.id)
        .where(here, visible_to(viewer, Document))
    )


@lru_cache(maxsize=256)
def one(viewer: Viewer) -> Statement:
    """The claim `claim_id`."""
    here = Claim.id == sa.bindparam("claim_id")
    return _claims(viewer).where(here, visible_to(viewer, Document))


@lru_cache(maxsize=1024)
def in_reading_order(viewer: Viewer, filters: tuple[str, ...], goes_on: bool) -> Statement:
    """`most` claims of `document_id` in its `version`, after (`after_start`, `after_id`)."""
    query = filtered(viewer, filters).where(
        Anchor.document_id == sa.bindparam("document_id"),
        Anchor.version == sa.bindparam("version"),
    )
    if goes_on:
        key = sa.tuple_(Anchor.start, Anchor.claim_id)
        query = query.where(key > sa.tuple_(sa.bindparam("after_start"), sa.bindparam("after_id")))
    return query.order_by(Anchor.start, Anchor.claim_id).limit(sa.bindparam("most"))


@lru_cache(maxsize=256)
def of_ids(viewer: Viewer) -> Statement:
    """The claims `ids`."""
    here = Claim.id.in_(sa.bindparam("ids", expanding=True))
    return _claims(viewer).where(here, visible_to(viewer, Document))


@lru_cache(maxsize=1024)
def newest_first(viewer: Viewer, filters: tuple[str, ...], goes_on: bool) -> Statement:
    """`most` claims of all documents, before `before_id`."""
    query = filtered(viewer, filters).where(visible_to(viewer, Document))
    if goes_on:
        query = query.where(Claim.id < sa.bindparam("before_id"))
    return query.order_by(Claim.id.desc()).limit(sa.bindparam("most"))


@lru_cache(maxsize=256)
def marks(viewer: Viewer) -> Statement:
    """Where all claims of `document_id` stand in its newest version, and what they are rated."""
    shown = unblinded(viewer, Claim.id, Claim.document_id)
    rated = sa.and_(Assessment.id == Claim.assessment_id, shown)
    return (
        sa.select(
            Claim.id,
            Anchor.start,
            Anchor.end,
            status_seen_by(viewer).label("status"),
            Anchor.state,
            Assessment.rating_code,
            Assessment.rating_label,
            Assessment.rating_value,
            Claim.checkworthiness,
        )
        .select_from(Document)
        .join(
            Anchor, sa.and_(Anchor.document_id == Document.id, Anchor.version == Document.version)
        )
        .join(Claim, Claim.id == Anchor.claim_id)
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .outerjoin(Assessment, rated)
        .where(
            Document.id == sa.bindparam("document_id"),
            visible_to(viewer, Document),
            ClaimStanding.status != ClaimStatus.RETIRED,
        )
        .order_by(Anchor.start, Anchor.claim_id)
    )


@lru_cache(maxsize=256)
def corrections(viewer: Viewer) -> Statement:
    """The `most` newest events that changed the verdict on `claim_id`, with what they published."""
    return (
        sa.select(
            Event.at,
            Event.action,
            Event.details,
            Assessment.rating_code,
            Assessment.rating_label,
            Assessment.rating_value,
        )
        .outerjoin(Edit, Edit.id == Event.edit_id)
        .outerjoin(Assessment, Assessment.id == Edit.assessment_id)
        .where(
            Event.claim_id == sa.bindparam("claim_id"),
            sa.or_(
                Event.action == Action.VERDICT_RETRACTED,
                sa.and_(Event.action == Action.EDIT_APPROVED, Assessment.rating_code.is_not(None)),
            ),
            unblinded(viewer, Event.claim_id, Event.document_id),
        )
        .order_by(Event.id.desc())
        .limit(sa.bindparam("most"))
    )


@lru_cache(maxsize=256)
def _claims(viewer: Viewer) -> Statement:
    """Claims with all that their JSON needs, as far as the viewer may see it."""
    shown = unblinded(viewer, Claim.id, Claim.document_id)
    return (
        sa.select(
            Claim.id,
            Claim.document_id,
            Claim.text,
            Claim.block,
            Claim.revision,
            Claim.checkworthiness,
            _shown_or(shown, Claim.assessment_id).label("assessment_id"),
            status_seen_by(viewer).label("status"),
            Anchor.version,
            Anchor.start,
            Anchor.end,
            Anchor.prefix,
            Anchor.suffix,
            Anchor.state,
            _shown_or(shown, FactCheck.body).label("body"),
        )
        .join(Document, Document.id == Claim.document_id)
        .join(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == Document.version))
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .outerjoin(FactCheck, FactCheck.claim_id == Claim.id)
    )


def _shown_or(shown: SQLColumnExpression[bool], column: Any) -> ColumnElement[Any]:
    return column if shown is sa.true() else sa.case((shown, column))


def status_seen_by(viewer: Viewer) -> ColumnElement[Any]:
    """The status of Claim, of which ClaimStanding is joined, as far as the viewer may know it.

    In a blind document, an annotator's status tells of their own edit alone. That a claim is
    retired is no secret.
    """
    if viewer.role is not Role.ANNOTATOR:
        return ClaimStanding.status.expression
    mine = sa.exists().where(
        Edit.claim_id == Claim.id, Edit.author_id == viewer.id, Edit.state.in_(OPEN_STATES)
    )
    return sa.case(
        (
            sa.or_(
                ClaimStanding.status == ClaimStatus.RETIRED,
                unblinded(viewer, Claim.id, Claim.document_id),
            ),
            ClaimStanding.status,
        ),
        (mine, sa.literal(ClaimStatus.IN_WORK, ClaimStanding.status.type)),
        else_=sa.literal(ClaimStatus.UNCHECKED, ClaimStanding.status.type),
    )


def filtered(viewer: Viewer, filters: tuple[str, ...]) -> Statement:
    """Claims that pass these filters, whose values come as parameters, of whatever document."""
    types = {"checkworthy": sa.Boolean()}
    values = {name: sa.bindparam(name, type_=types.get(name)) for name in filters}
    return _claims(viewer).where(*passing(viewer, values))


def passing(viewer: Viewer, values: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What a claim is that passes the filters with these values. ClaimStanding has to be joined."""
    conditions: list[ColumnElement[bool]] = []
    shown = sa.and_(unblinded(viewer, Claim.id, Claim.document_id))
    if "status" in values:
        conditions.append(status_seen_by(viewer) == values["status"])
    else:
        conditions.append(ClaimStanding.status != ClaimStatus.RETIRED)
    if "tag" in values:
        tagged = sa.exists().where(
            AssessmentTag.assessment_id == Claim.assessment_id,
            AssessmentTag.name == values["tag"],
        )
        conditions += [shown, tagged]
    if "rating" in values:
        rated = sa.exists().where(
            Assessment.id == Claim.assessment_id,
            Assessment.rating_code == values["rating"],
        )
        conditions += [shown, rated]
    if "checkworthy" in values:
        is_worthy = sa.func.coalesce(Claim.checkworthiness, 0.0) >= DECISION
        conditions.append(is_worthy == values["checkworthy"])
    return conditions
