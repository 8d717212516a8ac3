"""A web server on loopback that answers as each test wants, byte by byte."""

import socketserver
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET, socket
from threading import Event, Thread

from service.settings import Settings

CERTIFICATE = Path(__file__).with_name("page_test.pem")
"""Of page.test, signed by itself, with its key."""

Answer = bytes | Callable[[socket], None]


class Hostile(socketserver.ThreadingTCPServer):
    """`pages` says by path what is answered: bytes, or what to do with the connection."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *, tls: bool = False) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[bytes] = []
        self.sent = 0
        self.gone = Event()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self.tls:
            self.tls.load_cert_chain(CERTIFICATE)
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    def settings(self, **others: str) -> Settings:
        """Settings that allow this server by name."""
        return Settings(**{"fetch_private_hosts": self.host} | others)

    def handle_error(self, request, client_address) -> None:
        """That the other side goes away is what the tests are about."""

    def drip(self, start: bytes = b"", drop: bytes = b"x") -> Callable[[socket], None]:
        """An answer of which a little comes again and again, for ever."""

        def dripping(connection: socket) -> None:
            connection.sendall(start)
            while not self.gone.wait(0.02):
                connection.sendall(drop)

        return dripping

    def flood(self, start: bytes, wave: bytes) -> Callable[[socket], None]:
        """An answer that comes as fast as it is taken, for ever."""

        def flooding(connection: socket) -> None:
            connection.sendall(start)
            while not self.gone.is_set():
                connection.sendall(wave)
                self.sent += len(wave)

        return flooding


class _Handler(socketserver.BaseRequestHandler):
    server: Hostile

    def handle(self) -> None:
        connection = self.request
        if self.server.tls:
            connection = self.server.tls.wrap_socket(connection, server_side=True)
        with connection:
            head = b""
            while b"\r\n\r\n" not in head:
                received = connection.recv(65536)
                if not received:
                    return
                head += received
                if head[0] == 22:  # TLS, where none is spoken
                    connection.sendall(response(400))
                    return
            self.server.requests.append(head)
            answer = self.server.pages.get(head.split(b" ")[1].decode(), response(404))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


@contextmanager
def hostile(*, tls: bool = False) -> Iterator[Hostile]:
    """The server, until the block ends."""
    with Hostile(tls=tls) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.gone.set()
            server.shutdown()


def response(
    status: int = 200,
    body: bytes = b"It cost 9 million pounds.",
    content_type: str | None = "text/plain; charset=utf-8",
    **headers: str,
) -> bytes:
    """A whole answer; `Content_Length="7"` says otherwise than the body."""
    said = {"Content_Length": str(len(body))} | headers
    if content_type is not None:
        said["Content_Type"] = content_type
    lines = [f"HTTP/1.1 {status} Whatever"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in said.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: int = 302, **headers: str) -> bytes:
    """An answer that leads on."""
    return response(status, b"", Location=location, **headers)


def reset(connection: socket) -> None:
    """Break off so that the other side gets an error."""
    connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        connection.close()
