"""A server of embeddings on loopback: the more words two texts share, the nearer their vectors."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIMENSIONS = 64


def embed(text: str) -> list[float]:
    """As many of each of 64 kinds of words as the text has, whatever their length together."""
    vector = [0.0] * DIMENSIONS
    for word in text.lower().replace(".", " ").split():
        vector[blake2b(word.encode(), digest_size=1).digest()[0] % DIMENSIONS] += 1.5
    return vector if any(vector) else [1.0] * DIMENSIONS


def answer_of(texts: list[str]) -> dict[str, Any]:
    """As OpenAI describes it."""
    items = [
        {"object": "embedding", "index": place, "embedding": embed(text)}
        for place, text in enumerate(texts)
    ]
    return {"object": "list", "data": items, "model": "words", "usage": {"total_tokens": 0}}


class EmbeddingServer(ThreadingHTTPServer):
    """`answer` says the status and the body for the texts asked; `asked` are those that came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.asked: list[list[str]] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.answer: Callable[[list[str]], tuple[int, Any]] = lambda texts: (200, answer_of(texts))

    @property
    def texts(self) -> list[str]:
        """Every text that came."""
        return [text for texts in self.asked for text in texts]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """That the other side goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: EmbeddingServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.path, headers, body))
        self.server.asked.append(body["input"])
        status, answer = self.server.answer(body["input"])
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def embedding() -> Iterator[EmbeddingServer]:
    """The server, until the block ends."""
    with EmbeddingServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
