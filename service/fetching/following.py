"""Asks for a page and follows its redirects; each address is checked from the beginning."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version

import httpcore2
from httpx2 import URL, InvalidURL

from service.errors import Invalid
from service.fetching import addresses
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
from service.fetching.connecting import Checked
from service.fetching.fetched import Fetched
from service.fetching.resolving import Deadline, Resolver, look_up
from service.settings import Settings

MOST_REDIRECTS = 5
LONGEST_URL = 2000
NOT_AN_ADDRESS = "Not a web address such as https://example.org/page."

_REDIRECTS = (301, 302, 303, 307, 308)


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
            target = _read(location, target)
            if str(target) in seen:
                raise refused(f"This is a loop, which never ends: {PASTE}.")
            trip.host, trip.redirects, trip.status = _host(target), len(seen), None
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


def _read(location: str, base: URL | None) -> URL:
    """The address, its host in ASCII and without the dot of the root, without a fragment."""
    try:
        target = URL(location.strip()) if base is None else base.join(location)
        target = target.copy_with(fragment=None)
        if target.raw_host.endswith(b"."):
            target = target.copy_with(host=_host(target)[:-1])
    except (InvalidURL, ValueError):
        raise refused(NOT_AN_ADDRESS) from None
    if target.scheme not in addresses.PORTS:
        named = target.scheme[:20]
        raise refused(f"Only http and https are fetched, not {named}." if named else NOT_AN_ADDRESS)
    if not addresses.is_host(_host(target)) or not 0 < _port(target) < 65536:
        raise refused(NOT_AN_ADDRESS)
    if target.userinfo:
        raise refused("An address with a name or a password in it is not fetched: take it out.")
    if len(str(target)) > LONGEST_URL:
        raise refused(f"Longer than {LONGEST_URL} characters.")
    return target


def _host(target: URL) -> str:
    return target.raw_host.decode("ascii")


def _port(target: URL) -> int:
    return addresses.PORTS[target.scheme] if target.port is None else target.port


def _resolve(target: URL, settings: Settings, resolver: Resolver, deadline: Deadline) -> list[str]:
    """The IP addresses to connect to, all of them checked; asks the resolver once."""
    host, port = _host(target), _port(target)
    allowed = addresses.is_private_listed(host, port, settings.fetch_private_hosts)
    if not allowed and not addresses.is_listed(host, settings.fetch_hosts):
        raise refused(
            f"This desk fetches from certain hosts alone, and {host} is none of them: {PASTE}, or "
            "ask an administrator to name it in FETCH_HOSTS."
        )
    if not allowed and port not in addresses.PORTS.values():
        raise refused(f"Pages are fetched from the ports 80 and 443 alone, not {port}: {PASTE}.")
    try:
        found = [host] if addresses.is_ip(host) else look_up(host, port, resolver, deadline)
    except TimeoutError:
        raise refused(
            f"Nobody says in time where {host} is: try again later, or {PASTE}."
        ) from None
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise refused(f"There is no host of the name {host}: check the address.")
    if not allowed and not all(map(addresses.is_public, found)):
        # Not where to: that would tell the names and numbers of a network inside.
        raise refused(
            f"{host} leads into a private network, which this desk does not fetch from: {PASTE}, "
            "or ask an administrator to name it in FETCH_PRIVATE_HOSTS."
        )
    return found


def _ask(
    target: URL, found: list[str], settings: Settings, deadline: Deadline, trip: Trip
) -> Fetched | str:
    """What one address answers: the page, or where it redirects to."""
    host = _host(target)
    try:
        with (
            httpcore2.ConnectionPool(network_backend=Checked(found, deadline)) as pool,
            pool.stream(
                "GET",
                httpcore2.URL(
                    scheme=target.raw_scheme,
                    host=target.raw_host,
                    port=_port(target),
                    target=target.raw_path,
                ),
                headers=_request_headers(target, settings),
            ) as response,
        ):
            return _read_answer(target, response, trip)
    except httpcore2.ConnectError as error:
        if isinstance(error.args[0], ssl.SSLError):
            sentence = f"The certificate or the TLS of {host} cannot be trusted: {PASTE}."
        else:
            sentence = f"{host} cannot be reached: try again later, or {PASTE}."
    except httpcore2.ConnectTimeout:
        sentence = f"{host} cannot be reached in time: try again later, or {PASTE}."
    except httpcore2.NetworkError:
        sentence = f"{host} broke off the connection: try again later, or {PASTE}."
    except httpcore2.RemoteProtocolError:
        sentence = f"{host} broke off, or does not answer as web servers do: {PASTE}."
    except httpcore2.LocalProtocolError:
        sentence = NOT_AN_ADDRESS
    except httpcore2.TimeoutException:
        raise TimeoutError from None
    raise refused(sentence)


def _request_headers(target: URL, settings: Settings) -> list[tuple[bytes, bytes]]:
    """Honest about who asks; no cookies, no language, no referrer."""
    contact = settings.public_url
    agent = f"Claimdesk/{version('claimdesk')}"
    if contact and contact.isascii() and contact.isprintable():
        agent += f" (+{contact})"
    return [
        (b"Host", target.netloc),
        (b"User-Agent", agent.encode("ascii")),
        (b"Accept", b"text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8"),
        (b"Accept-Encoding", b"gzip, deflate"),
        (b"Connection", b"close"),
    ]


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
        raise _wrong_status(_host(target), response.status)
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
        raise refused(f"{_host(target)} sent an empty page: {PASTE}.")
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
