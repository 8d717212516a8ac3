"""Reads of vectors, and of the fact-checks that have to have one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from service.embeddings.rules import Known
from service.models import FactCheck, FactCheckVector

AT_ONCE = 2_000
"""Vectors that are read in one statement."""

Place = tuple[datetime, int]
"""Where a fact-check stands in the order of changes."""


class Row(NamedTuple):
    """A fact-check, its place, its claim as it stands now, and what is known of its vector."""

    id: int
    place: Place
    text: str | None
    known: Known


def changed_after(session: Session, place: Place, limit: int) -> list[Row]:
    """The next fact-checks in the order of their changes."""
    here = sa.tuple_(FactCheck.updated_at, FactCheck.id)
    return _rows(session, here > sa.tuple_(*map(sa.literal, place)), limit)


def these(session: Session, ids: Sequence[int]) -> list[Row]:
    """The fact-checks with these ids."""
    return _rows(session, FactCheck.id.in_(ids), len(ids))


def newest_number(session: Session, model: str) -> int:
    """The number of the vector that was written last, or 0."""
    newest = sa.select(sa.func.max(FactCheckVector.number)).where(FactCheckVector.model == model)
    return session.scalar(newest) or 0


def count_of(session: Session, model: str, *, after: int = 0) -> int:
    """How many vectors there are whose number is higher."""
    counted = sa.select(sa.func.count()).select_from(FactCheckVector)
    return session.scalar(counted.where(*_numbered(model, after))) or 0


def bytes_of_newest(session: Session, model: str) -> int:
    """The length of the vector that was written last, as it is kept; 0 where there is none."""
    length = sa.select(sa.func.length(FactCheckVector.vector)).where(*_numbered(model, 0))
    return session.scalar(length.order_by(FactCheckVector.number.desc()).limit(1)) or 0


def written_after(
    session: Session, model: str, number: int, limit: int
) -> list[tuple[int, int, bytes]]:
    """`(number, id, vector)` of those written since, in that order."""
    vector = FactCheckVector
    query = sa.select(vector.number, vector.fact_check_id, vector.vector)
    query = query.where(*_numbered(model, number)).order_by(vector.number, vector.fact_check_id)
    return [(row[0], row[1], row[2]) for row in session.execute(query.limit(limit)) if row[2]]


def each_vector(session: Session, model: str) -> Iterator[list[tuple[int, bytes]]]:
    """All vectors of a model, `(id, vector)`, in pieces and in the order of the ids."""
    vector, last = FactCheckVector, 0
    query = sa.select(vector.fact_check_id, vector.vector).where(*_numbered(model, 0))
    query = query.order_by(vector.fact_check_id).limit(AT_ONCE)
    while rows := session.execute(query.where(vector.fact_check_id > last)).all():
        yield [(row[0], row[1]) for row in rows if row[1]]
        last = rows[-1][0]


def vectors_by_id(session: Session, model: str, ids: Sequence[int]) -> dict[int, bytes]:
    """The vectors of these fact-checks, of those that have one now."""
    vector = FactCheckVector
    found: dict[int, bytes] = {}
    for first in range(0, len(ids), AT_ONCE):
        here = vector.fact_check_id.in_(ids[first : first + AT_ONCE])
        query = sa.select(vector.fact_check_id, vector.vector)
        rows = session.execute(query.where(here, *_numbered(model, 0)))
        found |= {row[0]: row[1] for row in rows if row[1]}
    return found


def _numbered(model: str, after: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return FactCheckVector.model == model, FactCheckVector.number > after


def _rows(session: Session, which: ColumnElement[bool], limit: int) -> list[Row]:
    query = (
        sa.select(
            FactCheck.id,
            FactCheck.updated_at,
            FactCheck.text,
            FactCheckVector.model,
            FactCheckVector.text_hash,
            FactCheckVector.leased_until,
        )
        .join(FactCheckVector, FactCheckVector.fact_check_id == FactCheck.id, isouter=True)
        .where(which)
        .order_by(FactCheck.updated_at, FactCheck.id)
        .limit(limit)
    )
    return [
        Row(row[0], (row[1], row[0]), row[2], Known(*row[3:])) for row in session.execute(query)
    ]
