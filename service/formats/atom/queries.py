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
    wanted = [standing(), *passing(filters, settings)]
    if filters.get("q", "").strip():
        ours = [FactCheck.claim_id.is_not(None)]
        hits = find_fact_checks(session, STRANGER, settings, filters, conditions=ours)
        wanted.append(FactCheck.id.in_(hits.ids))
    here = sa.tuple_(FactCheck.updated_at, FactCheck.id)
    query = (
        sa.select(*COLUMNS, FactCheck.retracted_at, FactCheck.retraction_reason)
        .where(FactCheck.claim_id.is_not(None), visible_to(STRANGER, FactCheck))
        .where(
            sa.or_(
                sa.and_(*wanted),
                sa.and_(~standing(), *passing(publisher, settings)),
            )
        )
        .order_by(FactCheck.updated_at.desc(), FactCheck.id.desc())
        .limit(limit)
    )
    if since := filters.get("since"):
        query = query.where(FactCheck.updated_at >= since)
    if after:
        query = query.where(here < sa.tuple_(*map(sa.literal, after)))
    return [
        record_of(row, settings) if row.retracted_at is None else _retraction_of(row, settings)
        for row in session.execute(query)
    ]


def _retraction_of(row: Any, settings: Settings) -> Retraction:
    return Retraction(
        id=row.id,
        url=claim_url(settings, row.claim_id),
        claim_id=row.claim_id,
        published_at=row.published_at,
        updated_at=row.updated_at,
        reason=row.retraction_reason,
    )
