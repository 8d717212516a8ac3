"""Runs migrations on the connection that service/migrate.py hands over, inside its transaction."""

import os

import sqlalchemy as sa
from alembic import context

import service.models  # noqa: F401  (registers the tables)
from service import triggers
from service.database import Database
from service.db import Base


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
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
