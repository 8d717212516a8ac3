"""The way from a request to the database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from service.database import Database
from service.http import idempotency


def init_app(app: Flask, database: Database) -> None:
    """Let requests reach this database."""
    app.extensions["database"] = database


def database() -> Database:
    """The database of the running application."""
    return cast(Database, current_app.extensions["database"])


def reading() -> AbstractContextManager[Session]:
    """A session for reading, rolled back at the end."""
    return database().reading()


@contextmanager
def transaction() -> Iterator[Session]:
    """A session that commits when the block ends.

    A request that carries an Idempotency-Key claims it first, so that a simultaneous repeat waits
    here; one that was answered before raises idempotency.Replay and changes nothing.
    """
    with database().transaction() as session:
        idempotency.claim(session)
        yield session
