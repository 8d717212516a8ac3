"""What goes out: JSON with a strong ETag, 304 where nothing changed, 201 with its place."""

from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request
from werkzeug.http import parse_etags

from service.errors import IfMatchMissing
from service.http.compression import GZIP_SUFFIX, WORTH_IT, compress
from service.http.idempotency import keep

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def to_json(payload: Any) -> bytes:
    """The payload as JSON; instants in UTC with Z, to the second."""
    return orjson.dumps(payload, option=OPTIONS)


def etag_of(body: bytes, revision: int | None = None) -> str:
    """The ETag of a body, without quotes: a hash, after the revision of what is versioned."""
    digest = blake2b(body, digest_size=9).hexdigest()
    return digest if revision is None else f"{revision}.{digest}"


def show(
    payload: Any, *, revision: int | None = None, cache: str = "private, no-cache"
) -> Response:
    """The answer to a read; 304 without a body when the client has just this."""
    body = to_json(payload)
    return show_bytes(body, etag_of(body, revision), cache)


def show_bytes(
    body: bytes,
    etag: str,
    cache: str = "private, no-cache",
    content_type: str = "application/json",
) -> Response:
    """The answer to a read whose bytes, JSON unless it is said, and ETag are ready."""
    headers = {"ETag": f'"{etag}"', "Cache-Control": cache}
    known = request.environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and (found := _found(known, etag)) is not None:
        response = Response(status=304, headers=headers | {"ETag": f'"{found}"'})
        del response.headers["Content-Type"]
        if len(body) >= WORTH_IT:
            response.vary.add("Accept-Encoding")
        return response
    response = Response(body, headers=headers, content_type=content_type)
    return compress(response) if len(body) >= WORTH_IT else response


def done(
    payload: Any, status: int = 200, *, revision: int | None = None, location: str | None = None
) -> Response:
    """The answer to an act, kept for a repeat with the same Idempotency-Key.

    To be made inside the transaction of the act.
    """
    body = to_json(payload)
    response = Response(body, status, content_type="application/json")
    if revision is not None:
        response.headers["ETag"] = f'"{etag_of(body, revision)}"'
    if location is not None:
        response.headers["Location"] = location
    response.headers["Cache-Control"] = "no-store"
    return compress(keep(response))


def if_match() -> frozenset[int]:
    """The revisions that the request says were on screen. Raises IfMatchMissing."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() in ("", "*"):
        raise IfMatchMissing("Send If-Match with the ETag of what you read.")
    return frozenset(
        int(revision)
        for etag in parse_etags(header)
        if (revision := etag.partition(".")[0]).isdecimal() and len(revision) < 20
    )


def _found(header: str, etag: str) -> str | None:
    """The form of this ETag that the header names: plain, or that of the compressed body."""
    known = parse_etags(header)
    for form in (etag, etag + GZIP_SUFFIX):
        if known.contains_weak(form):
            return form
    return None
