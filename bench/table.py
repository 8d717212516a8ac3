"""The one table at the end."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from statistics import median

from bench.wrk import Measured

HEAD = ("what", "connections", "a second", "p50 ms", "p99 ms", "CPU us", "ratios", "goal")

OTHERS = (
    "For orientation, known figures of others on the same kind of machine, 8 connections:",
    "  a point read with its annotations: Label Studio 41/s, hypothesis 226/s,"
    " doccano 625/s (two requests needed), bare Flask 6,900/s;",
    "  a page of 100: Label Studio 3.2/s, doccano 6.2/s;",
    "  a write: Label Studio 33/s, hypothesis 56/s, doccano 290/s.",
)


@dataclass(frozen=True)
class Line:
    """One line of the table, each cell as it is printed."""

    what: str
    connections: str = ""
    rate: str = ""
    p50: str = ""
    p99: str = ""
    cpu: str = ""
    ratios: str = ""
    goal: str = ""


def line(
    what: str, connections: int, runs: list[Measured], *, ratios: str = "", goal: str = ""
) -> Line:
    """The medians of some runs."""
    return Line(
        what,
        str(connections),
        f"{median(run.rate for run in runs):,.0f}",
        f"{median(run.p50 for run in runs):.2f}",
        f"{median(run.p99 for run in runs):.2f}",
        f"{median(run.cpu for run in runs):,.0f}",
        ratios,
        goal,
    )


def at_least(figure: float, wanted: float, shown: str = "") -> str:
    """A goal and whether it is met."""
    return f"{shown or f'>= {wanted:g}'}: {'met' if figure >= wanted else 'NOT MET'}"


def at_most(figure: float, wanted: float, shown: str) -> str:
    """A goal and whether it is met."""
    return f"{shown}: {'met' if figure <= wanted else 'NOT MET'}"


def ratio(runs: list[Measured], floor: list[Measured]) -> float:
    """The median of the ratios of runs made side by side: what disturbs one disturbs the other."""
    return median(ours.rate / bare.rate for ours, bare in zip(runs, floor, strict=True))


def compared(runs: list[Measured], floor: list[Measured], name: str) -> str:
    """The ratio as it is shown; in brackets, by processor time."""
    by_cpu = median(bare.cpu / ours.cpu for ours, bare in zip(runs, floor, strict=True))
    return f"{ratio(runs, floor):.2f} of {name} (CPU {by_cpu:.2f})"


def show(lines: Iterable[Line], remarks: Iterable[str]) -> str:
    """The table with its remarks."""
    rows: list[tuple[str, ...]] = [HEAD, *(astuple(each) for each in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, tuple("-" * width for width in widths))
    cells = [
        "  ".join(
            cell.rjust(width) if column in (1, 2, 3, 4, 5) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(["", *cells, "", *remarks])
