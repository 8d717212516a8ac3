"""Ingest: texts of 100 sentences, each new, and one of 10,000.

Every sentence is split off, scored, given its keys and indexed: what a person finds after it.
"""

import json
import random
import time
from itertools import count
from statistics import median

from bench import servers, texts, wrk
from bench.stage import CONNECTIONS, Desk, Stage
from bench.table import Line, at_least, line
from bench.world import SEED, key_of

GOAL = 5_000
SENTENCES, MANY_SENTENCES = 100, 10_000

# The number makes each text a new one; it stands in a sentence of its own paragraph.
INGEST = """
local text, sent = %(text)s, 0
function request()
  sent = sent + 1
  local body = string.gsub(text, "@", "%(round)d." .. number .. "." .. sent)
  return wrk.format("POST", "/api/v1/documents",
    {["Content-Type"] = "application/json", ["Authorization"] = "Bearer %(key)s"}, body)
end
"""
_rounds = count(1)


def run(stage: Stage) -> list[Line]:
    """Claims a second."""
    lines: list[Line] = []
    for kind in stage.kinds:
        url, world = stage.filled(kind, "ingest", verdicts=100)
        with stage.served(kind, url, world) as desk:
            lines += [_short_texts(stage, desk, connections) for connections in CONNECTIONS]
            lines.append(_long_text(stage, desk))
    return lines


def _short_texts(stage: Stage, desk: Desk, connections: int) -> Line:
    stage.say(f"Adding documents, {connections} connections")
    rng = random.Random(SEED)
    text = f"Report @ was read.\n\n{texts.article(rng, SENTENCES - 1)}"
    runs = []
    for _ in range(stage.runs):
        body = json.dumps(json.dumps({"text": text, "language": "en"}))
        given = {"text": body, "round": next(_rounds), "key": key_of(1)}
        script = INGEST % given + wrk.EXPECT % 201
        runs.append(stage.load(desk.server, script, connections, threads=connections))
    claims = median(each.rate for each in runs) * SENTENCES
    return line(
        f"{desk.kind}: documents of {SENTENCES} sentences",
        connections,
        runs,
        ratios=f"{claims:,.0f} claims/s",
        goal=at_least(claims, GOAL, f">= {GOAL:,} claims/s"),
    )


def _long_text(stage: Stage, desk: Desk) -> Line:
    seconds, used = [], []
    for number in range(stage.runs):
        rng = random.Random(SEED + 1 + number)
        body = {"text": texts.article(rng, MANY_SENTENCES), "language": "en"}
        sent = json.dumps(body).encode()
        worked = desk.server.processor_seconds()
        began = time.perf_counter()
        status, answer = servers.ask(
            desk.server.port, "POST", "/api/v1/documents", body=sent, key=key_of(1)
        )
        seconds.append(time.perf_counter() - began)
        used.append(desk.server.processor_seconds() - worked)
        if status != 201 or json.loads(answer)["claims_count"] != MANY_SENTENCES:
            raise wrk.Failed(f"POST /documents answered {status}: {answer[:300]!r}")
    claims = MANY_SENTENCES / median(seconds)
    return Line(
        f"{desk.kind}: a document of {MANY_SENTENCES:,} sentences",
        "1",
        f"{1 / median(seconds):.2f}",
        f"{median(seconds) * 1000:.0f}",
        cpu=f"{median(used) * 1e6:,.0f}",
        ratios=f"{claims:,.0f} claims/s",
        goal=at_least(claims, GOAL, f">= {GOAL:,} claims/s"),
    )
