"""`python -m bench`: run benchmarks and print one table."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import (
    browsing,
    embeddings,
    exporting,
    finding,
    hostile,
    importing,
    ingest,
    matches,
    reads,
    scale,
    searching,
    start,
    table,
    writes,
    wrk,
)
from bench.stage import Stage

BENCHMARKS: dict[str, Callable[[Stage], list[table.Line]]] = {
    "start": start.run,
    "reads": reads.run,
    "writes": writes.run,
    "ingest": ingest.run,
    "scale": scale.run,
    "browsing": browsing.run,
    "finding": finding.run,
    "searching": searching.run,
    "matches": matches.run,
    "embeddings": embeddings.run,
    "exporting": exporting.run,
    "importing": importing.run,
    "hostile": hostile.run,
}
REMARKS = (
    "constant: a bare Flask route that returns a constant of the same size; row: one that reads one"
    " row of the same size from SQLite by an index. Both under the same gunicorn, in turns with the"
    " desk. In brackets, the ratio of processor time: steadier where others use the machine."
    " Browsing: p50 and the longest of one person's waits; its floors are an error page of the desk"
    " and the fetch of a constant.",
    "",
    *table.OTHERS,
)


def main() -> int:
    """0: measured, whether or not the goals are met; 1: something failed."""
    _on_signals(_interrupt)
    options = _options().parse_args()
    lines: list[table.Line] = []
    status = 0
    with tempfile.TemporaryDirectory(prefix="claimdesk-bench-") as folder:
        stage = Stage(
            Path(folder),
            runs=1 if options.quick else 5,
            seconds=options.seconds or (1 if options.quick else 3),
            scale=100_000 if options.quick else 1_000_000,
            database_url=options.database_url,
        )
        try:
            wrk.check_installed()
            for name in options.benchmarks or BENCHMARKS:
                lines += BENCHMARKS[name](stage)
        except wrk.Failed as failure:
            status = 1
            print(f"FAILED: {failure}", file=sys.stderr)
        except KeyboardInterrupt:
            status = 130
            print("Stopped.", file=sys.stderr)
    if lines:
        how = f"Medians of {stage.runs} runs of {stage.seconds:g} s, two workers."
        print(table.show(lines, (how, *REMARKS)))
    return status


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benchmarks", nargs="*", metavar="|".join(BENCHMARKS), type=_benchmark)
    parser.add_argument("--quick", action="store_true", help="one short run of each")
    parser.add_argument("--seconds", type=float, metavar="N", help="seconds of each run")
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="measure on this PostgreSQL server too (a superuser's; makes databases of its own)",
    )
    return parser


def _benchmark(name: str) -> str:
    if name not in BENCHMARKS:
        raise argparse.ArgumentTypeError(f"there is no {name}; there are {', '.join(BENCHMARKS)}")
    return name


def _on_signals(handler: Any) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _interrupt(*_signal: Any) -> None:
    _on_signals(signal.SIG_IGN)  # what was started has to be ended, whoever is impatient
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
