"""Writes an index: the entries, and the counts that ranking needs. None commits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.database import one_at_a_time
from service.search.tables import Index, is_sqlite


class Made(NamedTuple):
    """What is written of one row: its terms, and by whose rules they were made."""

    terms: list[str]
    stemmer: str


def take_turn(session: Session, index: Index) -> None:
    """Wait until nobody else writes the index, and keep it until this commits.

    Writers count the same common words: two who waited for each other's would never end.
    """
    one_at_a_time(session, index.entries.name)


def replace(session: Session, index: Index, made: Mapping[int, Made | None]) -> None:
    """Let each of these ids be found by what was made of it, and by nothing where that is None."""
    if not made:
        return
    take_turn(session, index)
    before = _standing(session, index, list(made))
    changed = {id_: new for id_, new in made.items() if before.get(id_) != new}
    gone = [id_ for id_ in changed if id_ in before]
    come = {id_: new for id_, new in changed.items() if new is not None}
    if gone:
        session.execute(sa.delete(index.entries).where(index.entries.c.rowid.in_(gone)))
    if come:
        rows = [{"rowid": id_, **new._asdict()} for id_, new in come.items()]
        session.execute(sa.insert(index.entries), rows)
    _count(session, index, come.values(), [before[id_] for id_ in gone])


def compact(session: Session, index: Index) -> None:
    """Leave nothing in the index of what it does not find any more.

    FTS5 keeps what was deleted until it merges what it wrote since, and here it merges all. In
    PostgreSQL, VACUUM FULL does it.
    """
    if is_sqlite(session):
        name = index.entries.name
        session.execute(sa.insert(sa.table(name, sa.column(name))).values({name: "optimize"}))


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
            for term in set(entry.terms):
                terms[term] += step
            records[entry.stemmer] += step
            lengths[entry.stemmer] += step * len(entry.terms)
    _add(session, index.terms, {term: (change,) for term, change in terms.items() if change})
    fewer = [term for term, change in terms.items() if change < 0]
    if fewer:
        counted = index.terms.c
        in_none = sa.and_(counted.term.in_(fewer), counted.records <= 0)
        session.execute(sa.delete(index.terms).where(in_none))
    totals = {stemmer: (records[stemmer], lengths[stemmer]) for stemmer in records}
    _add(session, index.totals, {key: change for key, change in totals.items() if any(change)})


def _add(session: Session, table: sa.Table, changes: Mapping[str, tuple[int, ...]]) -> None:
    """Add to the counts of the rows with these keys; those that are missing are made."""
    if not changes:
        return
    key, *counts = table.columns
    rows = [(name, *change) for name, change in sorted(changes.items())]
    insert: Any  # the two dialects have no common type
    values: Any
    if is_sqlite(session):
        insert = sqlite.insert(table)
        values = [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
    else:  # in one statement: row by row takes four times as long
        arrays = (sa.bindparam(each.name, type_=sa.ARRAY(each.type)) for each in table.columns)
        given = sa.func.unnest(*arrays).table_valued(*table.columns.keys()).render_derived()
        insert = postgresql.insert(table).from_select(table.columns.keys(), sa.select(given))
        values = dict(zip(table.columns.keys(), map(list, zip(*rows, strict=True)), strict=True))
    added = {each.name: each + insert.excluded[each.name] for each in counts}
    session.execute(insert.on_conflict_do_update(index_elements=[key], set_=added), values)
