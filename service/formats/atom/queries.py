"""Reads of what the Atom feed tells: our own public verdicts, and those that were retracted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.queries import passing
from service.fact_checks.record import COLUMNS, Record, claim_url, record_of, standing
from service.fact_checks.searching import find_fact_checks
from service.models import FactCheck
from service.permissions import STRANGER
from service.search.fields import of_language
from service.search.tables import is_sqlite
from service.settings import Settings
from service.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Retraction:
    """A verdict that was taken back, and why; what it said is not kept."""

    id: int
    url: str
    claim_id: int
    published_at: datetime
    updated_at: datetime
    reason: str


def list_entries(
    session: Session,
    settings: Settings,
    filters: Mapping[str, Any],
    *,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Sequence[Record | Retraction]:
    """What changed last stands first; with `since`, as far back as that.

    A retraction passes `q`, `rating` and `language`: what the verdict said is not kept, and whoever
    followed it there has to hear of the retraction there.
    """
    publisher = {"publisher": filters.get("publisher")}
    rated = publisher | {"rating": filters.get("rating")}
    wanted = [standing(), *passing(rated, settings)]
    if language := filters.get("language"):
        column = FactCheck.language.expression
        if is_sqlite(session):  # it would take the index of languages, and sort all of a common one
            column = sa.func.coalesce(column, "")
        wanted.append(of_language(column, language))
    if filters.get("q", "").strip():
        ours = [FactCheck.claim_id.is_not(None)]
        hits = find_fact_checks(session, STRANGER, settings, filters, conditions=ours)
        wanted.append(FactCheck.id.in_(hits.ids))
    query = _newest(filters.get("since"), after, limit)
    # One by one: each has an index to begin with, which both together have not.
    rows = [
        *session.execute(query.where(*wanted)),
        *session.execute(query.where(~standing(), *passing(publisher, settings))),
    ]
    rows.sort(key=lambda row: (row.updated_at, row.id), reverse=True)
    return [
        record_of(row, settings) if row.retracted_at is None else _retraction_of(row, settings)
        for row in rows[:limit]
    ]


def _newest(
    since: datetime | None, after: tuple[Any, ...] | None, limit: int
) -> sa.Select[*tuple[Any, ...]]:
    """Our public ones, standing or not, what changed last first."""
    query = (
        sa.select(*COLUMNS, FactCheck.retracted_at, FactCheck.retraction_reason)
        .where(FactCheck.claim_id.is_not(None), visible_to(STRANGER, FactCheck))
        .order_by(FactCheck.updated_at.desc(), FactCheck.id.desc())
        .limit(limit)
    )
    if since:
        query = query.where(FactCheck.updated_at >= since)
    if after:
        here = sa.tuple_(FactCheck.updated_at, FactCheck.id)
        query = query.where(here < sa.tuple_(*map(sa.literal, after)))
    return query


def _retraction_of(row: Any, settings: Settings) -> Retraction:
    return Retraction(
        id=row.id,
        url=claim_url(settings, row.claim_id),
        claim_id=row.claim_id,
        published_at=row.published_at,
        updated_at=row.updated_at,
        reason=row.retraction_reason,
    )
