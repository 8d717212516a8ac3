"""The nearest of few and of many vectors, as a search asks for them: database, file and server."""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

import numpy as np
import sqlalchemy as sa

from bench.fact_checks import ADDED, Language, fill
from bench.stage import Stage
from bench.table import Line, at_most
from service.database import Database
from service.db import Base
from service.embeddings.collection import make_file
from service.embeddings.nearest import nearest
from service.logs import set_up_logs
from service.settings import Settings

FEW, MANY = 35_000, 350_000
DIMENSIONS, MODEL = 384, "random"
AT_ONCE = 5_000
QUERIES, NEAREST = 200, 50
MOST_MS = {FEW: 20, MANY: 100}
"""What 19 of 20 may take, one after another."""


def run(stage: Stage) -> list[Line]:
    """With a server that makes vectors up at once: its own time is its own."""
    set_up_logs("warning")
    return [
        _measure(stage, kind, number, url)
        for kind in stage.kinds
        for number in (FEW, MANY)
        for url in (_filled(stage, kind, number),)
    ]


def _filled(stage: Stage, kind: str, number: int) -> str:
    url, _world = stage.filled(kind, f"embeddings{number}", verdicts=100)
    stage.say(f"Adding {number:,} fact-checks with vectors")
    database = Database(url)
    fill(database, number, Language())
    vectors = Base.metadata.tables["fact_check_vectors"]
    generator = np.random.default_rng(number)
    for first in range(1, number + 1, AT_ONCE):
        made = generator.standard_normal((AT_ONCE, DIMENSIONS), dtype=np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        rows = [
            {
                "fact_check_id": ADDED + first + place,
                "model": MODEL,
                "text_hash": b"",
                "vector": vector.astype("<f2").tobytes(),
                "number": first,
            }
            for place, vector in enumerate(made)
        ]
        with database.transaction() as session:
            session.execute(sa.insert(vectors), rows)
    database.engine.dispose()
    return url


def _measure(stage: Stage, kind: str, number: int, url: str) -> Line:
    database = Database(url)
    began = time.perf_counter()
    make_file(database.engine, MODEL)
    made_in = time.perf_counter() - began
    with _server() as address:
        settings = Settings(database_url=url, embeddings_url=address, embeddings_model=MODEL)
        waits = [_wait(database, settings) for _ in range(QUERIES + 10)][10:]
        used = time.process_time()
        for _ in range(QUERIES):
            _wait(database, settings)
        used = time.process_time() - used
    database.engine.dispose()
    waits.sort()
    p95 = waits[int(len(waits) * 0.95)]
    return Line(
        f"{kind}: nearest of {number:,} vectors",
        connections="1",
        rate=f"{1000 * len(waits) / sum(waits):,.0f}",
        p50=f"{median(waits):.2f}",
        cpu=f"{used / QUERIES * 1e6:,.0f}",
        ratios=f"p95 {p95:.2f} ms; file made in {made_in:.1f} s",
        goal=at_most(p95, MOST_MS[number], f"p95 < {MOST_MS[number]} ms"),
    )


def _wait(database: Database, settings: Settings) -> float:
    """How long one took, in milliseconds."""
    began = time.perf_counter()
    with database.reading() as session:
        found = nearest(session, settings, ["Anything."], NEAREST)
    waited = (time.perf_counter() - began) * 1000
    assert found is not None
    assert len(found[0]) == NEAREST
    return waited


class _Random(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        vector = [random.gauss(0, 1) for _ in range(DIMENSIONS)]
        raw = json.dumps({"data": [{"index": 0, "embedding": vector}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Random) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
