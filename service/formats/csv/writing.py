"""Writes CSV: a header and the rows of each batch, as bytes. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from service.formats.columns import Column
from service.formats.csv.cells import cell_of

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as the alphabet of its machine; other programs pass it over."""


def write(columns: Sequence[Column], batches: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces: the header, then one for each batch of lines."""
    yield (BYTE_ORDER_MARK + _rows([[column.name for column in columns]])).encode()
    paths = [column.path for column in columns]
    for lines in batches:
        yield _rows([cell_of(_at(line, path)) for path in paths] for line in lines).encode()


def _rows(rows: Iterable[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _at(line: Any, path: list[str]) -> Any:
    """The value at a path; where an object on the way is null, so is what it would hold."""
    for name in path:
        if line is None:
            return None
        line = line[name]
    return line
