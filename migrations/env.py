"""Runs migrations on the connection that service/migrate.py hands over, inside its transaction."""

import os
from typing import Any

import sqlalchemy as sa
from alembic import context

import service.models  # noqa: F401  (registers the tables)
from service import triggers
from service.database import Database
from service.db import Base


def run(connection: sa.Connection) -> None:
    virtual = tuple(name for name, table in Base.metadata.tables.items() if "fts5" in table.info)

    def compared(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
        """Virtual tables of SQLite, and those it keeps them in, cannot be compared."""
        is_virtual = kind == "table" and str(name).startswith(virtual)
        return not (is_virtual and connection.dialect.name == "sqlite")

    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=compared,
        compare_server_default=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    triggers.drop(connection)
    context.run_migrations()
    triggers.create(connection)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"The migration broke references: {broken[:5]}")


if handed_over := context.config.attributes.get("connection"):
    run(handed_over)
else:  # `alembic revision --autogenerate`
    with Database(os.environ["DATABASE_URL"]).engine.begin() as connection:
        run(connection)
