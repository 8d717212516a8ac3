"""Importing through the API and a worker: that real files come in whole and true, twice alike, how
many records a second, and how much memory with few and with many."""

import http.client
import json
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import orjson
import sqlalchemy as sa

from bench import servers
from bench.publishers import SOURCES, Row, Source
from bench.stage import Stage
from bench.table import Line, at_least, at_most
from bench.world import key_of
from bench.wrk import Failed
from service.accounts.rules import hash_key
from service.database import Database
from service.db import utcnow
from service.migrate import migrate
from service.models import ApiKey, FactCheck, Job, Rejection, User

FEW, MANY = 1_000, 100_000
RATE = 3_000
"""Records a second that are wanted on SQLite."""

GROWTH = 16 << 20
"""Bytes that a hundred times as many records may take more: caches fill up, and stay."""

SECONDS = 600
KEY = key_of(1)


@dataclass(frozen=True)
class Desk:
    """A desk that is served, with a worker beside it."""

    server: servers.Running
    database: Database
    worker: subprocess.Popen[bytes]

    def imported(self, content: bytes, media_type: str, parameters: dict[str, Any]) -> Job:
        """The import of this, once it is over."""
        connection = http.client.HTTPConnection(servers.HOST, self.server.port, timeout=60)
        path = f"/api/v1/imports?{urlencode(parameters, doseq=True)}"
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": media_type}
        connection.request("POST", path, content, headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        if answer.status != 202:
            raise Failed(f"POST /imports answered {answer.status}: {told}")
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.worker.poll() is None:
            told = json.loads(self.server.get(f"/api/v1/jobs/{told['id']}", KEY))
            if told["state"] not in ("queued", "running"):
                break
            time.sleep(0.1)
        if told["state"] != "done":
            raise Failed(f"An import did not end: {told}")
        with self.database.reading() as session:
            return session.get_one(Job, told["id"])

    def processor_seconds(self) -> float:
        """The processor time that the worker has used."""
        fields = Path(f"/proc/{self.worker.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> int:
        """The most memory that the worker has had, in bytes."""
        status = Path(f"/proc/{self.worker.pid}/status").read_text()
        (kibibytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        return int(kibibytes) * 1024


def run(stage: Stage) -> list[Line]:
    """Real files, then as many as wanted of one kind."""
    lines = []
    for kind in stage.kinds:
        for source in SOURCES:
            lines.append(_real(stage, kind, source))
        lines.append(_many(stage, kind))
    return lines


@contextmanager
def _desk(stage: Stage, kind: str) -> Iterator[Desk]:
    """A new desk, served, with a worker of its own."""
    url = stage.new(kind, "importing")
    database = Database(url)
    migrate(database)
    with database.transaction() as session:
        session.add(User(id=1, name="bench", folded="bench", role="admin"))
        session.flush()
        session.add(
            ApiKey(user_id=1, prefix="cdk_bench", hash=hash_key(KEY), last_used_at=utcnow())
        )
    with (
        servers.desk(url, stage.folder, "/readyz") as server,
        servers.worker(url, stage.folder) as worker,
    ):
        try:
            yield Desk(server, database, worker)
        finally:
            database.engine.dispose()


def _real(stage: Stage, kind: str, source: Source) -> Line:
    """A real file: every row accounted for, every rejection true, nothing changed by a repeat."""
    what = f"{kind}: {source.name}"
    if not source.path.exists():
        stage.say(f"Skipped {source.name}: {source.path} is absent.")
        return Line(what, goal="skipped: the file is absent")
    stage.say(f"Importing {source.name} into {kind}")
    content = source.content()
    rows = source.read(content)
    with _desk(stage, kind) as desk:
        job = desk.imported(content, source.media_type, source.parameters)
        _expect("rows", job.created + job.rejected, len(rows))
        _check_records(desk.database, source, rows)
        again = desk.imported(content, source.media_type, source.parameters)
        outcome = (again.created, again.updated, again.unchanged, again.rejected)
        _expect("a repeat", outcome, (0, 0, job.created, job.rejected))
    return Line(
        f"{what}, {len(rows):,} rows",
        rate=f"{_rate(job):,.0f}",
        ratios=f"{job.created:,} made, {job.rejected} rejected; again {again.unchanged:,} the same",
        goal="whole and true: met",
    )


def _check_records(database: Database, source: Source, rows: Sequence[Row]) -> None:
    """Raise Failed unless publishers and ratings are those of the rows less the rejected, and each
    rejection says what is so."""
    with database.reading() as session:
        rejections = session.scalars(sa.select(Rejection)).all()
        query = sa.select(FactCheck.site, FactCheck.rating_label, FactCheck.rating_code)
        records = [(site, label, code) for site, label, code in session.execute(query)]
    _check_reasons(source, rows, rejections)
    rejected = {each.number for each in rejections}
    said = [source.said(row) for number, row in enumerate(rows, 1) if number not in rejected]
    _expect("publishers", Counter(each[0] for each in records), Counter(each[0] for each in said))
    _expect("ratings", Counter(each[:2] for each in records), Counter(said))
    if source.codes:
        meant = Counter((site, label, source.codes[label or ""]) for site, label in said)
        _expect("codes", Counter(records), meant)


def _check_reasons(source: Source, rows: Sequence[Row], rejections: Sequence[Rejection]) -> None:
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        first.setdefault(source.same(row), number)
    for each in rejections:
        row = rows[each.number - 1]
        is_true = {
            "no_claim": not row[source.claim].strip(),
            "duplicate_in_file": first[source.same(row)] < each.number,
        }.get(each.code, False)
        if not is_true:
            raise Failed(f"Row {each.number} of {source.name} was rejected as {each.code}: {row}")


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise Failed(f"{what}: {str(found)[:1000]}, not {str(wanted)[:1000]}")


def _many(stage: Stage, kind: str) -> Line:
    """Records a second, and the memory of a worker, with few records and with many."""
    rates: dict[int, list[float]] = {}
    peaks: dict[int, list[int]] = {}
    used: list[float] = []
    for size in (FEW, MANY):
        content = b"".join(map(_review, range(size)))
        for _ in range(stage.runs):
            stage.say(f"Importing {size:,} records into {kind}")
            with _desk(stage, kind) as desk:
                before = desk.processor_seconds()
                job = desk.imported(content, "application/x-ndjson", {})
                _expect("records", job.created, size)
                if size == MANY:
                    used.append((desk.processor_seconds() - before) / size * 1e6)
                rates.setdefault(size, []).append(_rate(job))
                peaks.setdefault(size, []).append(desk.peak())
    rate, peak = median(rates[MANY]), {size: median(found) for size, found in peaks.items()}
    goals = [at_most(peak[MANY] - peak[FEW], GROWTH, f"<= {GROWTH >> 20} MiB more")]
    if kind == "SQLite":
        goals.insert(0, at_least(rate, RATE, f">= {RATE:,}"))
    return Line(
        f"{kind}: {FEW:,} and {MANY:,} ClaimReviews",
        rate=f"{median(rates[FEW]):,.0f} and {rate:,.0f}",
        cpu=f"{median(used):,.0f}",
        ratios="peak " + " and ".join(f"{each / (1 << 20):.0f} MiB" for each in peak.values()),
        goal="; ".join(goals),
    )


def _rate(job: Job) -> float:
    """Rows a second, from when a worker took it to its end."""
    if job.started_at is None or job.finished_at is None:
        raise Failed(f"Import {job.id} has no times.")
    return job.done / (job.finished_at - job.started_at).total_seconds()


def _review(number: int) -> bytes:
    """A ClaimReview as one line, as much as publishers as a rule say."""
    site = f"https://facts{number % 50}.example.org"
    page = f"https://social.example.net/{number}"
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{site}/2026/{number % 12 + 1:02}/the-minister-and-the-numbers-{number}/",
        "claimReviewed": f"The minister said that {number:,} people moved to the city last year.",
        "datePublished": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": f"Facts {number % 50}", "url": site},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": str(number % 5 + 1),
            "bestRating": "5",
            "worstRating": "1",
            "alternateName": ("False", "Mostly false", "Misleading", "True")[number % 4],
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": f"Minister {number % 300}"},
            "datePublished": "2026-01-02",
            "appearance": [{"@type": "CreativeWork", "url": page}],
            "firstAppearance": {"@type": "CreativeWork", "url": page},
        },
    }
    return orjson.dumps(review) + b"\n"
