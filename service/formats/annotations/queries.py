"""Reads of the public verdicts by their positions; each is one statement, and so of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.fact_checks.record import COLUMNS
from service.formats.annotations import paging
from service.models import ChangeCounter, FactCheck, PublicVerdict
from service.verdicts.positions import COUNT

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Found:
    """How many public verdicts there are, when what is public last changed, and those asked for."""

    total: int
    modified: datetime
    rows: Rows = ()


def count_verdicts(session: Session) -> Found:
    """How many there are, and none of them."""
    row = session.execute(sa.select(COUNT.label("total"), ChangeCounter.public_at)).one()
    return Found(row.total, row.public_at)


def list_verdicts(session: Session, *, page: int | None, iris: bool) -> Found:
    """Those on a page, or else on the newest, from the newest to the oldest.

    Rows of claim_id alone for `iris`, or else as `record_of` wants them. Raises NotFound for a page
    that there is not, or not any more.
    """
    rows = session.execute(
        sa.select(
            COUNT.label("total"),
            ChangeCounter.public_at,
            *([FactCheck.claim_id] if iris else COLUMNS),
        )
        .select_from(ChangeCounter)
        .outerjoin(PublicVerdict, _is_on(page))
        .outerjoin(FactCheck, FactCheck.id == PublicVerdict.fact_check_id)
        .where(ChangeCounter.id == 1)  # there is no other, which PostgreSQL does not know
        .order_by(PublicVerdict.position.desc())
    ).all()
    found = Found(
        rows[0].total, rows[0].public_at, [row for row in rows if row.claim_id is not None]
    )
    if page is not None and not found.rows:
        raise NotFound(f"There is no page {page}. Begin at the first, which the container names.")
    return found


def _is_on(page: int | None) -> ColumnElement[bool]:
    if page is not None:
        return PublicVerdict.position.between(*paging.positions_of(page))
    before = (COUNT - 1) // paging.SIZE * paging.SIZE
    return sa.and_(PublicVerdict.position > before, PublicVerdict.position <= before + paging.SIZE)
