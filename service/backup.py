"""Copies a database as it stands at one moment, while others write."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from service.database import Database


class CannotBackUp(Exception):
    """Why no copy was made, in one sentence."""


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy to `target`, which must not exist: it appears when it is whole.

    SQLite is copied as a database file, PostgreSQL with pg_dump in its custom format.
    """
    if target.exists():
        raise CannotBackUp(f"{target} is there already: name a file that is not.")
    part = target.with_name(target.name + ".part")
    try:
        part.touch(mode=0o600)
        if database.is_sqlite:
            _copy_sqlite(database, part)
        else:
            _dump_postgres(database, part)
        os.replace(part, target)
    except OSError as error:
        raise CannotBackUp(f"Cannot write {target}: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(database: Database, part: Path) -> None:
    source = str(database.engine.url.database)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)


def _dump_postgres(database: Database, part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CannotBackUp("pg_dump is missing: install the PostgreSQL client (postgresql-client).")
    url = database.engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    result = subprocess.run(  # noqa: S603 (our own arguments)
        [program, "--format=custom", f"--file={part}", "--dbname", address],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotBackUp(f"pg_dump failed: {last}")
