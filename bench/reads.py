"""Reads: a verdict, a claim, a page of 100 claims, a page of 100 edits; and the memory after."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from statistics import mean

from bench import servers, wrk
from bench.stage import CONNECTIONS, Desk, Run, Stage
from bench.table import Line, at_least, at_most, compared, line, ratio
from bench.world import CLAIMS_PER_DOCUMENT, REVIEWER, key_of

VERDICTS = 10_000
MOST_MEMORY = 200
SAMPLES = 20
_seeds = count(1)


@dataclass(frozen=True)
class Read:
    """What is read: its path, in which `%d` varies, by whom, and its goals against the floors."""

    what: str
    path: str
    with_key: bool = True
    of_constant: float | None = None
    of_row: float | None = None


VERDICT = Read("verdict", "/api/v1/claims/%d/verdict", False, of_constant=0.4, of_row=0.8)
CLAIM = Read("claim", "/api/v1/claims/%d")
CLAIMS = Read("page of 100 claims", "/api/v1/documents/%d/claims?limit=100", of_constant=0.2)
EDITS = Read("page of 100 edits", "/api/v1/edits?limit=100&document_id=%d")
READS = (VERDICT, CLAIM, CLAIMS, EDITS)


def run(stage: Stage) -> list[Line]:
    """Each read beside the floors of the size of its answer."""
    lines: list[Line] = []
    floor_file = stage.file_of("reads")
    for kind in stage.kinds:
        url, world = stage.filled(kind, "reads", verdicts=VERDICTS)
        with stage.served(kind, url, world) as desk:
            sizes = {read.what: size_of(desk, read) for read in READS}
            with servers.floors(floor_file, list(sizes.values()), stage.folder) as floors:
                for read in READS:
                    lines += _measure(stage, desk, floors, read, sizes[read.what])
            lines.append(_memory(desk))
    return lines


def size_of(desk: Desk, read: Read) -> int:
    """Bytes of an answer, on average."""
    most = _most(desk, read)
    ids = range(1, most + 1, max(1, most // SAMPLES))
    key = key_of(REVIEWER) if read.with_key else None
    return round(mean(len(desk.server.get(read.path % number, key)) for number in ids))


def reader(stage: Stage, desk: Desk, read: Read, paths: Sequence[str] = ()) -> Run:
    """Runs of this read over all that the desk holds, or of some paths of its kind."""

    def go(connections: int) -> wrk.Measured:
        script = wrk.reading(
            paths or [read.path],
            most=_most(desk, read),
            key=key_of(REVIEWER) if read.with_key else None,
            seed=next(_seeds),
        )
        return stage.load(desk.server, script, connections)

    return go


def _most(desk: Desk, read: Read) -> int:
    pages = "limit=100" in read.path
    return desk.world.verdicts // CLAIMS_PER_DOCUMENT if pages else desk.world.verdicts


def constant(stage: Stage, floors: servers.Running, size: int) -> Run:
    """Runs of the first floor."""
    script = wrk.reading([f"/constant/{size}"])
    return lambda connections: stage.load(floors, script, connections)


def row(stage: Stage, floors: servers.Running, most: int) -> Run:
    """Runs of the second floor."""
    script = wrk.reading(["/row/%d"], most=most)
    return lambda connections: stage.load(floors, script, connections)


def _measure(
    stage: Stage, desk: Desk, floors: servers.Running, read: Read, size: int
) -> list[Line]:
    lines = []
    things = {"ours": reader(stage, desk, read), "constant": constant(stage, floors, size)}
    if read.of_row is not None:
        things["row"] = row(stage, floors, desk.world.verdicts)
    for connections in CONNECTIONS:
        stage.say(f"Reading: {read.what}, {connections} connections")
        found = stage.side_by_side(things, connections)
        to_constant = ratio(found["ours"], found["constant"])
        ratios, goals = [compared(found["ours"], found["constant"], "constant")], []
        if read.of_constant is not None:
            goals.append(at_least(to_constant, read.of_constant))
        if read.of_row is not None:
            to_row = ratio(found["ours"], found["row"])
            ratios.append(compared(found["ours"], found["row"], "row"))
            goals.append(at_least(to_row, read.of_row))
        what = f"{desk.kind}: {read.what}, {size:,} bytes"
        lines.append(
            line(what, connections, found["ours"], ratios=", ".join(ratios), goal="; ".join(goals))
        )
        lines += [
            line(f"  floor, {name}", connections, found[name]) for name in things if name != "ours"
        ]
    return lines


def _memory(desk: Desk) -> Line:
    sizes = [size / 2**20 for size in desk.server.memory().values()]
    shown = " + ".join(f"{size:.0f}" for size in sizes)
    return Line(
        f"{desk.kind}: memory of all web processes",
        rate=f"{sum(sizes):.0f} MB",
        ratios=f"PSS {shown}",
        goal=at_most(sum(sizes), MOST_MEMORY, f"<= {MOST_MEMORY} MB"),
    )
