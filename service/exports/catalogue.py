"""Every file that can be exported, by its name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from service.errors import Forbidden, Invalid, NotFound
from service.exports.tables.claims import CLAIMS
from service.exports.tables.edits import EDITS
from service.exports.tables.events import EVENTS
from service.exports.tables.fact_checks import AVERITEC, CLAIM_REVIEWS, FACT_CHECKS
from service.exports.tables.table import Table
from service.formats import json_streams
from service.formats.claimreview import data_feed
from service.formats.csv import writing as csv
from service.permissions import WHO_MAY, Viewer

DATA_FEED = b'{"@context":"https://schema.org","@type":"DataFeed","dataFeedElement":['


@dataclass(frozen=True, slots=True)
class Export:
    """A file: what stands in it, and how it is written."""

    name: str
    table: Table
    media_type: str
    write: Callable[[Iterable[Sequence[Any]]], Iterator[bytes]]


def _files() -> Iterator[Export]:
    for table in (CLAIMS, EDITS, FACT_CHECKS, EVENTS):
        yield Export(f"{table.noun}.csv", table, csv.MEDIA_TYPE, partial(csv.write, table.columns))
        yield Export(f"{table.noun}.jsonl", table, json_streams.LINES, json_streams.write_lines)
    feed = partial(json_streams.write_list, before=DATA_FEED, after=b"]}")
    yield Export("claimreview.json", CLAIM_REVIEWS, data_feed.MEDIA_TYPE, feed)
    yield Export("averitec.json", AVERITEC, "application/json", json_streams.write_list)


EXPORTS = {export.name: export for export in _files()}


def check_export(_session: Session, viewer: Viewer, name: str) -> None:
    """Raise NotFound unless there is such a file, and Forbidden if it is not for this viewer."""
    permission = get_export(name).table.permission
    if not viewer.may(permission):
        raise Forbidden(f"To {permission}, one needs the role {WHO_MAY[permission]}.")


def get_export(name: str) -> Export:
    """The file of this name. Raises NotFound, which names those there are."""
    if name not in EXPORTS:
        raise NotFound(f"There is no such export. There are {', '.join(EXPORTS)}.")
    return EXPORTS[name]


def check_filters(export: Export, filters: Mapping[str, Any]) -> None:
    """Raise Invalid, which names them, for filters that the file does not have."""
    sentence = f"{export.name} has the filters {', '.join(export.table.filters)}."
    wrong = {name: [sentence] for name in filters if name not in export.table.filters}
    if wrong:
        raise Invalid(f"{next(iter(wrong))}: {sentence}", errors=wrong)
