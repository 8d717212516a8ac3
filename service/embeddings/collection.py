"""What one process has at hand of all vectors: the mapped file, and those written since.

What it finds is only where to look: the vectors themselves are read from the database afterwards,
so that one that is gone or was replaced meanwhile is neither shown nor counted.
"""

from functools import cache
from threading import Lock, Thread
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
import structlog
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from service.embeddings import files, queries
from service.embeddings.scanning import nearest_rows
from service.embeddings.vectors import STORED, Vectors

MOST_BESIDE = 5_000
"""Vectors that are kept beside the file; when there are more, it is made anew."""

log = structlog.get_logger()


class Beside(NamedTuple):
    """Vectors that were written after the file was begun, up to a number."""

    number: int
    ids: NDArray[np.int64]
    vectors: NDArray[np.float16]


class Collection:
    """The vectors of one model in one database."""

    def __init__(self, engine: sa.Engine, model: str) -> None:
        self._engine, self._model = engine, model
        self._path = files.place_of(engine.url)
        self._lock = Lock()
        self._mapped: files.Mapped | None = None
        self._beside: Beside | None = None
        self._maker: Thread | None = None

    def look_up(self, session: Session, asked: Vectors, limit: int) -> list[list[int]]:
        """For each vector the ids of about `limit` fact-checks that are nearest, in no order."""
        mapped, beside = self._brought_up(session)
        parts = [part for part in (mapped, beside) if part is not None and len(part.ids)]
        parts = [part for part in parts if part.vectors.shape[1] == asked.shape[1]]
        if not parts:
            return [[] for _ in asked]
        ids = np.concatenate([part.ids for part in parts])
        found = nearest_rows([part.vectors for part in parts], asked, limit)
        return [list(dict.fromkeys(ids[rows].tolist())) for rows in found]

    def _brought_up(self, session: Session) -> tuple[files.Mapped | None, Beside | None]:
        """The newest file, and what was written since."""
        with self._lock:
            if files.head_of(self._path, self._model) != (self._mapped and self._mapped.head):
                self._mapped = files.open_file(self._path, self._model)
                self._beside = None
            number = self._mapped.head.number if self._mapped else 0
            known = self._beside or Beside(number, _NO_IDS, _NO_VECTORS)
            space = MOST_BESIDE - len(known.ids)
            if queries.newest_number(session, self._model) > known.number:
                written = queries.written_after(session, self._model, known.number, space + 1)
                if len(written) > space:
                    self._make_file()
                known = _with(known, written[:space])
            self._beside = known
            return self._mapped, known

    def _make_file(self) -> None:
        """Beside those who search: for want of a worker on this machine."""
        if self._maker is None or not self._maker.is_alive():
            self._maker = Thread(target=make_file, args=(self._engine, self._model), daemon=True)
            self._maker.start()


def make_file(engine: sa.Engine, model: str) -> int | None:
    """Make the file anew. How many vectors are in it; None when somebody else makes it now."""
    path = files.place_of(engine.url)
    with files.only_writer(path) as is_mine, Session(engine) as session:
        if not is_mine:
            return None
        # What is written from here on is beside the file, whether it is in it or not.
        number = queries.newest_number(session, model)
        length = queries.bytes_of_newest(session, model)
        vectors = queries.each_vector(session, model)
        count = files.write_file(path, model, number, length, vectors)
    log.info("embeddings_file", vectors=count)
    return count


@cache
def collection_of(engine: sa.Engine, model: str) -> Collection:
    """That of this process."""
    return Collection(engine, model)


_NO_IDS = np.empty(0, np.int64)
_NO_VECTORS = np.empty((0, 0), STORED)


def _with(known: Beside, written: list[tuple[int, int, bytes]]) -> Beside:
    """Those that are known and the newly written; of one length, that of the newest."""
    if not written:
        return known
    length = len(written[-1][2])
    same = [each for each in written if len(each[2]) == length]
    ids = np.array([id_ for _number, id_, _vector in same], np.int64)
    vectors = np.frombuffer(b"".join(each[2] for each in same), STORED).reshape(len(same), -1)
    if known.vectors.shape[1] == vectors.shape[1]:
        ids = np.concatenate([known.ids, ids])
        vectors = np.concatenate([known.vectors, vectors])
    return Beside(written[-1][0], ids, vectors)
