"""Looking a long document through for what was checked before, by a worker, among many."""

import json
import time
from statistics import median
from typing import Any

from bench import servers, wrk
from bench.fact_checks import Language, fill
from bench.stage import Stage
from bench.table import Line, at_most
from bench.world import key_of
from service.database import Database

FACT_CHECKS, SENTENCES = 35_000, 1_500
MOST_SECONDS = 15
PAUSE = 0.05
SECONDS = 600
CHECKED = 10
"""Every so many sentences one was checked before, in these words."""


def run(stage: Stage) -> list[Line]:
    """Seconds, from when the document is there."""
    return [_looked_through(stage, kind) for kind in stage.kinds]


def _looked_through(stage: Stage, kind: str) -> Line:
    url, world = stage.filled(kind, "matches", verdicts=100)
    stage.say(f"Adding {FACT_CHECKS:,} fact-checks of other publishers")
    language, database = Language(), Database(url)
    known = fill(database, FACT_CHECKS, language)
    database.engine.dispose()
    seconds, seen = [], 0
    with stage.served(kind, url, world) as desk, servers.worker(url, stage.folder):
        for number in range(stage.runs):
            stage.say(f"Looking {SENTENCES:,} sentences through")
            text = _text(language, known, number)
            began = time.perf_counter()
            document = _asked(desk.server.port, "POST", "/documents", {"text": text})
            seen += _wait_for(desk.server.port, document)
            seconds.append(time.perf_counter() - began)
    took = median(seconds)
    return Line(
        f"{kind}: look {SENTENCES:,} sentences through among {FACT_CHECKS:,}",
        connections="1",
        rate=f"{SENTENCES / took:,.0f}",
        p50=f"{took * 1000:,.0f}",
        ratios=f"{took:.1f} s, progress seen {seen / stage.runs:.0f} times",
        goal=at_most(took, MOST_SECONDS, f"< {MOST_SECONDS} s"),
    )


def _text(language: Language, known: list[str], number: int) -> str:
    """One sentence a paragraph, so that there are as many claims."""
    return "\n\n".join(
        known[(place + number) % len(known)] if place % CHECKED == 0 else language.text(8, 24)
        for place in range(SENTENCES)
    )


def _wait_for(port: int, document: dict[str, Any]) -> int:
    """Until the document is looked through; how many steps could be seen meanwhile."""
    if document["claims_count"] != SENTENCES:
        raise wrk.Failed(f"The document has {document['claims_count']} claims.")
    path = f"/documents/{document['id']}/matches"
    job = _asked(port, "GET", f"{path}?limit=1")["job"]
    seen, deadline = set(), time.monotonic() + SECONDS
    while job["state"] in ("queued", "running") and time.monotonic() < deadline:
        seen.add(job["done"])
        time.sleep(PAUSE)
        job = _asked(port, "GET", f"/jobs/{job['id']}")
    found = _asked(port, "GET", f"{path}?min_score=1&limit=200")["items"]
    if job["state"] != "done" or len(found) < SENTENCES // CHECKED:
        raise wrk.Failed(f"{len(found)} sentences were found by {job}")
    return len(seen)


def _asked(port: int, method: str, path: str, body: Any = None) -> Any:
    sent = None if body is None else json.dumps(body).encode()
    status, answer = servers.ask(port, method, f"/api/v1{path}", body=sent, key=key_of(1))
    if status not in (200, 201):
        raise wrk.Failed(f"{method} {path} answered {status}: {answer[:300]!r}")
    return json.loads(answer)
