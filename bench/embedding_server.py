"""A server of sentence embeddings on loopback, as Ollama is one, over the weights of MiniLM.

    python -m bench.embedding_server [--port 11434] [--cache FILE]

It answers POST /v1/embeddings as OpenAI describes it. `make minilm` installs the weights. With a
cache, a text that was embedded before is not embedded again: some 35,000 take a quarter of an hour.
"""

import argparse
import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

MODEL = "all-minilm-l6-v2"
MOST_TEXTS, MOST_BYTES = 2_048, 16 << 20


class Embedder:
    """The model, and what it was asked before. One text after another: it uses what there is."""

    def __init__(self, cache: Path | None = None) -> None:
        """Raises NoWeights."""
        from bench.minilm.model import MiniLM

        self._model, self._lock = MiniLM(), threading.Lock()
        self._known = sqlite3.connect(cache or ":memory:", check_same_thread=False)
        self._known.execute("CREATE TABLE IF NOT EXISTS vectors (hash PRIMARY KEY, vector)")

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """A vector of length 1 for each text."""
        import numpy as np

        hashes = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
        with self._lock, self._known:
            query = "SELECT vector FROM vectors WHERE hash = ?"
            kept = [self._known.execute(query, (each,)).fetchone() for each in hashes]
            new = [place for place, row in enumerate(kept) if row is None]
            made = self._model.embed([texts[place] for place in new]) if new else []
            for place, vector in zip(new, made, strict=True):
                kept[place] = (vector.tobytes(),)
                self._known.execute(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)", (hashes[place], *kept[place])
                )
        return [np.frombuffer(row[0], np.float32).tolist() for row in kept]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, embedder: Embedder) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.embedder = embedder


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.close_connection = True
            return self._answer(413, {"error": {"message": f"Send up to {MOST_BYTES} bytes."}})
        try:
            asked = json.loads(self.rfile.read(length))
            texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
            good = 0 < len(texts) <= MOST_TEXTS and all(isinstance(each, str) for each in texts)
        except (ValueError, KeyError, TypeError):
            good = False
        if self.path != "/v1/embeddings" or not good:
            return self._answer(400, {"error": {"message": "Post texts to /v1/embeddings."}})
        vectors = self.server.embedder.embed(texts)
        items = [
            {"object": "embedding", "index": place, "embedding": vector}
            for place, vector in enumerate(vectors)
        ]
        return self._answer(200, {"object": "list", "model": MODEL, "data": items})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def embedding_server(cache: Path | None = None, port: int = 0) -> Iterator[str]:
    """The address of a server in this process, until the block ends. Raises NoWeights."""
    with _Server(port, Embedder(cache)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bench.embedding_server", description=__doc__)
    parser.add_argument("--port", type=int, default=11434)
    parser.add_argument("--cache", type=Path)
    chosen = parser.parse_args()
    # Before numpy is there: its own threads only get into the way of each other here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with embedding_server(chosen.cache, chosen.port) as url:
        print(f"EMBEDDINGS_URL={url} EMBEDDINGS_MODEL={MODEL}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
