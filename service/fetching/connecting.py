"""Connects to addresses that were checked before, and to nothing else, until the time is up."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2

from service.fetching.resolving import SECONDS_TO_CONNECT, Deadline


class Checked(httpcore2.NetworkBackend):
    """Connects to the first of these addresses that answers, whatever the host is called.

    TLS and the Host header go by the name still.
    """

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
        self._addresses, self._deadline = addresses, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a checked address; `host` does not count."""
        failure: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, self._deadline.left(SECONDS_TO_CONNECT)
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return Timed(stream, self._deadline)
        raise failure


class Timed(httpcore2.NetworkStream):
    """A connection on which every step ends by the deadline, so that dripping does not help."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is."""
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, self._deadline.left())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Begin TLS."""
        seconds = self._deadline.left(SECONDS_TO_CONNECT)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, seconds), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection tells of itself."""
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        """Close it."""
        self._stream.close()
