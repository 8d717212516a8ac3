"""Everything that changes scales. None commits. Codes and values never change."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.db import utcnow
from service.errors import Conflict
from service.history.actions import record
from service.models import Rating, Scale
from service.permissions import Viewer
from service.scales import queries, rules
from service.vocabulary import Action


def add_rating(
    session: Session,
    actor: Viewer,
    scale_id: int,
    *,
    code: str,
    value: int | None,
    labels: Mapping[str, str],
    averitec_label: str,
) -> Rating:
    """Add a rating at the end of a scale; `labels` are by language.

    Raises Conflict `duplicate` for a code that any rating has or had.
    """
    rules.check_code(code)
    rules.check_labels(labels)
    scale = queries.lock_scale(session, scale_id)
    new = sa.insert(Rating).values(
        code=code,
        scale_id=scale.id,
        position=len(scale.ratings),
        value=value,
        labels=dict(labels),
        averitec_label=averitec_label,
    )
    try:
        with session.begin_nested():
            session.execute(new)
    except IntegrityError:
        raise Conflict(
            f"There is a rating {code} already, and a code is used once.", code="duplicate"
        ) from None
    rating = session.get_one(Rating, code)
    _record(session, actor, rating, {"code": [None, code], "labels": [None, rating.labels]})
    return rating


def change_rating(
    session: Session,
    actor: Viewer,
    code: str,
    *,
    labels: Mapping[str, str] | None = None,
    retired: bool | None = None,
) -> Rating:
    """Call a rating something else, or retire it, or take it up again; None leaves as it is.

    `labels`, by language, replace all that it has; they count for later submissions. A retired
    rating stays on verdicts. Raises Conflict when no rating of the scale would be left.
    """
    scale, rating = _lock(session, code)
    fields: dict[str, list[Any]] = {}
    if labels is not None and dict(labels) != rating.labels:
        rules.check_labels(labels)
        fields["labels"] = [rating.labels, dict(labels)]
        rating.labels = dict(labels)
    was_retired = rating.retired_at is not None
    if retired is not None and retired != was_retired:
        if retired:
            rules.check_retirable(scale.ratings)
        fields["retired"] = [was_retired, retired]
        rating.retired_at = utcnow() if retired else None
    _record(session, actor, rating, fields)
    return rating


def move_rating(session: Session, actor: Viewer, code: str, *, to: int) -> Rating:
    """Put a rating at another place in its scale, counted from 0; the others make room."""
    scale, rating = _lock(session, code)
    rules.check_position(to, len(scale.ratings))
    order = list(scale.ratings)
    before = order.index(rating)
    if to == before:
        return rating
    order.insert(to, order.pop(before))
    for position, each in enumerate(order):
        each.position = position
    _record(session, actor, rating, {"position": [before, to]})
    return rating


def _lock(session: Session, code: str) -> tuple[Scale, Rating]:
    """A rating and its scale, as they are now; who changes one locks all of its scale."""
    scale = queries.lock_scale(session, queries.find_scale_of(session, code))
    return scale, next(rating for rating in scale.ratings if rating.code == code)


def _record(session: Session, actor: Viewer, rating: Rating, fields: dict[str, list[Any]]) -> None:
    if fields:
        record(session, actor, Action.SCALE_CHANGED, rating=rating.code, fields=fields)
