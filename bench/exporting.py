"""Exporting all fact-checks: rows a second, and memory with few and with many.

`python -m bench.exporting DATABASE_URL` does it once, in a process whose memory is its own.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.stage import Stage
from bench.table import Line, at_most
from service.database import Database
from service.exports.catalogue import get_export
from service.exports.streaming import stream
from service.permissions import OPERATOR
from service.settings import Settings

NAME = "fact-checks.jsonl"
FEW, MANY = 1_000, 100_000
GOAL = 1.1
"""At most a tenth more memory for a hundred times as many."""


class Exported(NamedTuple):
    """One file: its rows, the seconds it took, and the most memory of its process, in bytes."""

    rows: int
    seconds: float
    peak: int


def run(stage: Stage) -> list[Line]:
    """The file with few and with many records."""
    return [_measure(stage, kind) for kind in stage.kinds]


def _measure(stage: Stage, kind: str) -> Line:
    found: dict[int, list[Exported]] = {}
    for size in (FEW, MANY):
        url, _world = stage.filled(kind, "exporting", verdicts=size)
        stage.say(f"Exporting {size:,} fact-checks from {kind}")
        found[size] = [_export_apart(url) for _ in range(stage.runs)]
    rates = [median(each.rows / each.seconds for each in runs) for runs in found.values()]
    peaks = [median(each.peak for each in runs) for runs in found.values()]
    return Line(
        f"{kind}: {NAME}, {FEW:,} and {MANY:,} rows",
        rate=" and ".join(f"{rate:,.0f}" for rate in rates),
        ratios="peak " + " and ".join(f"{peak / (1 << 20):.0f} MiB" for peak in peaks),
        goal=at_most(peaks[1] / peaks[0], GOAL, f"<= {GOAL:g} of the few's memory"),
    )


def _export_apart(url: str) -> Exported:
    """Export in a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.exporting", url], capture_output=True, check=True
    )
    return Exported(*json.loads(done.stdout))


def export(url: str) -> Exported:
    """Export from this database, and keep nothing of it."""
    database = Database(url)
    started, rows = time.perf_counter(), 0
    for piece in stream(database, get_export(NAME), OPERATOR, Settings(), {}):
        rows += piece.count(b"\n")
    return Exported(rows, time.perf_counter() - started, _peak())


def _peak() -> int:
    """The most memory that this process has had; getrusage would tell that of its parent too."""
    status = Path("/proc/self/status").read_text()
    (kibibytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kibibytes) * 1024


if __name__ == "__main__":
    print(json.dumps(export(sys.argv[1])))
