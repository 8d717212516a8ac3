"""The file of a job, in compressed pieces in the database, so that any machine may run the job."""

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import sqlalchemy as sa

from service.database import Database
from service.models import JobFile

PIECE = 1 << 20
"""Bytes of a piece before it is compressed."""


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    """A file as compressed pieces, each of which stands alone."""
    while chunk := file.read(PIECE):
        yield zlib.compress(chunk, 3)


class StoredFile(io.RawIOBase):
    """The file of a job as it came, read piece by piece: never more than one in memory."""

    def __init__(self, database: Database, job_id: int) -> None:
        self._database, self._job_id = database, job_id
        self.position, self._chunk = 0, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what comes next, at most to the end of a piece."""
        if not self._chunk:
            self._chunk = self._next()
        count = min(len(buffer), len(self._chunk))
        buffer[:count] = self._chunk[:count]
        self._chunk = self._chunk[count:]
        return count

    def _next(self) -> bytes:
        query = sa.select(JobFile.piece).filter_by(job_id=self._job_id, position=self.position)
        with self._database.reading() as session:
            piece = session.scalar(query)
        self.position += 1
        return b"" if piece is None else zlib.decompress(piece)


class OpenFile(io.BufferedReader):
    """The file of a job, from its beginning."""

    def __init__(self, database: Database, job_id: int) -> None:
        stored = StoredFile(database, job_id)
        super().__init__(stored, PIECE)
        self._stored = stored
        query = sa.select(sa.func.count()).select_from(JobFile).filter_by(job_id=job_id)
        with database.reading() as session:
            self._pieces = session.scalar(query) or 0

    @property
    def share_read(self) -> float:
        """How much of it was read, from 0 to 1, in steps of a piece."""
        return min(1.0, self._stored.position / max(1, self._pieces))
