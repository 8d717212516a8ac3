"""Rows into tables, in bulk and around what guards them."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from service.database import Database
from service.db import Base
from service.triggers import lifted

Row = dict[str, Any]


def load(
    database: Database,
    rows: Mapping[str, Iterable[Row]],
    *,
    counters: Mapping[str, int] | None = None,
) -> None:
    """Insert the rows of each table, which all have the same columns, in one transaction.

    Foreign keys go around in a circle (claim, edit, assessment, claim) and are not checked
    meanwhile; on PostgreSQL this needs a superuser.
    """
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        if database.is_sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")  # before BEGIN, or it does nothing
            raw.execute("PRAGMA synchronous = OFF")
        try:
            with connection.begin():
                _fill(connection, raw, rows, counters or {}, database.is_sqlite)
        finally:
            if database.is_sqlite:
                raw.execute("PRAGMA foreign_keys = ON")
                raw.execute("PRAGMA synchronous = FULL")


def _fill(
    connection: sa.Connection,
    raw: Any,
    rows: Mapping[str, Iterable[Row]],
    counters: Mapping[str, int],
    is_sqlite: bool,
) -> None:
    if is_sqlite:
        with lifted(connection):
            for table, some in rows.items():
                _insert(raw, table, list(some))
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for table, some in rows.items():
            _copy(connection, raw, table, list(some))
    for table, number in counters.items():
        connection.exec_driver_sql(f"UPDATE {table} SET number = {number}")


def _insert(raw: Any, table: str, rows: list[Row]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        values = (tuple(row.values()) for row in rows)
        raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def _copy(connection: sa.Connection, raw: Any, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    with raw.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
    if "id" in Base.metadata.tables[table].columns:
        highest = max(row["id"] for row in rows)
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest})"
        )
