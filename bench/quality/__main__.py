"""`python -m bench.quality`: measure how good the desk is, and print one table."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.quality import (
    anchoring,
    checkworthiness,
    desk,
    embeddings,
    extraction,
    matching,
    segmentation,
    table,
)
from bench.stage import Stage
from bench.wrk import Failed

MODULES: dict[str, Callable[[desk.Desk], list[table.Line]]] = {
    "segmentation": segmentation.run,
    "extraction": extraction.run,
    "anchoring": anchoring.run,
    "checkworthiness": checkworthiness.run,
    "matching": matching.run,
    "embeddings": embeddings.run,
}


def main() -> int:
    """0: measured, whether or not the goals are met; 1: the desk failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="|".join(MODULES), help="measure only these")
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="measure matching on this PostgreSQL server too (a superuser's)",
    )
    options = parser.parse_args()
    wanted = options.modules or list(MODULES)
    if unknown := set(wanted) - set(MODULES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    lines: list[table.Line] = []
    status = 0
    with tempfile.TemporaryDirectory(prefix="claimdesk-quality-") as folder:
        try:
            stage = Stage(Path(folder), database_url=options.database_url)
            with desk.served(stage) as served:
                for name in wanted:
                    began = time.monotonic()
                    lines += MODULES[name](served)
                    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        except Failed as failure:
            status = 1
            print(f"FAILED: {failure}", file=sys.stderr)
    print(table.show(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
