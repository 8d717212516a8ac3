"""Writes an index: the entries, and the counts that ranking needs. None commits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.database import one_at_a_time
from service.search.tables import Index, is_sqlite

AT_ONCE = 10_000
"""Rows or terms of one statement."""

Key = TypeVar("Key", int, str)


class Made(NamedTuple):
    """What is written of one row: its terms, and by whose rules they were made."""

    terms: list[str]
    stemmer: str


def take_turn(session: Session) -> None:
    """Wait until nobody else writes an index, and keep all of them until this commits.

    Writers count the same common words: two who waited for each other's would never end. It is one
    turn for all indexes, so that nobody has to write them in one order.
    """
    one_at_a_time(session, "search")


def add(session: Session, index: Index, made: Mapping[int, Made]) -> None:
    """Let these new ids, of which nothing is indexed yet, be found by what was made of them."""
    if made:
        take_turn(session)
        _write(session, index, made)
        _count(session, index, made.values(), ())


def replace(session: Session, index: Index, made: Mapping[int, Made | None]) -> None:
    """Let each of these ids be found by what was made of it, and by nothing where that is None."""
    for ids in _batches(list(made)):
        take_turn(session)
        _replace(session, index, {id_: made[id_] for id_ in ids})


def _replace(session: Session, index: Index, made: Mapping[int, Made | None]) -> None:
    before = _standing(session, index, list(made))
    changed = {id_: new for id_, new in made.items() if before.get(id_) != new}
    gone = [id_ for id_ in changed if id_ in before]
    come = {id_: new for id_, new in changed.items() if new is not None}
    if gone:
        session.execute(sa.delete(index.entries).where(index.entries.c.rowid.in_(gone)))
    if come:
        _write(session, index, come)
    _count(session, index, come.values(), [before[id_] for id_ in gone])


def compact(session: Session, index: Index) -> None:
    """Leave nothing in the index of what it does not find any more.

    FTS5 keeps what was deleted until it merges what it wrote since, and here it merges all. In
    PostgreSQL, VACUUM FULL does it.
    """
    if is_sqlite(session):
        name = index.entries.name
        session.execute(sa.insert(sa.table(name, sa.column(name))).values({name: "optimize"}))


def _batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Few enough for one statement."""
    return (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))


def _write(session: Session, index: Index, made: Mapping[int, Made]) -> None:
    rows = [{"rowid": id_, **new._asdict()} for id_, new in made.items()]
    session.execute(sa.insert(index.entries), rows)


def _standing(session: Session, index: Index, ids: Sequence[int]) -> dict[int, Made]:
    entry = index.entries.c
    query = sa.select(entry.rowid, entry.terms, entry.stemmer).where(entry.rowid.in_(ids))
    return {row.rowid: Made(row.terms, row.stemmer) for row in session.execute(query)}


def _count(session: Session, index: Index, come: Iterable[Made], gone: Iterable[Made]) -> None:
    terms: Counter[str] = Counter()
    records: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    for entries, step in ((come, 1), (gone, -1)):
        for entry in entries:
            (terms.update if step > 0 else terms.subtract)(set(entry.terms))
            records[entry.stemmer] += step
            lengths[entry.stemmer] += step * len(entry.terms)
    _add(session, index.terms, {term: (change,) for term, change in terms.items() if change})
    counted = index.terms.c
    for fewer in _batches([term for term, change in terms.items() if change < 0]):
        in_none = sa.and_(counted.term.in_(fewer), counted.records <= 0)
        session.execute(sa.delete(index.terms).where(in_none))
    totals = {stemmer: (records[stemmer], lengths[stemmer]) for stemmer in records}
    _add(session, index.totals, {key: change for key, change in totals.items() if any(change)})


def _add(session: Session, table: sa.Table, changes: Mapping[str, tuple[int, ...]]) -> None:
    """Add to the counts of the rows with these keys; those that are missing are made."""
    if not changes:
        return
    rows = [(name, *change) for name, change in sorted(changes.items())]
    if is_sqlite(session):
        session.connection().exec_driver_sql(_adding_to_sqlite(table), rows)
    else:
        names = table.columns.keys()
        values = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        session.execute(_adding_to_postgres(table), values)


@cache
def _adding_to_sqlite(table: sa.Table) -> str:
    """As the driver wants it: of a thousand rows, it takes a fraction of the time."""
    statement = _or_added(sqlite.insert(table), table)
    return str(statement.compile(dialect=sqlite.dialect(), column_keys=table.columns.keys()))


@cache
def _adding_to_postgres(table: sa.Table) -> Any:
    """All rows in one statement: row by row takes four times as long."""
    arrays = (sa.bindparam(each.name, type_=sa.ARRAY(each.type)) for each in table.columns)
    given = sa.func.unnest(*arrays).table_valued(*table.columns.keys()).render_derived()
    insert = postgresql.insert(table).from_select(table.columns.keys(), sa.select(given))
    return _or_added(insert, table)


def _or_added(insert: Any, table: sa.Table) -> Any:
    """Where the key is there already, its counts grow. The two dialects have no common type."""
    key, *counts = table.columns
    added = {each.name: each + insert.excluded[each.name] for each in counts}
    return insert.on_conflict_do_update(index_elements=[key], set_=added)
