"""The way into the database: one engine, sessions to read and to write, on SQLite or PostgreSQL."""

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 30_000


class CannotOpen(Exception):
    """The database cannot be reached, in one sentence."""


class Database:
    """One engine, and sessions from it for reading and for writing."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine = (
            _sqlite_engine(url) if url.startswith("sqlite") else _postgres_engine(url, pool_size)
        )
        self._writing = self.engine.execution_options(begin="IMMEDIATE")
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.OperationalError
        self._queue = _queue_of(self.engine)
        self._compiled: dict[sa.Select[*tuple[Any, ...]], _Compiled] = {}

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is rolled back at the end."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def read_one(self, statement: sa.Select[*tuple[Any, ...]], **values: Any) -> Any:
        """The row of a single indexed read, or None: no session, no transaction, compiled once.

        For the paths that are worth it. `statement` is a constant of its module, and its columns
        are of types that the driver returns as they are: numbers, texts, bytes.
        """
        [rows] = self.read_each(statement, [values])
        return rows[0] if rows else None

    def read_each(
        self, statement: sa.Select[*tuple[Any, ...]], values: Iterable[dict[str, Any]]
    ) -> list[list[Any]]:
        """The rows of an indexed read for each of some values, as cheaply as `read_one`."""
        compiled = self._compiled.get(statement)
        if compiled is None:
            compiled = self._compiled[statement] = _Compiled.of(statement.compile(self.engine))
        try:
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                return [compiled.rows(cursor, each) for each in values]
        except self._driver_error as error:
            raise OperationalError(compiled.string, None, error) from error

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises.

        SQLite takes its write lock at once: a read that turns into a write would fail immediately
        with "database is locked", whatever the timeout.
        """
        with (
            self._turn(),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def forget_old_pages(self) -> None:
        """Let SQLite write its log into the file, so that what was deleted is in neither."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Writers of one SQLite file queue here, where the next is woken at once.

        SQLite's own way is to sleep for longer and longer and try again. Only manners: whoever does
        not queue, another program say, still waits for the lock of the file itself.
        """
        if self._queue is None:
            yield
            return
        with self._queue.open("ab") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield


def one_at_a_time(session: Session, what: str) -> None:
    """Wait until no other transaction does `what`, and let others wait until this one ends.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtext(what))
        session.execute(sa.select(lock))


def _queue_of(engine: sa.Engine) -> Path | None:
    """The file beside a SQLite database whose lock is the queue of its writers."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return Path(f"{engine.url.database}-queue")


class _Compiled(NamedTuple):
    """A statement as the driver wants it: its values by name, or in the order of the marks."""

    string: str
    order: Sequence[str] | None
    constants: dict[str, Any]

    @classmethod
    def of(cls, compiled: sa.Compiled) -> "_Compiled":
        """A statement that SQLAlchemy compiled."""
        return cls(compiled.string, getattr(compiled, "positiontup", None), dict(compiled.params))

    def rows(self, cursor: Any, values: dict[str, Any]) -> list[Any]:
        values = self.constants | values
        cursor.execute(
            self.string, (self.order and [values[name] for name in self.order]) or values
        )
        rows: list[Any] = cursor.fetchall()
        return rows


def _postgres_engine(url: str, pool_size: int) -> sa.Engine:
    url = url.replace("postgres://", "postgresql://", 1)
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return sa.create_engine(
        url,
        hide_parameters=True,  # a traceback in the log must not tell what was written
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC"},
    )


def _sqlite_engine(url: str) -> sa.Engine:
    folder = Path(sa.make_url(url).database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(f"The folder {folder} cannot be made: {error.strerror}.") from None
    engine = sa.create_engine(url, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions itself, or savepoints and BEGIN IMMEDIATE leak.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL can lose a commit when the power fails.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Else INSERT OR REPLACE deletes what may not be deleted, and no trigger hears of it.
        connection.execute("PRAGMA recursive_triggers = ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")

    return engine
