"""Reads of fact-checks as Google groups them: a claim with all its reviews.

The same words, after normalisation, are one claim. A query is ranked and goes by offset; without
one, claims are listed by their newest review, from the newest, and go on after its id.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, SQLColumnExpression
from sqlalchemy.orm import Session

from service.db import utcnow
from service.fact_checks.queries import in_language, of_site
from service.fact_checks.record import COLUMNS, Record, record_of, standing
from service.formats.google.parameters import Search
from service.models import FactCheck
from service.permissions import STRANGER
from service.search.ranking import MOST_RANKED, WEIGHED, rank
from service.settings import Settings
from service.visibility import visible_to

MOST_REVIEWS = 50
"""Of one claim, or on one page."""

KEYS_AT_ONCE = 25

_REVIEWS = sa.select(*COLUMNS, FactCheck.text_key).order_by(FactCheck.id.desc())

Conditions = Sequence[sa.ColumnElement[bool]]


def for_everyone() -> list[sa.ColumnElement[bool]]:
    """What is shown here at all: whoever asks, it is what a stranger reads."""
    return [standing(), sa.and_(visible_to(STRANGER, FactCheck))]


def conditions_of(search: Search, settings: Settings) -> Conditions:
    """What a fact-check has to be, beside relevant to the query."""
    conditions = for_everyone()
    if search.site:
        conditions.append(of_site(search.site, settings))
    if search.language:
        conditions.append(in_language(search.language))
    if search.max_age is not None:
        oldest = max(utcnow().toordinal() - search.max_age, 1)
        conditions.append(FactCheck.newest_on >= date.fromordinal(oldest))
    return conditions


def rank_claims(
    session: Session,
    query: str,
    language: str | None,
    conditions: Conditions,
    *,
    skip: int,
    limit: int,
) -> list[bytes]:
    """The keys of the claims that come next, the most relevant first; 1,000 reviews are ranked."""
    keys: list[bytes] = []
    for most in (WEIGHED, MOST_RANKED):  # nobody looks far, as a rule
        ids = rank(session, query, language=language, conditions=conditions, limit=most)
        keys = list(islice(_keys_of(session, ids), skip + limit))
        if len(keys) == skip + limit or len(ids) < most:
            break
    return keys[skip:]


def _keys_of(session: Session, ids: Sequence[int]) -> Iterator[bytes]:
    """The keys of fact-checks in their order, each once; read as they are wanted."""
    seen: set[bytes] = set()
    for first in range(0, len(ids), KEYS_AT_ONCE):
        here = ids[first : first + KEYS_AT_ONCE]
        query = sa.select(FactCheck.id, FactCheck.text_key).where(FactCheck.id.in_(here))
        key_of = {row.id: row.text_key for row in session.execute(query)}
        for key in map(key_of.get, here):
            if key is not None and key not in seen:  # none: retracted since it was found
                seen.add(key)
                yield key


def list_claims(
    session: Session, conditions: Conditions, *, before: int | None, skip: int, limit: int
) -> list[tuple[int, bytes]]:
    """The id of the newest review, and the key, of the claims that come next."""
    newest_first = _newest_first(session, conditions, before, at_once=skip + limit)
    return list(islice(newest_first, skip, skip + limit))


def _newest_first(
    session: Session, conditions: Conditions, before: int | None, at_once: int
) -> Iterator[tuple[int, bytes]]:
    """Each claim where its newest review stands; its others further down are passed over."""
    while True:
        query = sa.select(FactCheck.id, FactCheck.text_key).where(*conditions)
        if before is not None:
            query = query.where(FactCheck.id < before)
        rows = session.execute(query.order_by(FactCheck.id.desc()).limit(2 * at_once)).all()
        if not rows:
            return
        newest = session.scalars(
            sa.select(sa.func.max(FactCheck.id))
            .where(*conditions, FactCheck.text_key.in_({row.text_key for row in rows}))
            .group_by(FactCheck.text_key)
        )
        standing_first = set(newest)
        yield from ((row.id, row.text_key) for row in rows if row.id in standing_first)
        before = rows[-1].id


def reviews_of(
    session: Session, settings: Settings, keys: Sequence[bytes], conditions: Conditions
) -> list[list[Record]]:
    """The reviews of each of these claims, newest first."""
    newest = first_ids(
        FactCheck.text_key, FactCheck.id.desc(), [*conditions, FactCheck.text_key.in_(keys)]
    )
    rows = session.connection().execute(_REVIEWS.where(FactCheck.id.in_(newest)))
    reviews: dict[bytes, list[Record]] = {key: [] for key in keys}
    for row in rows:
        reviews[row.text_key].append(record_of(row, settings))
    return [found for found in reviews.values() if found]


def first_ids(
    group: SQLColumnExpression[Any], order: SQLColumnExpression[Any], conditions: Conditions
) -> Select[int]:
    """The ids of the first reviews of each group, as many as are shown of one."""
    place = sa.func.row_number().over(partition_by=group, order_by=order).label("place")
    placed = sa.select(FactCheck.id, place).where(*conditions).subquery()
    return sa.select(placed.c.id).where(placed.c.place <= MOST_REVIEWS)
