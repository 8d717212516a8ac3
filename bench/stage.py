"""What every benchmark stands on: how long it may run, and desks to run on."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from bench import servers, wrk
from bench.world import World, fill
from bench.wrk import Measured
from service.database import Database
from service.migrate import migrate

CONNECTIONS = (1, 8, 32)
Run = Callable[[int], Measured]
"""One run of something with so many connections."""


@dataclass(frozen=True)
class Desk:
    """A filled desk that is served."""

    server: servers.Running
    world: World
    kind: str


@dataclass(frozen=True)
class Stage:
    """How to measure, and where files go."""

    folder: Path
    runs: int = 5
    seconds: float = 3
    scale: int = 1_000_000
    database_url: str | None = None

    @property
    def kinds(self) -> list[str]:
        """The databases to measure on."""
        return ["SQLite", *(["PostgreSQL"] if self.database_url else [])]

    def say(self, sentence: str) -> None:
        """Tell on standard error what goes on."""
        print(sentence, file=sys.stderr, flush=True)

    def load(
        self, server: servers.Running, script: str, connections: int, *, threads: int = 1
    ) -> Measured:
        """One run of wrk against a server that rests before and after it."""
        used = server.processor_seconds()
        found = wrk.run(
            server.url,
            script,
            connections=connections,
            seconds=self.seconds,
            folder=self.folder,
            threads=threads,
        )
        used = server.processor_seconds() - used
        server.wait_until_idle()  # what wrk left unanswered would burden the next one's run
        return replace(found, cpu=used / found.requests * 1e6)

    def side_by_side(
        self, things: Mapping[str, Run], connections: int
    ) -> dict[str, list[Measured]]:
        """Run them in turns (A B A B ...), so that noise hits all of them."""
        found: dict[str, list[Measured]] = {name: [] for name in things}
        for _ in range(self.runs):
            for name, run in things.items():
                found[name].append(run(connections))
        return found

    def filled(self, kind: str, name: str, *, verdicts: int, fresh: int = 0) -> tuple[str, World]:
        """A new database with a filled desk in it: its URL, and what it holds."""
        self.say(f"Filling {kind} with {verdicts:,} verdicts and {fresh:,} fresh claims")
        url = self.new(kind, name)
        database = Database(url)
        try:
            migrate(database)
            return url, fill(database, verdicts=verdicts, fresh=fresh)
        finally:
            database.engine.dispose()

    @contextmanager
    def served(self, kind: str, url: str, world: World) -> Iterator[Desk]:
        """The desk, served."""
        with servers.desk(url, self.folder, "/api/v1/claims/1/verdict") as server:
            yield Desk(server, world, kind)

    def file_of(self, name: str) -> Path:
        """The SQLite file of this name."""
        return self.folder / f"{name}.db"

    def new(self, kind: str, name: str) -> str:
        if kind == "SQLite":
            for leftover in self.folder.glob(f"{name}.db*"):
                leftover.unlink()
            return f"sqlite:///{self.file_of(name)}"
        assert self.database_url is not None
        url = sa.make_url(self.database_url).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            database = f"claimdesk_bench_{name}"
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {database}")
        return url.set(database=database).render_as_string(hide_password=False)
