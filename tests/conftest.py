"""Every test that asks for `database`, `desk` or `session` runs on SQLite and on PostgreSQL.

Both are built by the migrations, once; each test begins with the state right after them.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from service.cli.process import settle
from service.database import Database
from service.db import Base
from service.migrate import migrate
from service.settings import Settings
from tests.factories import Desk
from tests.postgres import create_database, postgres_server
from tests.serving import Server, serving

RATINGS = Base.metadata.tables["ratings"]
SEEDED = {"scales", "ratings", "rating_words", "tags", "change_counter"}


def pytest_configure() -> None:
    """Write warnings alone: a line in colours for each request took a fifth of a test's time."""
    structlog.configure(processors=[_drop_lesser, *structlog.get_config()["processors"]])


def _drop_lesser(_logger: Any, method: str, line: Any) -> Any:
    if method in ("debug", "info"):
        raise structlog.DropEvent
    return line


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of this worker's own."""
    with postgres_server() as url:
        yield url


class SqliteServer:
    """A migrated SQLite file, copied anew for each test."""

    def __init__(self, folder: Path) -> None:
        self.template, self.file = folder / "template.db", folder / "desk.db"
        database = Database(f"sqlite:///{self.template}")
        migrate(database)
        database.engine.dispose()
        self.database = Database(f"sqlite:///{self.file}")
        never_wait(self.database)

    def reset(self) -> None:
        """Begin anew."""
        self.database.engine.dispose()
        for leftover in self.file.parent.glob("desk.db*"):
            leftover.unlink()
        shutil.copy(self.template, self.file)

    def refill(self) -> None:
        """Begin anew while others have the file open, which takes longer."""
        with (
            closing(sqlite3.connect(self.template)) as template,
            closing(sqlite3.connect(self.file)) as file,
        ):
            file.execute("PRAGMA synchronous = OFF")
            template.backup(file)


def never_wait(database: Database) -> None:
    """Let SQLite leave it to the system when a file reaches the disk, as PostgreSQL does here."""

    @sa.event.listens_for(database.engine, "connect")
    def _relax(connection, _record):
        connection.execute("PRAGMA synchronous = OFF")


class PostgresServer:
    """A migrated PostgreSQL database, emptied for each test."""

    def __init__(self, server_url: str) -> None:
        name = f"desk_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        self.database = Database(create_database(server_url, name))
        migrate(self.database)
        with self.database.engine.connect() as connection:
            # A copy to go back to: quicker than four hundred words written anew for each test.
            connection.exec_driver_sql("CREATE TABLE seeded_words AS TABLE rating_words")
            connection.commit()
            self.ratings = [dict(row) for row in connection.execute(RATINGS.select()).mappings()]
            used = {t.name for t in Base.metadata.sorted_tables if t.name not in SEEDED}
            sequences = {f"{name}_id_seq" for name in used} & set(
                sa.inspect(connection).get_sequence_names()
            )
        # TRUNCATE makes a new file for every table and index: fifty times slower.
        self.empty = "; ".join(f"DELETE FROM {name}" for name in sorted(used))
        self.restart = "SELECT " + ", ".join(
            f"setval('{name}', 1, false)" for name in sorted(sequences)
        )

    def reset(self) -> None:
        """Begin anew; only a superuser gets around the triggers, and only by saying so."""
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(self.empty)
            connection.exec_driver_sql(self.restart)
            connection.exec_driver_sql("UPDATE change_counter SET number = 0")
            connection.exec_driver_sql("DELETE FROM tags WHERE id > 7")
            connection.exec_driver_sql(
                "DELETE FROM rating_words WHERE id > (SELECT max(id) FROM seeded_words)"
            )
            connection.exec_driver_sql(
                "UPDATE rating_words SET code = seeded.code, decided_at = NULL"
                " FROM seeded_words AS seeded WHERE rating_words.id = seeded.id"
                " AND (rating_words.code IS DISTINCT FROM seeded.code"
                " OR rating_words.decided_at IS NOT NULL)"
            )
            connection.execute(RATINGS.delete())
            connection.execute(RATINGS.insert(), self.ratings)

    refill = reset


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Makes the server of a backend the first time a test asks for it."""
    made: dict[str, tuple[SqliteServer | PostgresServer, Flask]] = {}
    with ExitStack() as stack:

        def get(backend: str):
            if backend not in made:
                server: SqliteServer | PostgresServer
                if backend == "sqlite":
                    server = SqliteServer(tmp_path_factory.mktemp("sqlite"))
                else:
                    server = PostgresServer(request.getfixturevalue("postgres"))
                stack.callback(server.database.engine.dispose)
                url = server.database.engine.url.render_as_string(hide_password=False)
                app = create_app(Settings(database_url=url, rate_limit=0))
                stack.callback(app.extensions["database"].engine.dispose)
                if backend == "sqlite":
                    never_wait(app.extensions["database"])
                made[backend] = server, app
                settle()
            return made[backend]

        yield get


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return request.param


@pytest.fixture
def app(servers, backend: str) -> Flask:
    """The application on an empty desk."""
    server, app = servers(backend)
    if backend == "sqlite":  # its file is another one now; PostgreSQL's connections stay warm
        app.extensions["database"].engine.dispose()
    server.reset()
    return app


@pytest.fixture
def database(servers, backend: str, app: Flask) -> Database:
    """The database under the application."""
    return servers(backend)[0].database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session to look with; what it changes is rolled back."""
    with database.reading() as session:
        yield session


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    """The desk, with people to act on it through the API."""
    return Desk(app, database)


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """The command line sets up the log; what other tests read of it must not change."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def live(desk: Desk, database: Database, tmp_path: Path) -> Iterator[Server]:
    """The real server on the same database as `desk`."""
    url = database.engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "server.log") as server:
        yield server


@pytest.fixture
def count_queries(app: Flask):
    """Counts the statements that the application sends in a `with` block."""

    @contextmanager
    def counting():
        sent: list[str] = []
        engine = app.extensions["database"].engine

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
                sent.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    return counting
