"""The indexes, and how their tables are asked. Another index is three tables and a line here.

On SQLite the entries are a table of FTS5, on PostgreSQL a table with a GIN index on their terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement, CompoundSelect, Select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.db import Base
from service.models import Claim, Document, FactCheck, Source, Version
from service.search.analysis import LONGEST_TEXT

Alternatives = frozenset[str]
"""The terms that one word of a query may be indexed as."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The rows that are found, by id, and the tables that find them: see models/indexed.py.

    `at` is of when a row is; so many rows are read for a query at most. `said` is what a row is
    found by, as it is written, and `address` too, of which only the words count.
    """

    id: InstrumentedAttribute[int]
    at: ColumnElement[datetime]
    entries: sa.Table
    terms: sa.Table
    totals: sa.Table
    said: tuple[Any, ...]
    address: InstrumentedAttribute[Any] | None
    most_read: int


def _index_of(
    model: type[Any], name: str, at: Any, *said: Any, address: Any = None, most_read: int = 3_000
) -> Index:
    tables = Base.metadata.tables
    entries, terms, totals = (tables[f"{name}_{each}"] for each in ("entries", "terms", "totals"))
    return Index(model.id, at, entries, terms, totals, said, address, most_read)


_OF_DOCUMENT = sa.func.coalesce(Document.published_at, Document.created_at)
_NEWEST_TEXT = (
    sa.select(sa.func.substr(Version.text, 1, LONGEST_TEXT))
    .where(Version.document_id == Document.id, Version.number == Document.version)
    .scalar_subquery()
)
FACT_CHECKS = _index_of(
    FactCheck,
    "fact_check",
    sa.func.coalesce(FactCheck.reviewed_at, FactCheck.published_at),
    FactCheck.text,
    FactCheck.title,
    FactCheck.claimant,
)
CLAIMS = _index_of(
    Claim,
    "claim",
    sa.select(_OF_DOCUMENT).where(Document.id == Claim.document_id).scalar_subquery(),
    Claim.text,
)
DOCUMENTS = _index_of(
    Document,
    "document",
    _OF_DOCUMENT,
    Document.title,
    Document.author,
    Document.publisher,
    _NEWEST_TEXT,
    address=Document.url,
    most_read=400,  # they are long
)
SOURCES = _index_of(
    Source,
    "source",
    sa.func.coalesce(Source.published_at, Source.created_at),
    Source.title,
    Source.publisher,
    address=Source.url,
)


def is_sqlite(session: Session) -> bool:
    """Whether the entries are in FTS5."""
    return session.get_bind().dialect.name == "sqlite"


def rows_with(
    session: Session, index: Index, words: Sequence[Alternatives]
) -> tuple[Select[int], dict[str, Any]]:
    """The ids of the entries that have each of these words in any form, and the query's values."""
    if is_sqlite(session):
        return _matching(index, "words"), {"words": " AND ".join(map(_any_of, words))}
    values = {f"word_{place}": sorted(word) for place, word in enumerate(words)}
    return _overlapping(index, tuple(values)), values


def ids_with_each(session: Session, index: Index, words: Sequence[Alternatives]) -> list[list[int]]:
    """For each word the ids of the entries that have it in any form: read in one statement.

    Those of a word come as one row: each in a row of its own costs three times what it takes to
    find them.
    """
    if not words:
        return []
    in_json = is_sqlite(session)
    values = {
        f"word_{place}": _any_of(word) if in_json else sorted(word)
        for place, word in enumerate(words)
    }
    query = _gathered(index, len(words), in_json)
    rows = sorted(session.connection().execute(query, values).all(), key=itemgetter(0))
    return [orjson.loads(ids) if in_json else ids or [] for _place, ids in rows]


def is_among(
    session: Session, column: InstrumentedAttribute[Any] | ColumnElement[Any], these: Sequence[Any]
) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """Whether a column is one of these, and the query's values: one, however many they are."""
    if is_sqlite(session):
        return _in_json(column), {"these": orjson.dumps(these).decode()}
    return _in_array(column), {"these": list(these)}


@cache
def _in_json(column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[bool]:
    """Made once, as the others here: to make it anew costs as much as to ask it."""
    given = sa.func.json_each(sa.bindparam("these", type_=sa.Text())).table_valued("value")
    return column.in_(sa.select(given.c.value))


@cache
def _in_array(column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[bool]:
    return column == sa.any_(sa.bindparam("these", type_=postgresql.ARRAY(column.type)))


@cache
def _gathered(index: Index, words: int, in_json: bool) -> CompoundSelect[Any]:
    gather = sa.func.json_group_array if in_json else sa.func.array_agg
    each = []
    for place in range(words):
        name = f"word_{place}"
        rows = _matching(index, name) if in_json else _overlapping(index, (name,))
        ids = gather(rows.subquery().c.rowid, type_=sa.Text() if in_json else _IDS)
        each.append(sa.select(sa.literal_column(str(place), sa.Integer()), ids))
    return sa.union_all(*each)


@cache
def _matching(index: Index, name: str) -> Select[int]:
    entries: ColumnElement[str] = sa.literal_column(index.entries.name)
    return sa.select(index.entries.c.rowid).where(entries.bool_op("MATCH")(sa.bindparam(name)))


@cache
def _overlapping(index: Index, names: Sequence[str]) -> Select[int]:
    terms = sa.type_coerce(index.entries.c.terms, _ARRAY)
    wanted = (sa.bindparam(name, type_=_ARRAY) for name in names)
    return sa.select(index.entries.c.rowid).where(*(terms.overlap(each) for each in wanted))


_ARRAY = postgresql.ARRAY(sa.Text())
_IDS = postgresql.ARRAY(sa.BigInteger())


def _any_of(word: Alternatives) -> str:
    return f"({' OR '.join(map(_quoted, sorted(word)))})"


def _quoted(term: str) -> str:
    """A string of FTS5, in which nothing but a quotation mark means anything."""
    return '"' + term.replace('"', '""') + '"'
