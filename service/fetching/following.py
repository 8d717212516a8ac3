"""Asks for a page and follows its redirects; each address is checked from the beginning."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import httpcore2
from httpx2 import URL

from service.errors import Invalid
from service.fetching.addresses import is_listed
from service.fetching.answers import (
    MOST_BYTES,
    PASTE,
    find_type,
    keep_headers,
    read_type,
    refused,
    too_large,
    unpack,
)
from service.fetching.asking import asked, own_headers
from service.fetching.fetched import Fetched
from service.fetching.resolving import Deadline, NotReached, Resolver
from service.fetching.targets import host_of, is_allowed, read_target, resolve
from service.settings import Settings

MOST_REDIRECTS = 5

_REDIRECTS = (301, 302, 303, 307, 308)
_WANTED = [
    (b"Accept", b"text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8"),
    (b"Accept-Encoding", b"gzip, deflate"),
]


@dataclass
class Trip:
    """How far it came, for the log."""

    host: str | None = None
    redirects: int = 0
    status: int | None = None
    bytes: int = 0


def follow(
    url: str, settings: Settings, resolver: Resolver, deadline: Deadline, trip: Trip
) -> Fetched:
    """The page at `url`, or where it leads. Raises Invalid, and TimeoutError after the deadline."""
    target, location = None, url
    seen: set[str] = set()
    while len(seen) <= MOST_REDIRECTS:
        try:
            target = read_target(location, target)
            if str(target) in seen:
                raise refused(f"This is a loop, which never ends: {PASTE}.")
            trip.host, trip.redirects, trip.status = host_of(target), len(seen), None
            found = _resolve(target, settings, resolver, deadline)
        except Invalid as refusal:
            if not seen:
                raise
            why = (refusal.errors or {})["url"][0]
            raise refused(f"The page redirects to another address. {why}") from None
        seen.add(str(target))
        answer = _ask(target, found, settings, deadline, trip)
        if isinstance(answer, Fetched):
            return answer
        location = answer
    raise refused(f"The page redirects more than {MOST_REDIRECTS} times: {PASTE}.")


def _resolve(target: URL, settings: Settings, resolver: Resolver, deadline: Deadline) -> list[str]:
    """The IP addresses to connect to, of a host that this desk fetches from."""
    host = host_of(target)
    if not is_allowed(target, settings) and not is_listed(host, settings.fetch_hosts):
        raise refused(
            f"This desk fetches from certain hosts alone, and {host} is none of them: {PASTE}, or "
            "ask an administrator to name it in FETCH_HOSTS."
        )
    with _refusing():
        return resolve(target, settings, resolver, deadline)


def _ask(
    target: URL, found: list[str], settings: Settings, deadline: Deadline, trip: Trip
) -> Fetched | str:
    """What one address answers: the page, or where it redirects to."""
    headers = [*own_headers(target, settings), *_WANTED]
    with _refusing(), asked("GET", target, found, deadline, headers) as response:
        return _read_answer(target, response, trip)


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse an address that is not reached, with what always helps."""
    try:
        yield
    except NotReached as why:
        advice = f"{why.advice}, or {PASTE}" if why.advice else PASTE
        raise refused(f"{why}: {advice}.") from None


def _read_answer(target: URL, response: httpcore2.Response, trip: Trip) -> Fetched | str:
    headers = [
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in response.headers
    ]
    first = dict(reversed(headers))
    trip.status = response.status
    if response.status in _REDIRECTS and "location" in first:
        return first["location"].encode("latin-1").decode("utf-8", "replace")
    if response.status != 200:
        raise _wrong_status(host_of(target), response.status)
    media_type, charset = read_type(first.get("content-type", ""))
    if int(first.get("content-length", 0)) > MOST_BYTES:
        raise too_large()
    raw = bytearray()
    for chunk in response.iter_stream():
        raw += chunk
        trip.bytes = len(raw)
        if len(raw) > MOST_BYTES:
            raise too_large()
    body = unpack(
        bytes(raw), ", ".join(value for name, value in headers if name == "content-encoding")
    )
    if not body:
        raise refused(f"{host_of(target)} sent an empty page: {PASTE}.")
    return Fetched(
        url=str(target),
        fetched_at=datetime.now(UTC),
        media_type=find_type(media_type, body),
        charset=charset,
        headers=keep_headers(headers),
        body=body,
    )


def _wrong_status(host: str, status: int) -> Invalid:
    try:
        named = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        named = str(status)
    return refused(f"{host} answers {named} instead of a page: check the address, or {PASTE}.")
