"""Bring a database to the newest schema, or to any other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.database import Database

FOLDER = Path(__file__).parent.parent / "migrations"

# Two processes that start together must not migrate together.
_POSTGRES_LOCK = 4_051_726_001


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """Migrate up to `revision`, in one transaction; safe to run in two processes at once."""
    _run(database, lambda config: command.upgrade(config, revision))


def migrate_down(database: Database, revision: str) -> None:
    """Migrate down to `revision`; "base" leaves nothing."""
    _run(database, lambda config: command.downgrade(config, revision))


def head() -> str:
    """The newest revision this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(connection: sa.Connection) -> str | None:
    """The revision the database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def _run(database: Database, step: Callable[[Config], None]) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # Batch mode copies tables that others refer to. Ignored inside a transaction, so sent
            # by the driver before one begins.
            _driver(connection).execute("PRAGMA foreign_keys = OFF")
            connection = connection.execution_options(begin="IMMEDIATE")
        try:
            with connection.begin():
                if not database.is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})")
                step(_config(connection))
        finally:
            if database.is_sqlite:
                _driver(connection).execute("PRAGMA foreign_keys = ON")


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.dbapi_connection
