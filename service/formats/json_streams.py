"""Writes JSON in pieces: a line for each object, or one document with all of them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

LINES = "application/x-ndjson"
"""The media type of JSON Lines."""

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
"""Instants are UTC with Z, to the second."""


def write_lines(batches: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """JSON Lines: an object a line, and a piece for each batch."""
    for items in batches:
        yield b"".join(orjson.dumps(item, option=OPTIONS) + b"\n" for item in items)


def write_list(
    batches: Iterable[Sequence[Any]], *, before: bytes = b"[", after: bytes = b"]"
) -> Iterator[bytes]:
    """One document with a list of all items, each on a line of its own, between `before` and
    `after`."""
    yield before
    separator = b"\n"
    for items in filter(None, batches):
        yield separator + b",\n".join(orjson.dumps(item, option=OPTIONS) for item in items)
        separator = b",\n"
    yield b"\n" + after + b"\n"
