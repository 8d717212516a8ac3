"""Reads about sources."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.models import Source
from service.sources.rules import canonical_url


def get_source(session: Session, source_id: int) -> Source:
    """The source with this id."""
    source = session.get(Source, source_id)
    if source is None:
        raise NotFound(f"There is no source {source_id}.")
    return source


_BY_URL = sa.select(Source).where(Source.canonical_url == sa.bindparam("canonical_url"))


def find_source(session: Session, url: str) -> Source | None:
    """The source that this URL, in any of its forms, leads to."""
    return session.scalars(_BY_URL, {"canonical_url": canonical_url(url)}).one_or_none()


def list_sources(
    session: Session, *, url: str | None, before: int | None, limit: int
) -> Sequence[Source]:
    """Sources, newest first; with `url`, the one it leads to."""
    query = sa.select(Source).order_by(Source.id.desc()).limit(limit)
    if url is not None:
        query = query.where(Source.canonical_url == canonical_url(url))
    if before is not None:
        query = query.where(Source.id < before)
    return session.scalars(query).all()
