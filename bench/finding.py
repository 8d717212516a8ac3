"""Finding fact-checks, by a sentence or by a few words: among few, and among many."""

import http.client
import json
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count
from statistics import median
from urllib.parse import urlencode

from bench import servers, wrk
from bench.fact_checks import Language, fill
from bench.reads import constant
from bench.stage import Desk, Run, Stage
from bench.table import Line, at_least, at_most, compared, line, ratio
from service.database import Database

FEW, MANY = 35_000, 350_000
CONNECTIONS = 8
OF_CONSTANT = 0.4
AT_MOST_SLOWER = 1.3
QUERIES = 400
MOST_MS = {FEW: 15, MANY: 60}
"""What 19 of 20 searches may take."""

MOST_MS_TO_MATCH = {FEW: 30, MANY: 100}
"""What 19 of 20 look-ups of a sentence in other words may take on SQLite; on PostgreSQL, twice."""

TOGETHER = 100

_seeds = count(1)

LOOK_UP = """
local bodies = {%(bodies)s}
function init() math.randomseed(%(seed)d + number) end
function request()
  return wrk.format("POST", "/api/v1/lookup", {["Content-Type"] = "application/json"},
    bodies[math.random(#bodies)])
end
"""


@dataclass(frozen=True)
class Filled:
    """A desk with so many fact-checks, the texts of some, and queries about them."""

    desk: Desk
    number: int
    texts: Sequence[str]
    queries: Sequence[str]


def run(stage: Stage) -> list[Line]:
    """Look-ups and searches where there are few fact-checks, and where there are many."""
    lines: list[Line] = []
    for kind in stage.kinds:
        with ExitStack() as stack:
            few, many = (_filled(stage, stack, kind, number) for number in (FEW, MANY))
            lines += _look_ups(stage, stack, few, many)
            lines += [_searches(stage, filled) for filled in (few, many)]
            lines += [_matching(stage, filled) for filled in (few, many)]
    return lines


def _filled(stage: Stage, stack: ExitStack, kind: str, number: int) -> Filled:
    url, world = stage.filled(kind, f"finding{number}", verdicts=100)
    stage.say(f"Adding {number:,} fact-checks of other publishers")
    language = Language()
    database = Database(url)
    try:
        texts = fill(database, number, language)
        if not database.is_sqlite:
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as open_:
                open_.exec_driver_sql("VACUUM ANALYZE")  # as it does by itself, but later
    finally:
        database.engine.dispose()
    queries = [language.query(text) for text in texts[:: max(1, len(texts) // QUERIES)]]
    desk = stack.enter_context(stage.served(kind, url, world))
    return Filled(desk, number, texts, queries)


def _look_ups(stage: Stage, stack: ExitStack, few: Filled, many: Filled) -> list[Line]:
    stage.say("Looking sentences up")
    size = len(_answer_to(few, few.texts[0]))
    file = stage.file_of(f"finding{FEW}")
    if not file.exists():  # the floors only need some rows
        stage.filled("SQLite", f"finding{FEW}", verdicts=100)
    floors = stack.enter_context(servers.floors(file, [size], stage.folder))
    things = {
        "few": _looking_up(stage, few),
        "constant": constant(stage, floors, size),
        "many": _looking_up(stage, many),
    }
    for thing in things.values():
        thing(CONNECTIONS)  # the file has to come from the disk once
    found = stage.side_by_side(things, CONNECTIONS)
    to_constant, to_few = (
        ratio(found["few"], found["constant"]),
        ratio(found["many"], found["few"]),
    )
    what = f"{few.desk.kind}: look up a sentence among "
    return [
        line(
            what + f"{FEW:,}",
            CONNECTIONS,
            found["few"],
            ratios=compared(found["few"], found["constant"], "constant"),
            goal=at_least(to_constant, OF_CONSTANT),
        ),
        line("  floor, constant", CONNECTIONS, found["constant"]),
        line(
            what + f"{MANY:,}",
            CONNECTIONS,
            found["many"],
            ratios=compared(found["many"], found["few"], "the few"),
            goal=at_least(to_few, 1 / AT_MOST_SLOWER, f"< {AT_MOST_SLOWER:g} times slower"),
        ),
    ]


def _looking_up(stage: Stage, filled: Filled) -> Run:
    bodies = ", ".join(
        json.dumps(json.dumps({"sentences": [text], "limit": 1})) for text in filled.texts
    )

    def go(connections: int) -> wrk.Measured:
        script = LOOK_UP % {"bodies": bodies, "seed": next(_seeds)}
        return stage.load(filled.desk.server, script, connections)

    return go


def _answer_to(filled: Filled, text: str) -> bytes:
    body = json.dumps({"sentences": [text], "limit": 1}).encode()
    status, answer = servers.ask(filled.desk.server.port, "POST", "/api/v1/lookup", body=body)
    if status != 200 or not json.loads(answer)["results"][0]["matches"]:
        raise wrk.Failed(f"POST /api/v1/lookup answered {status}: {answer[:300]!r}")
    return answer


def _searches(stage: Stage, filled: Filled) -> Line:
    stage.say(f"Searching {filled.number:,} fact-checks by 1 to 8 words")
    server = filled.desk.server
    _search(server.port, filled.queries)  # once before: the file, and what is compiled
    used = server.processor_seconds()
    runs = [_search(server.port, filled.queries) for _ in range(stage.runs)]
    used = server.processor_seconds() - used
    p50, p95 = (median(run[int(len(run) * share)] for run in runs) for share in (0.5, 0.95))
    return Line(
        f"{filled.desk.kind}: claims:search among {filled.number:,}",
        connections="1",
        rate=f"{1000 / median(sum(run) / len(run) for run in runs):,.0f}",
        p50=f"{p50:.2f}",
        cpu=f"{used / stage.runs / len(filled.queries) * 1e6:,.0f}",
        ratios=f"p95 {p95:.2f} ms, of 1 to 8 words",
        goal=at_most(p95, MOST_MS[filled.number], f"p95 < {MOST_MS[filled.number]} ms"),
    )


def _matching(stage: Stage, filled: Filled) -> Line:
    """Sentences with most of the words of one fact-check and some of another, also many at once."""
    stage.say(f"Looking up other words among {filled.number:,}")
    texts = filled.texts[:: max(1, len(filled.texts) // QUERIES)]
    words = [text.rstrip(".").split() for text in texts]
    sentences = [
        " ".join([*one[: len(one) * 2 // 3], *other[-12:]])
        for one, other in zip(words, [*words[1:], words[0]], strict=True)
    ]
    port = filled.desk.server.port
    _ask(port, [[sentence] for sentence in sentences[:50]])
    runs = [_ask(port, [[sentence] for sentence in sentences]) for _ in range(stage.runs)]
    p50, p95 = (median(run[int(len(run) * share)] for run in runs) for share in (0.5, 0.95))
    [together] = _ask(port, [sentences[:TOGETHER]])
    alone = sum(_ask(port, [[sentence] for sentence in sentences[:TOGETHER]]))
    most = MOST_MS_TO_MATCH[filled.number] * (1 if filled.desk.kind == "SQLite" else 2)
    return Line(
        f"{filled.desk.kind}: look up other words among {filled.number:,}",
        connections="1",
        rate=f"{1000 / median(sum(run) / len(run) for run in runs):,.0f}",
        p50=f"{p50:.2f}",
        ratios=f"p95 {p95:.2f} ms; {TOGETHER} at once take {together / alone:.2f} of the time",
        goal=at_most(p95, most, f"p95 < {most} ms"),
    )


def _ask(port: int, asked: Sequence[Sequence[str]]) -> list[float]:
    """How long each look-up took, in milliseconds, from the quickest on."""
    waits = []
    headers = {"Content-Type": "application/json"}
    with closing(http.client.HTTPConnection(servers.HOST, port, timeout=60)) as connection:
        for sentences in asked:
            body = json.dumps({"sentences": sentences})
            began = time.perf_counter()
            connection.request("POST", "/api/v1/lookup", body, headers)
            answer = connection.getresponse()
            found = answer.read()
            waits.append((time.perf_counter() - began) * 1000)
            if answer.status != 200 or not json.loads(found)["results"][0]["matches"]:
                raise wrk.Failed(f"A look-up of {sentences[0]!r} answered {answer.status}")
    return sorted(waits)


def _search(port: int, queries: Sequence[str]) -> list[float]:
    """How long each took, in milliseconds, from the quickest on."""
    waits = []
    with closing(http.client.HTTPConnection(servers.HOST, port, timeout=60)) as connection:
        for query in queries:
            began = time.perf_counter()
            connection.request("GET", f"/v1alpha1/claims:search?{urlencode({'query': query})}")
            answer = connection.getresponse()
            body = answer.read()
            waits.append((time.perf_counter() - began) * 1000)
            if answer.status != 200 or not json.loads(body):
                raise wrk.Failed(f"A search for {query!r} answered {answer.status}: {body[:300]!r}")
    return sorted(waits)
