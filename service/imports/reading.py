"""Reads the file of an import, row by row: what can be written, and what cannot and why. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

import orjson

from service.formats.csv.reading import rows_in
from service.formats.incoming import Row, Unusable
from service.formats.json_reading import documents_in, lines_in
from service.formats.records import read_record
from service.imports.normalising import normalised
from service.imports.rules import Parameters
from service.verdicts.foreign import Imported
from service.vocabulary import ImportFormat


class Rejected(NamedTuple):
    """A row that cannot be used, and as much as is kept of how it came."""

    why: Unusable
    raw: str


def rows_of(file: BinaryIO, given: Parameters) -> Iterator[Row]:
    """The rows of a file. Raises Malformed where its columns are not those of the mapping."""
    if given.format is ImportFormat.JSON:
        return documents_in(file)
    if given.format is ImportFormat.JSON_LINES:
        return lines_in(file)
    delimiter = "\t" if given.format is ImportFormat.TSV else None
    return rows_in(file, given.delimiter or delimiter, given.mapping.values())


def read_row(row: Row, given: Parameters, base_url: str) -> tuple[Imported | Rejected, int]:
    """What a row says, and how long it is; `base_url` is that of this desk."""
    raw = row.raw or _written(row.what)
    what = row.what if isinstance(row.what, Unusable) else read_record(row.what, given.mapping)
    read = what if isinstance(what, Unusable) else normalised(what, given, raw, base_url)
    return (Rejected(read, raw) if isinstance(read, Unusable) else read), len(raw)


def _written(record: Mapping[str, Any] | Unusable) -> str:
    if isinstance(record, Unusable):
        return ""
    try:
        return orjson.dumps(record).decode()
    except TypeError:  # half of a surrogate pair, a very large number, very many levels
        pass
    try:
        return json.dumps(record)
    except RecursionError:
        return ""
