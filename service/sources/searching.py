"""Searches sources."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Source
from service.search.analysis import UNKNOWN
from service.search.asking import read_query
from service.search.excerpts import excerpt_of
from service.search.fields import Makers, among, conditions_of, values_with
from service.search.searching import Results, search
from service.search.tables import SOURCES
from service.sources.rules import canonical_url


def search_sources(
    session: Session,
    filters: Mapping[str, Any],
    *,
    skip: int,
    limit: int,
    is_typed: bool = False,
) -> Results[Source]:
    """Those that `q` asks for, the most relevant first, up to the thousandth.

    While it `is_typed`, its last word may go on.
    """
    asked = read_query(filters["q"], is_typed=is_typed)
    conditions = conditions_of(asked, _fields(session))
    if url := filters.get("url"):
        conditions.append(Source.canonical_url == canonical_url(url))
    hits = search(session, SOURCES, asked, conditions=conditions, limit=skip + limit)
    ids = hits.ids[skip:]
    if not ids:
        return Results([], [])
    found = {each.id: each for each in session.scalars(sa.select(Source).where(Source.id.in_(ids)))}
    rows = [found[id_] for id_ in ids if id_ in found]
    return Results(rows, [excerpt_of(each.title or each.url, hits.terms, UNKNOWN) for each in rows])


def _fields(session: Session) -> Makers:
    return {
        "publisher": lambda value: among(
            Source.publisher, values_with(session, Source.publisher, value)
        )
    }
