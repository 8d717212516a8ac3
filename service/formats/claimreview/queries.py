"""Reads of what the data feed holds: our own public verdicts that stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.queries import records
from service.fact_checks.record import Record, record_of
from service.models import Change, FactCheck
from service.permissions import STRANGER
from service.settings import Settings
from service.visibility import visible_to


@dataclass(frozen=True, slots=True)
class Newest:
    """How far the public is told: the last change, and when anything that is told was changed."""

    number: int = 0
    at: datetime | None = None


def find_newest(session: Session) -> Newest:
    """What tells cheaply whether the feed is still as it was: two indexed reads.

    The number alone does not: what describes a document, its language say, changes records and is
    no change of a verdict.
    """
    change = session.execute(
        sa.select(Change.number, Change.at)
        .where(visible_to(STRANGER, Change))
        .order_by(Change.number.desc())
        .limit(1)
    ).one_or_none()
    if change is None:
        return Newest()
    described_at = session.scalar(
        sa.select(FactCheck.updated_at)
        .where(FactCheck.claim_id.is_not(None), visible_to(STRANGER, FactCheck))
        .order_by(FactCheck.updated_at.desc())
        .limit(1)
    )
    return Newest(change.number, max(filter(None, (change.at, described_at))))


def list_own(session: Session, settings: Settings, *, after: int, limit: int) -> Sequence[Record]:
    """Our own by claim, from the one after this. The index of claims passes over all imports."""
    query = records(STRANGER).where(FactCheck.claim_id > after)
    rows = session.execute(query.order_by(FactCheck.claim_id).limit(limit))
    return [record_of(row, settings) for row in rows]
