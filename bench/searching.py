"""Searches in the language of queries: whatever is asked, and whether both databases agree."""

import http.client
import json
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from statistics import mean, median
from urllib.parse import urlencode

from bench import servers, wrk
from bench.fact_checks import Language, fill
from bench.stage import Desk, Stage
from bench.table import Line, at_least, at_most
from service.database import Database

NUMBER = 35_000
QUERIES = 200
COMPARED = 50
"""So many of the first results are compared."""

MOST_MS = 300
LEAST_CORRELATION = 0.999

Ranked = list[list[int]]


def run(stage: Stage) -> list[Line]:
    """Hostile queries on each database, and the order of usual ones on both."""
    lines, ranked = [], {}
    for kind in stage.kinds:
        url, world = stage.filled(kind, "searching", verdicts=100)
        stage.say(f"Adding {NUMBER:,} fact-checks of other publishers")
        language = Language()
        database = Database(url)
        try:
            texts = fill(database, NUMBER, language)
        finally:
            database.engine.dispose()
        with stage.served(kind, url, world) as desk:
            stage.say("Asking what nobody should")
            lines.append(_hostile(stage, desk, language))
            ranked[kind] = _ranked(desk, _usual(texts, language))
    if len(ranked) > 1:
        lines.append(_correlation(*ranked.values()))
    return lines


def _usual(texts: Sequence[str], language: Language) -> list[str]:
    """Words of texts, some of them in a row, some only begun, some not wanted."""
    queries = []
    for number, text in enumerate(texts[:: max(1, len(texts) // QUERIES)]):
        query = language.query(text)
        first = query.split()[0]
        forms = (query, f'"{query}"', f"{query} {first[:3]}*", f"{query} -{first[:4]}*")
        queries.append(forms[number % len(forms)])
    return queries


def _hostile_queries(language: Language) -> list[str]:
    words = language.words
    common = " ".join(words[:30])
    return [
        common,
        f'"{" ".join(words[:2])}"',
        f'"{common}"',
        " ".join(f'"{a} {b}"' for a, b in pairwise(words[:31])),
        " ".join(f"{word[:2]}*" for word in words[:60]),
        f"{words[0]} -{words[1]} -{words[2]}",
        " ".join(f"-{word}" for word in words[:60]),
        f"{words[0]} publisher:nobody",
        "publisher:nobody -rating:false tag:x speaker:y language:zz",
        f"speaker:{words[0]} {words[1]}",
        " ".join(words[:10_000]),
        " ".join(reversed(words[-10_000:])),
        '"' * 9_999,
        "-" * 9_999,
        "* " * 5_000,
        "疫苗导致自闭症 " * 500,
        "🌉👩‍👩‍👧" * 500,
        "NEAR(a b) {terms}: a^2 OR (NOT AND",
        "'; DROP TABLE claims; -- %_ \\ & | ! <->",
        "\x00",
    ]


def _hostile(stage: Stage, desk: Desk, language: Language) -> Line:
    queries = _hostile_queries(language)
    _ask(desk, queries)  # once before: the file, and what is compiled
    waits = [
        median(times)
        for times in zip(*(_ask(desk, queries)[0] for _ in range(stage.runs)), strict=True)
    ]
    longest = max(waits)
    return Line(
        f"{desk.kind}: hostile queries among {NUMBER:,}",
        connections="1",
        p50=f"{median(waits):.2f}",
        ratios=f"longest {longest:.0f} ms: {queries[waits.index(longest)][:30]!r}",
        goal=at_most(longest, MOST_MS, f"< {MOST_MS} ms"),
    )


def _ranked(desk: Desk, queries: Sequence[str]) -> Ranked:
    return _ask(desk, queries)[1]


def _ask(desk: Desk, queries: Sequence[str]) -> tuple[list[float], Ranked]:
    """How long each took, in milliseconds, and the ids that it found."""
    waits, found = [], []
    with closing(
        http.client.HTTPConnection(servers.HOST, desk.server.port, timeout=60)
    ) as connection:
        for query in queries:
            path = f"/api/v1/fact-checks?{urlencode({'q': query, 'limit': COMPARED})}"
            began = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            waits.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                raise wrk.Failed(f"{query[:60]!r} answered {answer.status}: {body[:300]!r}")
            found.append([item["id"] for item in json.loads(body)["items"]])
    return waits, found


def _correlation(one: Ranked, other: Ranked) -> Line:
    pairs = [each for each in zip(one, other, strict=True) if any(each)]
    alike = sum(a == b for a, b in pairs)
    correlation = mean(spearman(a, b) for a, b in pairs)
    return Line(
        f"SQLite and PostgreSQL: the order of the first {COMPARED}",
        ratios=f"rank correlation {correlation:.4f}, {alike} of {len(pairs)} queries alike",
        goal=at_least(correlation, LEAST_CORRELATION),
    )


def spearman(one: Sequence[int], other: Sequence[int]) -> float:
    """Spearman's rank correlation of two orders; what one of them lacks stands behind its last."""
    ids = list(dict.fromkeys((*one, *other)))
    if len(ids) < 2:
        return 1.0 if list(one) == list(other) else 0.0
    places = [
        {id_: place for place, id_ in enumerate(order)}
        | {id_: len(order) for id_ in ids if id_ not in order}
        for order in (one, other)
    ]
    distance = sum((places[0][id_] - places[1][id_]) ** 2 for id_ in ids)
    return 1 - 6 * distance / (len(ids) * (len(ids) ** 2 - 1))
