"""Sends one request to addresses that were checked before; follows no redirect."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import httpcore2
from httpx2 import URL

from service.fetching.connecting import Checked
from service.fetching.resolving import Deadline, NotReached
from service.fetching.targets import host_of, port_of
from service.settings import Settings

Headers = list[tuple[bytes, bytes]]


def own_headers(target: URL, settings: Settings) -> Headers:
    """What every request says: honest about who asks; no cookies, no language, no referrer."""
    contact = settings.public_url
    agent = f"Claimdesk/{version('claimdesk')}"
    if contact and contact.isascii() and contact.isprintable():
        agent += f" (+{contact})"
    return [
        (b"Host", target.netloc),
        (b"User-Agent", agent.encode("ascii")),
        (b"Connection", b"close"),
    ]


@contextmanager
def asked(
    method: str,
    target: URL,
    found: list[str],
    deadline: Deadline,
    headers: Headers,
    body: bytes | None = None,
) -> Iterator[httpcore2.Response]:
    """The answer of one of the addresses `found`, whose body is read within the block, if at all.

    Raises NotReached where nobody answers as a web server does, and TimeoutError after the
    deadline.
    """
    host = host_of(target)
    try:
        with (
            httpcore2.ConnectionPool(network_backend=Checked(found, deadline)) as pool,
            pool.stream(
                method,
                httpcore2.URL(
                    scheme=target.raw_scheme,
                    host=target.raw_host,
                    port=port_of(target),
                    target=target.raw_path,
                ),
                headers=headers,
                content=body,
            ) as response,
        ):
            yield response
    except httpcore2.ConnectError as error:
        if isinstance(error.args[0], ssl.SSLError):
            clause, advice = f"The certificate or the TLS of {host} cannot be trusted", ""
        else:
            clause, advice = f"{host} cannot be reached", "try again later"
        raise NotReached(clause, advice) from None
    except httpcore2.ConnectTimeout:
        raise NotReached(f"{host} cannot be reached in time", "try again later") from None
    except httpcore2.NetworkError:
        raise NotReached(f"{host} broke off the connection", "try again later") from None
    except httpcore2.RemoteProtocolError:
        raise NotReached(f"{host} broke off, or does not answer as web servers do") from None
    except httpcore2.LocalProtocolError:
        raise NotReached(
            f"The address of {host} cannot be asked for", "check the address"
        ) from None
    except httpcore2.TimeoutException:
        raise TimeoutError from None
