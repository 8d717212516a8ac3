"""The indexes, and how their tables are asked. Another index is three tables and a line here.

On SQLite the entries are a table of FTS5, on PostgreSQL a table with a GIN index on their terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.db import Base
from service.models import Claim, Document, FactCheck, Source

Alternatives = frozenset[str]
"""The terms that one word of a query may be indexed as."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The rows that are found, by id, and the tables that find them: see models/indexed.py.

    `at` is of when a row is; so many rows are read for a query at most.
    """

    id: InstrumentedAttribute[int]
    at: ColumnElement[datetime]
    entries: sa.Table
    terms: sa.Table
    totals: sa.Table
    most_read: int


def _index_of(model: type[Any], name: str, at: Any, most_read: int = 3_000) -> Index:
    tables = Base.metadata.tables
    entries, terms, totals = (tables[f"{name}_{each}"] for each in ("entries", "terms", "totals"))
    return Index(model.id, at, entries, terms, totals, most_read)


_OF_DOCUMENT = sa.func.coalesce(Document.published_at, Document.created_at)
FACT_CHECKS = _index_of(
    FactCheck, "fact_check", sa.func.coalesce(FactCheck.reviewed_at, FactCheck.published_at)
)
CLAIMS = _index_of(
    Claim,
    "claim",
    sa.select(_OF_DOCUMENT).where(Document.id == Claim.document_id).scalar_subquery(),
)
DOCUMENTS = _index_of(Document, "document", _OF_DOCUMENT, most_read=400)  # they are long
SOURCES = _index_of(Source, "source", sa.func.coalesce(Source.published_at, Source.created_at))


def is_sqlite(session: Session) -> bool:
    """Whether the entries are in FTS5."""
    return session.get_bind().dialect.name == "sqlite"


def rows_with(
    session: Session, index: Index, words: Sequence[Alternatives]
) -> tuple[Select[int], dict[str, Any]]:
    """The ids of the entries that have each of these words in any form, and the query's values."""
    if is_sqlite(session):
        query = " AND ".join(f"({' OR '.join(map(_quoted, sorted(word)))})" for word in words)
        return _matching(index), {"query": query}
    values = {f"word_{place}": sorted(word) for place, word in enumerate(words)}
    return _overlapping(index, len(words)), values


def ids_with(session: Session, index: Index, word: Alternatives) -> list[int]:
    """The ids of the entries that have a word in any form.

    They come as one row: each in a row of its own costs three times what it takes to find them.
    """
    rows, values = rows_with(session, index, [word])
    found = session.connection().scalar(_gathered(rows, is_sqlite(session)), values)
    if isinstance(found, str):
        found = orjson.loads(found)
    return found or []


def is_among(
    session: Session, id_: InstrumentedAttribute[int], ids: Sequence[int]
) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """Whether an id is one of these, and the query's values: one, however many they are."""
    if is_sqlite(session):
        return _in_json(id_), {"ids": orjson.dumps(ids).decode()}
    return id_ == sa.any_(sa.bindparam("ids", type_=_IDS)), {"ids": list(ids)}


def _in_json(id_: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    given = sa.func.json_each(sa.bindparam("ids", type_=sa.Text())).table_valued("value")
    return id_.in_(sa.select(given.c.value))


@cache
def _gathered(rows: Select[int], as_json: bool) -> Select[Any]:
    gather = sa.func.json_group_array if as_json else sa.func.array_agg
    return sa.select(gather(rows.subquery().c.rowid, type_=sa.Text() if as_json else _IDS))


@cache
def _matching(index: Index) -> Select[int]:
    """Made once, as the other: to make it anew costs as much as to ask it."""
    entries: ColumnElement[str] = sa.literal_column(index.entries.name)
    return sa.select(index.entries.c.rowid).where(entries.bool_op("MATCH")(sa.bindparam("query")))


@cache
def _overlapping(index: Index, words: int) -> Select[int]:
    terms = sa.type_coerce(index.entries.c.terms, _ARRAY)
    wanted = (sa.bindparam(f"word_{place}", type_=_ARRAY) for place in range(words))
    return sa.select(index.entries.c.rowid).where(*(terms.overlap(each) for each in wanted))


_ARRAY = postgresql.ARRAY(sa.Text())
_IDS = postgresql.ARRAY(sa.BigInteger())


def _quoted(term: str) -> str:
    """A string of FTS5, in which nothing but a quotation mark means anything."""
    return '"' + term.replace('"', '""') + '"'
