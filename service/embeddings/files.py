"""The vectors of all fact-checks in one file, which every process of a machine maps and shares.

A header, the vectors in half precision one after another, their ids. It is only a copy of what is
in the database, made anew beside the old one and put in its place by renaming: whoever has the old
one mapped keeps it until it looks again. A file that is damaged or of another model counts as none.
"""

import fcntl
import os
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from service.embeddings.vectors import STORED

MAGIC = b"claimdesk vectors 1"
HEADER = struct.Struct("<24sQQQ16s")
"""The magic word, how many, of how many dimensions, the highest number, which model."""


class Head(NamedTuple):
    """What a file says of itself. All vectors up to `number` are in it.

    `identity` tells it from the next at the same place.
    """

    rows: int
    dimensions: int
    number: int
    identity: tuple[int, int]


class Mapped(NamedTuple):
    """A file that is mapped: row by row the id of a fact-check and its vector."""

    head: Head
    ids: NDArray[np.int64]
    vectors: NDArray[np.float16]


def place_of(url: sa.URL) -> Path:
    """Where the file of a database lies: beside a SQLite file, else in a folder of this user's own.

    Raises OSError where somebody else made that folder first.
    """
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(f"{url.database}-vectors")
    folder = Path(tempfile.gettempdir(), f"claimdesk-{os.geteuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    told = folder.lstat()
    if told.st_uid != os.geteuid() or told.st_mode & 0o077 or not folder.is_dir():
        raise PermissionError(f"The folder {folder} is not this user's alone.")
    database = url.set(password=None).render_as_string().encode()
    return folder / f"vectors-{blake2b(database, digest_size=8).hexdigest()}"


def head_of(path: Path, model: str) -> Head | None:
    """What the file says of itself, if it is there, whole and of this model."""
    try:
        with path.open("rb") as file:
            return _read_head(file, model)
    except OSError:
        return None


def open_file(path: Path, model: str) -> Mapped | None:
    """The file, mapped, if it is there, whole, of this model and not empty."""
    try:
        with path.open("rb") as file:
            head = _read_head(file, model)
            if head is None or not head.rows:
                return None
            shape = (head.rows, head.dimensions)
            vectors = np.memmap(file, STORED, "r", HEADER.size, shape)
            file.seek(HEADER.size + vectors.nbytes)
            ids = np.fromfile(file, "<i8", head.rows)
    except (OSError, ValueError):
        return None
    return Mapped(head, ids, vectors)


def write_file(
    path: Path, model: str, number: int, length: int, pieces: Iterable[Iterable[tuple[int, bytes]]]
) -> int:
    """Put a file of these vectors in the place; those of another length in bytes are left out.

    How many are in it. To be called within `only_writer`.
    """
    beside = path.with_name(f"{path.name}-new")
    ids: list[int] = []
    with open(beside, "wb", opener=_for_owner) as file:
        file.write(bytes(HEADER.size))
        for piece in pieces:
            same = [(id_, vector) for id_, vector in piece if len(vector) == length]
            file.write(b"".join(vector for _id, vector in same))
            ids += [id_ for id_, _vector in same]
        file.write(np.array(ids, "<i8").tobytes())
        file.seek(0)
        dimensions = length // STORED.itemsize
        file.write(HEADER.pack(MAGIC, len(ids), dimensions, number, _hash_of(model)))
    beside.replace(path)
    return len(ids)


@contextmanager
def only_writer(path: Path) -> Iterator[bool]:
    """Whether nobody else writes the file now, and until the block ends."""
    with open(path.with_name(f"{path.name}-lock"), "ab", opener=_for_owner) as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _read_head(file: BinaryIO, model: str) -> Head | None:
    told = os.fstat(file.fileno())
    raw = file.read(HEADER.size)
    if len(raw) != HEADER.size:
        return None
    magic, count, dimensions, number, name = HEADER.unpack(raw)
    size = HEADER.size + count * (dimensions * STORED.itemsize + 8)
    if (magic.rstrip(b"\0"), name, told.st_size) != (MAGIC, _hash_of(model), size):
        return None
    return Head(count, dimensions, number, (told.st_ino, told.st_mtime_ns))


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _hash_of(model: str) -> bytes:
    return blake2b(model.encode("utf-8", "replace"), digest_size=16).digest()
