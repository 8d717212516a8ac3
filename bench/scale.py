"""Scale: the same reads with few and with very many published verdicts."""

from contextlib import ExitStack

from bench.reads import CLAIM, CLAIMS, VERDICT, Read, reader
from bench.stage import Desk, Stage
from bench.table import Line, at_least, compared, line, ratio
from service.http.paging import Page

FEW = 10_000
CONNECTIONS = 8
GOAL = 0.85
"""At most 15 % slower. Faster by more is noise: look at the processor time, and run it again."""

CHANGES = Read("page of 100 changes", "/api/v1/changes?limit=100&cursor=", with_key=False)
READS = (VERDICT, CLAIM, CLAIMS, CHANGES)
CURSORS = 100


def run(stage: Stage) -> list[Line]:
    """Each read on both desks in turns."""
    lines: list[Line] = []
    for kind in stage.kinds:
        with ExitStack() as stack:
            few, many = (
                stack.enter_context(stage.served(kind, *stage.filled(kind, name, verdicts=size)))
                for name, size in (("few", FEW), ("many", stage.scale))
            )
            for read in READS:
                lines += _measure(stage, few, many, read)
    return lines


def _measure(stage: Stage, few: Desk, many: Desk, read: Read) -> list[Line]:
    stage.say(f"Reading with few and with many verdicts: {read.what}")
    things = {
        name: reader(stage, desk, read, _pages_of_changes(desk) if read is CHANGES else ())
        for name, desk in (("few", few), ("many", many))
    }
    for thing in things.values():
        thing(CONNECTIONS)  # a read of each before: the file has to come from the disk once
    found = stage.side_by_side(things, CONNECTIONS)
    figure = ratio(found["many"], found["few"])
    what = f"{few.kind}: {read.what}, "
    return [
        line(what + f"{few.world.verdicts:,} verdicts", CONNECTIONS, found["few"]),
        line(
            what + f"{many.world.verdicts:,} verdicts",
            CONNECTIONS,
            found["many"],
            ratios=compared(found["many"], found["few"], "the few"),
            goal=at_least(figure, GOAL, "at most 15 % slower"),
        ),
    ]


def _pages_of_changes(desk: Desk) -> list[str]:
    """Pages from all over the feed."""
    page = Page("changes", {"limit": 100, "cursor": None}, (int,))
    steps = range(0, desk.world.verdicts - 100, desk.world.verdicts // CURSORS)
    return [CHANGES.path + page.cursor((number,)) for number in steps]
