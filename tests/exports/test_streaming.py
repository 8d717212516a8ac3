"""Files are sent while they are read: bit by bit, holding nothing."""

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from service.edits.actions import submit_edit
from service.exports import streaming
from service.exports.catalogue import get_export
from service.permissions import OPERATOR
from tests.exports.reading import fetch, lines
from tests.exports.records import add_records
from tests.factories import API, Desk

NAME = "fact-checks.jsonl"
FEW = 5
MANY = 2 * FEW + 1
"""In three pieces."""


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose pieces have few rows."""
    monkeypatch.setattr(streaming, "AT_ONCE", FEW)


@pytest.fixture
def pieces(desk: Desk, few_at_once: None) -> Iterator[Iterator[bytes]]:
    """The pieces of a file of MANY lines, as the server takes them."""
    add_records(desk, MANY)
    answer = desk.annotator.get(f"/exports/{NAME}", buffered=False)
    yield iter(answer.response)
    answer.close()


def test_the_first_piece_is_sent_before_the_last_is_read(pieces, desk: Desk, count_queries):
    with count_queries() as sent:
        first = next(pieces)
        assert first.count(b"\n") == FEW
        assert sent == []  # what it is of was read before the headers were sent
        assert sum(piece.count(b"\n") for piece in pieces) == MANY - FEW
        assert len(sent) == 2


def test_nothing_is_held_while_a_piece_is_on_its_way(pieces, desk: Desk):
    pool = desk.app.extensions["database"].engine.pool
    for _piece in pieces:
        assert pool.checkedout() == 0


def test_who_goes_away_ends_the_work(desk: Desk, count_queries, few_at_once):
    add_records(desk, MANY)
    answer = desk.annotator.get(f"/exports/{NAME}", buffered=False)
    with count_queries() as sent:
        assert next(iter(answer.response))
        answer.close()
        assert list(answer.response) == []
    assert sent == []


def test_every_row_comes_once_and_in_order(desk: Desk, few_at_once):
    add_records(desk, MANY)
    assert [line["claim"] for line in lines(desk.annotator, "fact-checks")] == [
        f"It cost {number} million." for number in range(MANY)
    ]
    feed = fetch(desk.annotator, "claimreview.json").json
    assert len(feed["dataFeedElement"]) == len(fetch(desk.annotator, "averitec.json").json) == MANY


@pytest.mark.parametrize("backend", ["sqlite"])  # measuring is slow, and one is as the other
def test_memory_does_not_grow_with_the_file(desk: Desk):
    long = "Because. " * 50
    add_records(desk, 2 * streaming.AT_ONCE, rationale=long, site="few.example")
    add_records(desk, 8 * streaming.AT_ONCE, rationale=long)
    measure(desk, publisher="few.example")  # what is kept for all exports to come
    few, many = measure(desk, publisher="few.example"), measure(desk)
    assert many.size > 4.9 * few.size
    assert many.peak < 1.5 * few.peak


class Measured(NamedTuple):
    """Bytes of a file, and those of memory that it took at most."""

    size: int
    peak: int


def measure(desk: Desk, **filters: str) -> Measured:
    """Write a file, and keep nothing of it."""
    settings = desk.app.extensions["settings"]
    tracemalloc.start()
    size = sum(
        map(len, streaming.stream(desk.database, get_export(NAME), OPERATOR, settings, filters))
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(size, peak)


def test_a_file_to_keep_has_no_length_and_stays_in_no_cache(desk: Desk):
    answer = fetch(desk.annotator, "claims.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="claims.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Content-Length", "ETag"}.isdisjoint(answer.headers.keys())
    assert fetch(desk.annotator, NAME).headers["Content-Type"] == "application/x-ndjson"
    assert fetch(desk.annotator, "averitec.json").headers["Content-Type"] == "application/json"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_it_is_compressed_piece_by_piece_for_who_can_read_that(desk: Desk, few_at_once):
    add_records(desk, MANY, rationale="Because. " * 300)
    plain = fetch(desk.annotator, NAME).data
    headers = {"Accept-Encoding": "gzip"}
    answer = desk.annotator.get(f"/exports/{NAME}", headers=headers, buffered=False)
    assert answer.headers["Content-Encoding"] == "gzip"
    first, *others = answer.response
    begun = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(first)
    assert begun == b"".join(plain.splitlines(keepends=True)[:FEW])
    assert gzip.decompress(b"".join([first, *others])) == plain
    assert len(first) < len(begun) / 10


def test_a_small_file_is_not_compressed(desk: Desk):
    add_records(desk, 1)
    answer = desk.annotator.get(f"/exports/{NAME}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == fetch(desk.annotator, NAME).data


def test_head_asks_for_the_headers_alone(desk: Desk):
    add_records(desk, 1)
    head = desk.annotator.send("HEAD", f"{API}/exports/{NAME}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == "application/x-ndjson"


def test_unicode_is_not_escaped(desk: Desk):
    add_records(desk, 1, claimant="Zoë 🦆")
    (line,) = fetch(desk.annotator, NAME).data.splitlines()
    assert "Zoë 🦆".encode() in line
    assert json.loads(line)["claimant"] == "Zoë 🦆"


def test_a_draft_that_is_submitted_while_it_is_read_breaks_nothing(desk: Desk):
    edit = desk.draft(desk.claim(), rating="unverifiable", rationale="Nobody knows.").json
    waiting = [edit["id"]]
    engine = desk.app.extensions["database"].engine

    def submit(_connection, _cursor, statement: str, *_rest) -> None:
        if waiting and "FROM assessments" in statement:
            with desk.database.transaction() as session:
                submit_edit(session, desk.annotator.viewer, waiting.pop(), seen=frozenset({1}))

    sa.event.listen(engine, "before_cursor_execute", submit)
    try:
        (line,) = lines(desk.annotator, "edits")
    finally:
        sa.event.remove(engine, "before_cursor_execute", submit)
    assert waiting == []
    assert (line["id"], line["state"]) == (edit["id"], "draft")
    assert line["rationale"] in ("Nobody knows.", None)
    (line,) = lines(desk.annotator, "edits")
    assert (line["state"], line["rationale"]) == ("submitted", "Nobody knows.")
