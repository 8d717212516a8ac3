"""The edge of imports: what is taken in, and what is refused before anything is read or written."""

import gzip
import io
from typing import Any

import pytest
import sqlalchemy as sa

from service.imports import receiving
from service.models import Event, Job, JobFile
from service.vocabulary import Action
from tests.factories import Desk
from tests.imports.importing import begin, counts, imported, lines, review, work

FILE = lines(review(1), review(2))


def packed(content: bytes) -> bytes:
    """With gzip, the same each time."""
    return gzip.compress(content, mtime=0)


@pytest.fixture
def at_most_a_kilobyte(monkeypatch: pytest.MonkeyPatch):
    """The limit, where a test can reach it."""
    monkeypatch.setattr(receiving, "MOST_BYTES", 1024)


def rows(desk: Desk, model: type[Any]) -> int:
    with desk.database.reading() as session:
        return int(session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def test_an_import_is_a_job_that_waits(desk: Desk):
    answer = begin(desk, FILE)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json['id']}"
    assert (answer.json["kind"], answer.json["state"]) == ("import", "queued")
    with desk.database.reading() as session:
        event = session.scalars(sa.select(Event).filter_by(action=Action.IMPORT_STARTED)).one()
    assert event.details == {"job_id": answer.json["id"]}
    assert event.actor_id == desk.admin.viewer.id
    assert desk.reviewer.get(f"/jobs/{answer.json['id']}/rejections").status_code == 403
    assert desk.admin.get("/jobs/99/rejections").status_code == 404


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("application/ld+json; charset=utf-8", b'{"@graph": [%s]}'),
        ("application/json", b"[%s]"),
        ("application/x-ndjson", b"%s"),
        ("application/jsonl", b"%s"),
    ],
)
def test_every_type_is_read_as_what_it_is(desk: Desk, kind: str, file: bytes):
    assert counts(imported(desk, file % lines(review()).strip(), kind)) == (1, 0, 0, 0)


def test_a_packed_file_is_unpacked(desk: Desk):
    answer = begin(desk, packed(FILE), headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 202
    work(desk)
    assert counts(desk.admin.get("/jobs/1").json) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("body", "options", "status", "code"),
    [
        (b"x" * 2000, {}, 413, "too_large"),
        (b"x" * 2000, {"kind": "text/plain"}, 413, "too_large"),
        (
            packed(b"x" * 2000),
            {"headers": {"Content-Encoding": "gzip"}},
            413,
            "too_large",
        ),
        (FILE, {"kind": "text/plain"}, 415, "unsupported_media_type"),
        (FILE, {"kind": ""}, 415, "unsupported_media_type"),
        (FILE, {"headers": {"Content-Encoding": "br"}}, 415, "unsupported_media_type"),
        (FILE, {"headers": {"Content-Encoding": "gzip"}}, 400, "malformed"),
        (packed(FILE)[:-9], {"headers": {"Content-Encoding": "gzip"}}, 400, "malformed"),
        (b"", {}, 422, "invalid"),
    ],
)
def test_what_is_no_file_of_ours_leaves_nothing(
    desk: Desk, at_most_a_kilobyte: None, body: bytes, options: Any, status: int, code: str
):
    answer = begin(desk, body, **options)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert rows(desk, Job) == rows(desk, JobFile) == 0


def test_a_file_of_unknown_length_is_counted_as_it_comes(desk: Desk, at_most_a_kilobyte: None):
    answer = begin(
        desk,
        b"",
        input_stream=io.BytesIO(b"x" * 2000),
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"base_url": "nowhere"}, "base_url"),
        ({"language": "in English"}, "language"),
        ({"publisher": " "}, "publisher"),
        ({"delimiter": "x"}, "delimiter"),
        ({"mapping": "claim"}, "mapping"),
        ({"mapping": "nothing=x"}, "mapping"),
        ({"mapping": ["claim=x", "claim=y"]}, "mapping"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_parameter_that_says_nothing_is_named(desk: Desk, parameters: Any, field: str):
    answer = begin(desk, FILE, query_string=parameters)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert list(answer.json["errors"]) == [field]
    assert rows(desk, Job) == 0


def test_a_repeat_with_the_same_key_begins_nothing(desk: Desk):
    key = {"Idempotency-Key": "one"}
    first, again = (begin(desk, FILE, headers=key) for _ in range(2))
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = begin(desk, FILE + b"\n", headers=key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    other = begin(desk, FILE, headers=key, query_string={"language": "en"})
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert rows(desk, Job) == 1
