"""The one table at the end."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

HEAD = ("what", "figure", "baseline", "best known", "goal")


@dataclass(frozen=True)
class Line:
    """One line of the table, each cell as it is printed."""

    what: str
    figure: str = ""
    baseline: str = ""
    best: str = ""
    goal: str = ""


def skipped(what: str) -> Line:
    """A line for what could not be measured, because its data are not here."""
    return Line(what, "skipped: the folder with its data is absent")


def at_least(figure: float, wanted: float, shown: str = "") -> str:
    """A goal and whether it is met."""
    return f"{shown or f'>= {wanted:g}'}: {'met' if figure >= wanted else 'NOT MET'}"


def show(lines: Iterable[Line]) -> str:
    """The table."""
    rows: list[tuple[str, ...]] = [HEAD, *(astuple(each) for each in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
