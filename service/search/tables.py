"""The tables of an index. There is one index, of fact-checks; another is three tables and a line.

On SQLite the entries are a table of FTS5, on PostgreSQL a table with a GIN index on their terms.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.db import Base
from service.models import FactCheck

Alternatives = frozenset[str]
"""The terms that one word of a query may be indexed as."""


@dataclass(frozen=True, slots=True)
class Index:
    """The rows that are found, by id, and the tables that find them: see models/fact_check_*.py."""

    id: InstrumentedAttribute[int]
    entries: sa.Table
    terms: sa.Table
    totals: sa.Table


FACT_CHECKS = Index(
    FactCheck.id,
    Base.metadata.tables["fact_check_entries"],
    Base.metadata.tables["fact_check_terms"],
    Base.metadata.tables["fact_check_totals"],
)


def is_sqlite(session: Session) -> bool:
    """Whether the entries are in FTS5."""
    return session.get_bind().dialect.name == "sqlite"


def has(session: Session, index: Index, *words: Alternatives) -> ColumnElement[bool]:
    """The entries that have each of these words, in any of its forms."""
    if is_sqlite(session):
        query = " AND ".join(f"({' OR '.join(map(_quoted, sorted(word)))})" for word in words)
        entries: ColumnElement[str] = sa.literal_column(index.entries.name)
        return entries.bool_op("MATCH")(query)
    terms = sa.type_coerce(index.entries.c.terms, postgresql.ARRAY(sa.Text()))
    return sa.and_(*(terms.overlap(sorted(word)) for word in words))


def _quoted(term: str) -> str:
    """A string of FTS5, in which nothing but a quotation mark means anything."""
    return '"' + term.replace('"', '""') + '"'
