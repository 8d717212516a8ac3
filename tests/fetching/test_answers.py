"""What is read of an answer, and what is not."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.documents.intake import MEDIA_TYPES as READ_THERE
from service.errors import Invalid
from service.fetching.answers import (
    MEDIA_TYPES,
    MOST_BYTES,
    find_type,
    keep_headers,
    read_type,
    unpack,
)

PAGE = b"<p>It cost 9 million pounds.</p>" * 100


def test_the_types_are_those_that_there_are_readers_for():
    assert set(READ_THERE) == MEDIA_TYPES


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ("text/html;charset='iso-8859-1'", "text/html", "iso-8859-1"),
        ('text/plain; format=flowed; charset="windows-1252"', "text/plain", "windows-1252"),
        ("application/xhtml+xml ; charset = utf-8", "application/xhtml+xml", "utf-8"),
        ("application/pdf", "application/pdf", None),
        ("text/html; charset=", "text/html", None),
        ("text/html; charset=💥", "text/html", None),
        ("", "", None),
        ("application/octet-stream", "application/octet-stream", None),
    ],
)
def test_a_type_is_read_without_its_parameters(header, media_type, charset):
    assert read_type(header) == (media_type, charset)


@pytest.mark.parametrize(
    "header", ["image/png", "video/mp4", "application/json", "text/xml", "nonsense", "text"]
)
def test_another_type_is_refused_by_its_name(header):
    with pytest.raises(Invalid, match=f"What is there is {header}: only HTML"):
        read_type(header)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"<!doctype html><p>Hello", "text/html"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE HTML PUBLIC>", "text/html"),
        (b"<html lang=en>", "text/html"),
        (b"<!-- saved -->\n<!doctype html>", "text/html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "text/html"),
    ],
)
def test_where_no_type_is_said_the_first_bytes_tell(body, media_type):
    assert find_type("", body) == media_type
    assert find_type("application/octet-stream", body) == media_type
    assert find_type("text/plain", body) == "text/plain", "a said type counts"


@pytest.mark.parametrize("body", [b"PK\x03\x04", b"\x89PNG", b"Hello.", b"<htmlish>", b"\0" * 2000])
def test_what_the_first_bytes_do_not_tell_is_refused(body):
    with pytest.raises(Invalid, match="of no declared type"):
        find_type("", body)


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE, mtime=0)),
        (" GZip ", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("gzip", gzip.compress(PAGE, mtime=0) + b"\0\0\0"),
    ],
)
def test_what_is_packed_is_unpacked(encoding, raw):
    assert unpack(raw, encoding) == PAGE


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "\x01"])
def test_another_way_to_pack_is_refused(encoding):
    with pytest.raises(Invalid, match="is not read here"):
        unpack(PAGE, encoding)


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("gzip", PAGE),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-20]),
        ("gzip", b""),
        ("deflate", b"\xff\xff"),
        ("gzip", gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)),
    ],
    ids=["not packed", "cut off", "empty", "nonsense", "two in one"],
)
def test_what_cannot_be_unpacked_is_refused(encoding, raw):
    with pytest.raises(Invalid, match="damaged"):
        unpack(raw, encoding)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_refused(raw, encoding):
    try:
        assert isinstance(unpack(raw, encoding), bytes)
    except Invalid as refusal:
        assert list(refusal.errors) == ["url"]  # noqa: PT017 - either is right


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_not_unpacked_to_its_end(encoding):
    zeros = bytes(64 * 1024 * 1024)
    bomb = gzip.compress(zeros, mtime=0) if encoding == "gzip" else zlib.compress(zeros)
    del zeros
    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match="larger than 10 MiB"):
            unpack(bomb, encoding)
        assert tracemalloc.get_traced_memory()[1] < 2.5 * MOST_BYTES
    finally:
        tracemalloc.stop()


def test_headers_that_tell_of_a_session_are_not_kept():
    headers = [
        ("date", "Sun, 22 Nov 2026 10:00:00 GMT"),
        ("set-cookie", "session=s3cret"),
        ("content-type", "text/html"),
        ("x-request-id", "7"),
        ("etag", '"a\x01b"'),
        ("last-modified", "x" * 501),
        ("content-language", "de"),
    ]
    assert [name for name, _ in keep_headers(headers)] == [
        "date",
        "content-type",
        "content-language",
    ]
