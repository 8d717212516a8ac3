"""Reads about tags."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Tag
from service.tags.rules import clean_tag, fold


def get_tag(session: Session, tag_id: int) -> Tag:
    """The tag with this id."""
    tag = session.get(Tag, tag_id)
    if tag is None:
        raise NotFound(f"There is no tag {tag_id}.")
    return tag


def list_tags(session: Session, *, after: int, limit: int) -> Sequence[Tag]:
    """Tags by id."""
    return session.scalars(sa.select(Tag).where(Tag.id > after).order_by(Tag.id).limit(limit)).all()


def as_spelled(session: Session, names: Sequence[str]) -> list[str]:
    """The names as the desk spells them, each once, in the order given.

    A name that the desk does not describe is a free topic and stays as written.
    """
    if not names:
        return []
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), clean_tag(name))
    known = session.execute(sa.select(Tag.folded, Tag.name).where(Tag.folded.in_(folded)))
    folded |= {row.folded: row.name for row in known}
    return list(folded.values())
