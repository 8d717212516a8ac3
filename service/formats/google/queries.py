"""Reads of fact-checks as Google groups them: a claim with all its reviews.

The same words, after normalisation, are one claim. A query is ranked and goes by offset; without
one, claims are listed by their newest review, from the newest, and go on after its id.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import utcnow
from service.fact_checks.queries import in_language, of_site, records
from service.fact_checks.record import COLUMNS, Record, record_of, standing
from service.formats.google.parameters import FURTHEST, Search
from service.models import FactCheck
from service.permissions import Viewer
from service.search.ranking import rank
from service.settings import Settings
from service.visibility import visible_to

MOST_REVIEWS = 50
"""Of one claim."""

Conditions = Sequence[sa.ColumnElement[bool]]


def conditions_of(search: Search, viewer: Viewer, settings: Settings) -> Conditions:
    """What a fact-check has to be, beside relevant to the query."""
    conditions: list[sa.ColumnElement[bool]] = [standing(), sa.and_(visible_to(viewer, FactCheck))]
    if search.site:
        conditions.append(of_site(search.site, settings))
    if search.language:
        conditions.append(in_language(search.language))
    if search.max_age is not None:
        oldest = max(utcnow().toordinal() - search.max_age, 1)
        conditions.append(FactCheck.newest_on >= date.fromordinal(oldest))
    return conditions


def rank_claims(
    session: Session, query: str, language: str | None, conditions: Conditions
) -> list[bytes]:
    """The keys of up to 1,000 claims, the most relevant first."""
    ids = rank(session, query, language=language, conditions=conditions, limit=FURTHEST)
    found = session.execute(
        sa.select(FactCheck.id, FactCheck.text_key).where(FactCheck.id.in_(ids))
    )
    key_of = {row.id: row.text_key for row in found}
    return list(dict.fromkeys(key_of[each] for each in ids))


def list_claims(
    session: Session, conditions: Conditions, *, before: int | None, skip: int, limit: int
) -> list[tuple[int, bytes]]:
    """The id of the newest review, and the key, of the claims that come next."""
    return list(islice(_newest_first(session, conditions, before, limit), skip, skip + limit))


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
    query = sa.select(*COLUMNS, FactCheck.text_key).where(*conditions, FactCheck.text_key.in_(keys))
    newest_first = query.order_by(FactCheck.id.desc()).limit(MOST_REVIEWS * len(keys))
    reviews: dict[bytes, list[Record]] = {key: [] for key in keys}
    for row in session.execute(newest_first):
        if len(reviews[row.text_key]) < MOST_REVIEWS:
            reviews[row.text_key].append(record_of(row, settings))
    return [found for found in reviews.values() if found]


def list_pages(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    *,
    url: str | None,
    site: str | None,
    before: int | None,
    skip: int,
    limit: int,
) -> Sequence[Record]:
    """The pages of reviews by an organization with this site, newest first, or that at a URL."""
    query = records(viewer).order_by(FactCheck.id.desc()).offset(skip).limit(limit)
    if url is not None:
        query = query.where(_is_at(url, settings))
    if site is not None:
        query = query.where(of_site(site, settings))
    if before is not None:
        query = query.where(FactCheck.id < before)
    return [record_of(row, settings) for row in session.execute(query)]


def _is_at(url: str, settings: Settings) -> sa.ColumnElement[bool]:
    """Whether the review stands at this URL; the addresses of ours follow from the settings."""
    number = url.removeprefix(f"{settings.base_url}/claims/")
    if number != url and number.isascii() and number.isdecimal() and len(number) < 19:
        return FactCheck.claim_id == int(number)
    return FactCheck.url == url
