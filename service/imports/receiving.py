"""Takes a file in, piece by piece: of half a gigabyte no more than a piece is ever in memory.

It goes to a temporary file, in the pieces that a job keeps, so that nothing slow is left to do when
the transaction begins.
"""

import gzip
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import IO, Any, BinaryIO, cast

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import Invalid, Malformed, TooLarge, UnsupportedMediaType
from service.imports.rules import FORMATS, MOST_BYTES
from service.jobs.files import PIECE, pieces_of

LENGTH = 4
"""Bytes that say how long the next piece is."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came, until the block of `receive` ends."""

    file: BinaryIO
    digest: bytes
    """The SHA-256 of what came."""

    def pieces(self) -> Iterator[bytes]:
        """Its pieces, compressed, as a job keeps them."""
        self.file.seek(0)
        while length := self.file.read(LENGTH):
            yield self.file.read(int.from_bytes(length))

    def beginning(self) -> BinaryIO:
        """Its first piece as it came, to look at."""
        return io.BytesIO(zlib.decompress(next(self.pieces())))


@contextmanager
def receive(stream: IO[bytes], *, packed: bool = False) -> Iterator[Received]:
    """Take in all that comes, unpacked where it is packed with gzip.

    Raises TooLarge beyond MOST_BYTES after unpacking, Malformed for a broken gzip, and Invalid
    where nothing comes.
    """
    with tempfile.TemporaryFile() as file:
        watched = _Watched(cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if packed else stream)
        try:
            for piece in pieces_of(io.BufferedReader(watched, PIECE)):
                file.write(len(piece).to_bytes(LENGTH))
                file.write(piece)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise Malformed("The file is not packed with gzip, or not all of it came.") from None
        if not watched.size:
            raise Invalid("The file is empty.")
        yield Received(cast(BinaryIO, file), watched.hash.digest())


class _Watched(io.RawIOBase):
    """A stream that is counted, and refused when it is too long."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size, self.hash = stream, 0, sha256()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """What comes next."""
        piece = self._stream.read(len(buffer))
        self.size += len(piece)
        if self.size > MOST_BYTES:
            raise too_large()
        self.hash.update(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def takes_file(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a body that is too large or of a type that is not read, before anything else of it.

    It stands right inside `requires`.
    """

    @wraps(view)
    def checked(*args: Any, **path: Any) -> Any:
        request.max_content_length = MOST_BYTES + 1
        if (request.content_length or 0) > MOST_BYTES:
            raise too_large()
        if request.mimetype not in FORMATS:
            types = ", ".join(FORMATS)
            raise UnsupportedMediaType(f"Send the file with its type: {types}.")
        if (request.content_encoding or "identity") not in ("identity", "gzip"):
            raise UnsupportedMediaType("Send the file as it is, or packed with gzip.")
        try:
            return view(*args, **path)
        except RequestEntityTooLarge:
            raise too_large() from None

    return checked


def too_large() -> TooLarge:
    """The refusal of a file that is too long."""
    return TooLarge(f"The file has more than {MOST_BYTES >> 20} MiB.")
