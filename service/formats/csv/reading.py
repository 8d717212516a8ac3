"""Reads CSV row by row, whatever parts its cells. Pure."""

import csv
from collections.abc import Collection, Iterator
from itertools import chain, zip_longest
from typing import BinaryIO

from service.errors import Malformed
from service.formats.csv.cells import text_of
from service.formats.incoming import Row, Unusable
from service.formats.lines import LONGEST_RECORD, NOT_UTF8, TOO_LARGE, lines_of
from service.vocabulary import Fault

DELIMITERS = ",\t;|"
OURS = {"claim", "publisher.name", "rating.code"}
"""Columns that tell our own export, whose cells are written so that no spreadsheet runs them."""

csv.field_size_limit(LONGEST_RECORD)


def rows_in(
    file: BinaryIO, delimiter: str | None = None, columns: Collection[str] = ()
) -> Iterator[Row]:
    """The rows after the first, which names the columns; rows without anything are passed over.

    `delimiter` is found out where it is not given. Raises Malformed where the first row is no text
    in UTF-8, and where one of `columns` is not there, or, if none is asked for, that of the claim.
    """
    lines = _Lines(file)
    first = next(lines, "")
    if not _is_text(first):
        raise Malformed("The first row is not text in UTF-8. Save the file in UTF-8.")
    try:
        delimiter = delimiter or _delimiter_of(first)
        rows = csv.reader(chain([first], lines), delimiter=delimiter)
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise Malformed(f"The first row names the columns and cannot be read: {error}.") from None
    _check(header, columns)
    is_ours = set(header) >= OURS
    while True:
        lines.begin_row()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except _TooLarge:
            yield Row(TOO_LARGE)
        except csv.Error as error:
            yield Row(_broken(f"{error}"))
        else:
            if any(cells):
                yield _row(header, [text_of(each) for each in cells] if is_ours else cells)


def _row(header: list[str], cells: list[str]) -> Row:
    raw = "\t".join(cells)
    if not _is_utf8(raw):
        return Row(NOT_UTF8, raw.encode(errors="surrogateescape").decode(errors="replace"))
    if len(cells) > len(header):
        count = f"It has {len(cells)} cells, and the first row names {len(header)} columns"
        return Row(_broken(count), raw)
    return Row(dict(zip_longest(header, cells, fillvalue="")))


def _is_text(line: str) -> bool:
    """Whether a line can be shown: one in UTF-16 may be UTF-8 too, but for its NULs."""
    return _is_utf8(line) and "\0" not in line


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _broken(why: str) -> Unusable:
    return Unusable(Fault.BROKEN_ROW, f"{why}.")


def _delimiter_of(line: str) -> str:
    """What parts the most cells of the first line."""
    return max(DELIMITERS, key=lambda each: len(next(csv.reader([line], delimiter=each), [])))


def _check(header: list[str], columns: Collection[str]) -> None:
    missing = [name for name in columns or ("claim",) if name not in header]
    if missing:
        hint = "" if columns else " A mapping can say which column holds the claim."
        there = ", ".join(header)[:500]
        raise Malformed(f"The first row names no column {missing[0]}, but: {there}.{hint}")


class _TooLarge(Exception):
    """A row is longer than it may be; the next line begins another one."""


class _Lines(Iterator[str]):
    """The lines as text; bytes that are no UTF-8 are kept, to be told of with their row."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = lines_of(file)
        self._size = 0

    def begin_row(self) -> None:
        """Count anew."""
        self._size = 0

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Unusable):
            raise _TooLarge
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise _TooLarge
        return line.decode(errors="surrogateescape")
