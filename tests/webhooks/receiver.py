"""A receiver of webhooks on loopback, which checks each message as real ones do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from standardwebhooks import Webhook


class Message(NamedTuple):
    """What came: its headers, and its body as it was and read."""

    path: str
    headers: dict[str, str]
    body: bytes
    item: dict[str, Any]


class Receiver(ThreadingHTTPServer):
    """`answer` says the status, and headers, for each message; `messages` are those that came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.url = f"http://{self.host}/hook?token=s3cret"
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.messages: list[Message] = []
        self.unverified: list[str] = []
        self.secrets: dict[str, str] = {}
        self.answer: Callable[[Message], int | tuple[int, dict[str, str]]] = lambda _message: 204
        self.going = threading.Event()

    @property
    def numbers(self) -> list[int]:
        """The numbers of the changes that came, in their order."""
        return [message.item["number"] for message in self.messages]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """That the other side goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            item = Webhook(self.server.secrets[self.path]).verify(body, headers)
        except Exception as error:
            self.server.unverified.append(repr(error))
            raise
        message = Message(self.path, headers, body, item)
        self.server.messages.append(message)
        answer = self.server.answer(message)
        status, more = answer if isinstance(answer, tuple) else (answer, {})
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """The receiver, until the block ends."""
    with Receiver() as receiver:
        threading.Thread(target=receiver.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield receiver
        finally:
            receiver.going.set()
            receiver.shutdown()
