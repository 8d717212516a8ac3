"""Reads about scales."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from service.errors import Invalid, NotFound
from service.models import Rating, Scale
from service.permissions import Viewer
from service.scales.rules import CODE


def list_scales(session: Session, *, after: int, limit: int) -> Sequence[Scale]:
    """Scales by id, with their ratings in order."""
    query = sa.select(Scale).options(selectinload(Scale.ratings))
    return session.scalars(query.where(Scale.id > after).order_by(Scale.id).limit(limit)).all()


_USABLE = (
    sa.select(Rating)
    .join(Scale)
    .where(Scale.active, Rating.retired_at.is_(None))
    .order_by(Rating.position)
)


def usable_ratings(session: Session) -> list[Rating]:
    """The ratings of the active scale that are not retired, in order."""
    return list(session.scalars(_USABLE))


def check_scale(session: Session, _viewer: Viewer, scale_id: int) -> None:
    """Raise NotFound unless there is such a scale."""
    if session.get(Scale, scale_id) is None:
        raise NotFound(f"There is no scale {scale_id}.")


def check_rating(session: Session, _viewer: Viewer, scale_id: int, code: str) -> None:
    """Raise NotFound unless the scale has such a rating, retired or not."""
    if find_scale_of(session, code) != scale_id:
        raise NotFound(f"Scale {scale_id} has no such rating.")


def find_scale_of(session: Session, code: str) -> int:
    """The id of the scale that has this rating. Raises NotFound."""
    found = None
    if CODE.fullmatch(code):  # nothing else reaches the database, which cannot take every text
        found = session.scalar(sa.select(Rating.scale_id).where(Rating.code == code))
    if found is None:
        raise NotFound("There is no such rating.")
    return found


def lock_scale(session: Session, scale_id: int) -> Scale:
    """The scale and its ratings as they are now, locked until the transaction ends."""
    scale = session.scalars(
        sa.select(Scale)
        .options(selectinload(Scale.ratings))
        .where(Scale.id == scale_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if scale is None:
        raise NotFound(f"There is no scale {scale_id}.")
    return scale


def get_rating(session: Session, code: str) -> Rating:
    """The rating of this code in the active scale. Raises Invalid, which names the usable ones."""
    usable = usable_ratings(session)
    for rating in usable:
        if rating.code == code:
            return rating
    codes = ", ".join(rating.code for rating in usable)
    sentence = f"Not a rating of the active scale. Use one of {codes}."
    raise Invalid(f"rating: {sentence}", errors={"rating": [sentence]})
