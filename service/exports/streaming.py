"""The bytes of an export, written as they are read.

Each piece is read in a short transaction of its own, which is over before the piece is sent: a slow
reader holds nothing, and one who goes away ends the work at the piece they are at.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from service.database import Database
from service.exports.catalogue import Export
from service.exports.tables.table import Asked, Read
from service.permissions import Viewer
from service.settings import Settings

AT_ONCE = 500
"""Rows that are read, written and forgotten together: memory stays that of so many."""


def stream(
    database: Database,
    export: Export,
    viewer: Viewer,
    settings: Settings,
    filters: Mapping[str, Any],
) -> Iterator[bytes]:
    """The whole file in pieces. The caller has checked the filters.

    The first rows are read at once: what the database refuses, it refuses before anything is sent.
    """
    batches = _batches(database, export.table.read, Asked(viewer, settings, filters))
    first = next(batches, None)
    return export.write(chain([first], batches) if first else ())


def _batches(database: Database, read: Read, asked: Asked) -> Iterator[list[dict[str, Any]]]:
    """Rows by id, AT_ONCE together; each as it is when its turn comes."""
    after = 0
    while True:
        with database.reading() as session:
            rows = read(session, asked, after, AT_ONCE)
        if rows:
            after = rows[-1][0]
            yield [row for _id, row in rows]
        if len(rows) < AT_ONCE:
            return
