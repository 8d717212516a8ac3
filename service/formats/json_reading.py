"""Reads JSON in pieces: the lines of JSON Lines, and the records of one document. Pure.

What is in memory is one record at a time, whatever the size of the file. One that is too long is
passed over, and reading goes on after it; a document is not read on from where it is broken.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import ijson
import orjson

from service.formats.claimreview.reading import NOTHING, is_review, reviews_in
from service.formats.incoming import Row, Unusable
from service.formats.lines import (
    BYTE_ORDER_MARK,
    LONGEST_RECORD,
    NOT_UTF8,
    TOO_DEEP,
    TOO_LARGE,
    lines_of,
)
from service.vocabulary import Fault

GRAPH = "@graph"
LISTS = (GRAPH, "dataFeedElement")
"""The lists of an object that hold records of their own."""

NOT_JSON = Unusable(Fault.NOT_JSON, "It is not JSON.")

_PIECE = 1 << 16
_STARTS = {"start_map": dict, "start_array": list}
_ENDS = ("end_map", "end_array")
Events = Iterator[tuple[str, Any]]


def lines_in(file: BinaryIO) -> Iterator[Row]:
    """The records of JSON Lines. Lines without anything are no rows."""
    for line in lines_of(file):
        if isinstance(line, Unusable):
            yield Row(line)
        elif line.strip():
            value = _loaded(line)
            yield from _rows_of(value, line.decode(errors="replace").strip())


def documents_in(file: BinaryIO) -> Iterator[Row]:
    """The records of a document: one, a list, a `@graph`, the items of a data feed."""
    watched = _Watched(file)
    if not watched.is_empty:
        yield from _Document(watched).rows()


def _loaded(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        pass
    try:  # what some programs write and no standard knows: NaN, halves of surrogate pairs
        return json.loads(line.decode())
    except UnicodeDecodeError:
        return NOT_UTF8
    except (ValueError, RecursionError):
        return NOT_JSON


def _rows_of(value: Any, raw: str = "") -> Iterator[Row]:
    """The rows in one value: as a rule one; more where it is an item that holds several."""
    try:
        found = [value] if isinstance(value, Unusable) else list(reviews_in(value))
    except RecursionError:
        found = [TOO_DEEP]
    for record in found:
        is_whole = record is value or isinstance(record, Unusable)
        yield Row(record, raw if is_whole else "")


class _Document:
    """A document that is read event by event."""

    def __init__(self, watched: "_Watched") -> None:
        self._watched = watched
        self._events: Events = ijson.basic_parse(watched, multiple_values=True)

    def rows(self) -> Iterator[Row]:
        """The rows up to the end, or to where the document is broken."""
        try:
            for event, value in self._events:
                if event == "start_array":
                    yield from self._elements()
                elif event == "start_map":
                    yield from self._object()
                else:
                    yield from _rows_of(value)
        except (ijson.JSONError, ValueError) as error:
            found = re.search(r"(?:parse|lexical) error: [\w ()]+", str(error))
            why = found[0].strip() if found else str(error)
            reason = f"From here on the file cannot be read ({why}): nothing after it is imported."
            yield Row(Unusable(Fault.BROKEN_OFF, reason))

    def _elements(self, name: str = "") -> Iterator[Row]:
        """The rows of a list up to its end; of a graph only the ClaimReviews."""
        for event, value in self._events:
            if event == "end_array":
                return
            self._watched.quiet = 0
            for row in _rows_of(self._built(event, value)[0]):
                if name != GRAPH or (not isinstance(row.what, Unusable) and is_review(row.what)):
                    yield row

    def _object(self) -> Iterator[Row]:
        """The rows of an object, which is a record itself or holds a list of them."""
        whole: dict[str, Any] = {}
        size = rows = 0
        lists = set()
        for event, name in self._events:
            if event == "end_map":
                break
            self._watched.quiet = 0
            event, value = next(self._events)
            if name in LISTS and event == "start_array":
                lists.add(name)
                for row in self._elements(name):
                    rows += 1
                    yield row
            else:
                built, added = self._built(event, value)
                size += added
                if size <= LONGEST_RECORD:
                    whole[name] = built
        if not lists:
            yield from _rows_of(whole if size <= LONGEST_RECORD else TOO_LARGE)
        elif GRAPH in lists and not rows:
            yield Row(NOTHING)

    def _built(self, event: str, value: Any) -> tuple[Any, int]:
        """The value that begins with this event, and roughly its size.

        In the place of one that is longer than a record may be stands TOO_LARGE, once its end is
        reached. This loop sees all of a file, so it is written to be quick.
        """
        if event not in _STARTS:
            return _plain(value), len(value) if event == "string" else 8
        root = here = _STARTS[event]()
        above: list[Any] = []
        key, size = "", 0
        for event, value in self._events:
            if event == "map_key":
                key = value
                size += len(value)
                self._watched.quiet = 0
                continue
            if event in _ENDS:
                if not above:
                    break
                here = above.pop()
                continue
            child = value
            if event == "string":
                size += len(value)
            elif event in _STARTS:
                child = _STARTS[event]()
            else:
                child = _plain(value)
            size += 8
            if size > LONGEST_RECORD:
                here = []  # what comes is forgotten at once
            if type(here) is dict:
                here[key] = child
            else:
                here.append(child)
            if event in _STARTS:
                above.append(here)
                here = child
        return (root, size) if size <= LONGEST_RECORD else (TOO_LARGE, size)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


class _Watched:
    """A file without mark and white space before its text; one long text of it stops the reading.

    `quiet` counts the bytes since something was made of them, and is set to 0 by who does.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.quiet = file, 0
        self._head = file.read(_PIECE).removeprefix(BYTE_ORDER_MARK).lstrip()
        while not self._head and (piece := file.read(_PIECE)):
            self._head = piece.lstrip()

    @property
    def is_empty(self) -> bool:
        """Whether there is no text at all."""
        return not self._head

    def read(self, size: int) -> bytes:
        """What comes next. Raises ValueError when no end of something long is in sight."""
        piece, self._head = self._head[:size], self._head[size:]
        piece = piece or (self._file.read(size) if size else b"")
        self.quiet += len(piece)
        if self.quiet > 4 * LONGEST_RECORD:
            raise ValueError("one text of it is too long")
        return piece
