"""Reads about scales."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from service.errors import Invalid
from service.models import Rating, Scale


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


def get_rating(session: Session, code: str) -> Rating:
    """The rating of this code in the active scale. Raises Invalid, which names the usable ones."""
    usable = session.scalars(_USABLE).all()
    for rating in usable:
        if rating.code == code:
            return rating
    codes = ", ".join(rating.code for rating in usable)
    sentence = f"Not a rating of the active scale. Use one of {codes}."
    raise Invalid(f"rating: {sentence}", errors={"rating": [sentence]})
