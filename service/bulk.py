"""Writes thousands of rows at once.

As the driver wants them: SQLAlchemy takes longer to prepare a row than SQLite to write it, and
PostgreSQL takes all in one statement.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from service.db import Base

MANY = 1_000
"""Rows from which on it matters how each is checked."""


def insert_rows(
    session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows into the table of a model, in this order, with these columns alone.

    Values are numbers, texts, words of closed sets, bytes and None. Nothing else fills in defaults.
    """
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(_of_sqlite(model, tuple(columns)), list(rows))
    else:
        if len(rows) >= MANY:
            # What a row refers to is looked for as was best when this connection first did so. If
            # that table was all but empty, it was best to read all of it.
            session.execute(sa.text("DISCARD PLANS"))
        values = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
        session.execute(_of_postgres(model, tuple(columns)), values)


@cache
def _of_sqlite(model: type[Base], columns: tuple[str, ...]) -> str:
    table = sa.table(model.__tablename__, *map(sa.column, columns))
    return str(sa.insert(table).compile(dialect=sqlite.dialect()))


@cache
def _of_postgres(model: type[Base], columns: tuple[str, ...]) -> sa.Insert:
    table = Base.metadata.tables[model.__tablename__]
    arrays = (sa.bindparam(name, type_=sa.ARRAY(_plain(table.c[name].type))) for name in columns)
    given = sa.func.unnest(*arrays).table_valued(*columns).render_derived()
    return sa.insert(table).from_select(columns, sa.select(given), include_defaults=False)


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """A closed set of words is kept as text."""
    return sa.Text() if isinstance(kind, sa.Enum) else kind
