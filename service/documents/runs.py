"""A text cut into blocks, and each block into runs of characters under one mark. Pure.

Marks may nest, and even cross: a character belongs to the shortest mark that covers it, of equally
long ones to the one that begins later, then to the one that comes later in the list.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any, NamedTuple, Protocol


class Span(Protocol):
    """Code points of a text, end exclusive."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """The code point after the last."""


class Run(NamedTuple):
    """Code points under one mark, or under none."""

    start: int
    end: int
    mark: Any


def runs(text: str, blocks: Iterable[Any], marks: Iterable[Span]) -> list[dict[str, Any]]:
    """The blocks as `{"kind", "level", "start", "end", "runs": [(start, end, mark | None)]}`.

    The runs of a block are its text, to the letter. Marks with an empty span are left out; what
    lies outside the text is cut off.
    """
    covered = _covered(len(text), [mark for mark in marks if mark.start < mark.end])
    starts = [run.start for run in covered]
    return [
        {
            "kind": block.kind,
            "level": block.level,
            "start": block.start,
            "end": block.end,
            "runs": _within(block, covered, max(bisect_right(starts, block.start) - 1, 0)),
        }
        for block in blocks
    ]


def _covered(length: int, marks: Sequence[Span]) -> list[Run]:
    """The whole text as runs, in order: at each border the shortest open mark wins."""
    borders = {0, length}
    for mark in marks:
        borders |= {min(max(mark.start, 0), length), min(mark.end, length)}
    waiting = sorted(range(len(marks)), key=lambda index: marks[index].start, reverse=True)
    open_marks: list[tuple[int, int, int]] = []
    found: list[Run] = []
    places = sorted(borders)
    for start, end in pairwise(places):
        while waiting and marks[waiting[-1]].start <= start:
            index = waiting.pop()
            mark = marks[index]
            heappush(open_marks, (mark.end - mark.start, -mark.start, -index))
        while open_marks and marks[-open_marks[0][2]].end <= start:
            heappop(open_marks)
        winner = marks[-open_marks[0][2]] if open_marks else None
        goes_on = bool(found) and found[-1].mark is winner
        found.append(Run(found.pop().start if goes_on else start, end, winner))
    return found


def _within(block: Span, covered: Sequence[Run], first: int) -> list[Run]:
    """The runs of a block, the first and the last cut to it."""
    found = []
    for index in range(first, len(covered)):
        run = covered[index]
        if run.start >= block.end:
            break
        found.append(Run(max(run.start, block.start), min(run.end, block.end), run.mark))
    return found
