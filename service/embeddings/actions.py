"""The only writer of vectors, beside whoever takes a fact-check back. None commits."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import one_at_a_time
from service.embeddings import queries
from service.embeddings.rules import LEASE, hash_of, is_due
from service.models import FactCheckVector


class Taken(NamedTuple):
    """Fact-checks that are this worker's to embed until the lease ends, by id: their texts."""

    texts: dict[int, str]
    leased_until: datetime


def forget(session: Session, ids: Sequence[int]) -> None:
    """Let these have no vector: what a fact-check said must not outlive it."""
    session.execute(_delete().where(FactCheckVector.fact_check_id.in_(ids)))


def forget_all(session: Session) -> None:
    """Let nothing have a vector."""
    session.execute(_delete())


def take(session: Session, model: str, ids: Sequence[int], now: datetime) -> Taken:
    """Lease those of these fact-checks that are due, looked at again."""
    one_at_a_time(session, FactCheckVector.__tablename__)
    texts = {
        row.id: row.text
        for row in queries.these(session, ids)
        if row.text is not None and is_due(row.known, model, row.text, now)
    }
    taken = Taken(texts, now + LEASE)
    if texts:
        forget(session, list(texts))
        session.execute(
            sa.insert(FactCheckVector),
            [
                {
                    "fact_check_id": id_,
                    "model": model,
                    "text_hash": hash_of(text),
                    "number": 0,
                    "leased_until": taken.leased_until,
                }
                for id_, text in texts.items()
            ],
        )
    return taken


def settle(session: Session, model: str, taken: Taken, vectors: Mapping[int, bytes | None]) -> bool:
    """Write what came of it: a vector, or None for a text that the model refuses.

    Of what changed or went meanwhile nothing is written. The number is the time in microseconds,
    or else one more than the last. Whether all others are to be made anew, for the model gives
    vectors of another dimension than it did.
    """
    one_at_a_time(session, FactCheckVector.__tablename__)
    is_another = _forget_other_dimensions(session, model, vectors)
    number = max(time.time_ns() // 1_000, queries.newest_number(session, model) + 1)
    for id_, vector in vectors.items():
        session.execute(
            _update()
            .where(*_is_ours(model, taken, id_))
            .values(vector=vector, number=number if vector is not None else 0, leased_until=None)
        )
    return is_another


def give_back(session: Session, model: str, taken: Taken) -> None:
    """Let another try at once: nothing came of it."""
    for id_ in taken.texts:
        session.execute(_delete().where(*_is_ours(model, taken, id_)))


def _is_ours(model: str, taken: Taken, id_: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether the row is as it was taken: neither dropped nor another worker's by now."""
    return (
        FactCheckVector.fact_check_id == id_,
        FactCheckVector.model == model,
        FactCheckVector.text_hash == hash_of(taken.texts[id_]),
        FactCheckVector.leased_until == taken.leased_until,
    )


def _forget_other_dimensions(
    session: Session, model: str, vectors: Mapping[int, bytes | None]
) -> bool:
    """Vectors of another length are of another model of that name, and compare with none."""
    length = max((len(vector) for vector in vectors.values() if vector), default=0)
    standing = queries.bytes_of_newest(session, model)
    if not length or not standing or length == standing:
        return False
    session.execute(_delete().where(FactCheckVector.model == model, FactCheckVector.number > 0))
    return True


def _delete() -> sa.Delete:
    return sa.delete(FactCheckVector).execution_options(synchronize_session=False)


def _update() -> sa.Update:
    return sa.update(FactCheckVector).execution_options(synchronize_session=False)
