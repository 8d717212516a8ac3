"""Joins the lines of printed pages into paragraphs. Pure.

A page knows lines and where they stand, not which of them belong together: that is told by the
distance between them, by what they leave free at their ends, and by what their letters say.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from service.texts.pieces import one_line

HYPHEN = "\u00ad"
"""Ends a line whose last word may go on in the next."""

FARTHER = 1.3
"""How much farther than usual from the line above a paragraph begins."""

LARGER = 1.25
"""How much larger its letters are then."""

SAME = 1.1
"""Up to which difference letters are of one size; names of files within a text are smaller."""

EDGE = 2
"""Lines at the top and at the bottom of a page that may be headers and footers."""

_ENDED = re.compile(r"[.!?:;。！？…][\"'”’»)\]]*$")
_MARKER = re.compile(r"[•‣⁃▪◦●○■·*–-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")
_NUMBER = re.compile(r"\d+ \W*(?:[^\W\d]{1,8}\.?\s+)?#(?:\s*\D{1,4}\s*#)?\W*")
_BROKEN = re.compile(rf"(\w+)([-{HYPHEN}\u2010])$")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it stands, in points from the page's left and bottom.

    `base` is what its letters stand on, `size` how high they can be.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What lines made, and the size of the letters of the first."""

    text: str
    size: float


def without_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines without headers, footers and page numbers.

    These stand at the edges of many pages, whatever the digits in them.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    at_edge: set[tuple[int, float, str]] = set()
    often: Counter[str] = Counter()
    for page, found in pages.items():
        found.sort(key=lambda line: line.base)
        edge = found[:EDGE] + found[-EDGE:]
        at_edge |= {(page, line.base, line.text) for line in edge}
        often.update({_pattern(line) for line in edge})
    running = {
        pattern
        for pattern, count in often.items()
        if count >= max(3, len(pages) / 3) or (count >= 2 and _NUMBER.fullmatch(pattern))
    }
    return [
        line
        for line in lines
        if (line.page, line.base, line.text) not in at_edge or _pattern(line) not in running
    ]


def _pattern(line: Line) -> str:
    return f"{line.size:.0f} " + re.sub(r"\d+", "#", line.text.lower())


def join(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of lines that come in reading order, also those that a page break parts."""
    margins, pitches = _margins(lines), _pitches(lines)
    groups: list[list[int]] = []
    current: list[int] = []
    for number, line in enumerate(lines):
        if current and _runs_down(lines[number - 1], line):
            above, first = lines[number - 1], lines[current[0]]
            if _begins(above, line, first, margins[number - 1], pitches[round(line.size)]):
                current = []
        else:
            current = _open(groups, lines, margins, line)
        if not current:
            groups.append(current)
        current.append(number)
    words = set(_WORD.findall("\n".join(line.text for line in lines)))
    return [
        Paragraph(_text([lines[each].text for each in group], words), lines[group[0]].size)
        for group in groups
    ]


def _runs_down(above: Line, line: Line) -> bool:
    return line.page == above.page and line.base <= above.base + line.size / 2


def _margins(lines: Sequence[Line]) -> list[float]:
    """For each line how far to the right those of its column reach, in letters of its size."""
    columns: list[dict[int, float]] = []
    own: list[dict[int, float]] = []
    for number, line in enumerate(lines):
        if not number or not _runs_down(lines[number - 1], line):
            columns.append({})
        size = round(line.size)
        columns[-1][size] = max(columns[-1].get(size, 0), line.right)
        own.append(columns[-1])
    return [each[round(line.size)] for each, line in zip(own, lines, strict=True)]


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    """For each size of letters the usual distance between two lines of a sentence."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for above, line in pairwise(lines):
        gap = above.base - line.base
        runs_on = above.page == line.page and not _ENDED.search(above.text)
        if runs_on and line.size / 2 < gap < 3 * line.size:
            gaps[round(line.size)].append(gap)
    return {round(line.size): 1.2 * line.size for line in lines} | {
        size: median(found) for size, found in gaps.items()
    }


def _begins(above: Line, line: Line, first: Line, margin: float, pitch: float) -> bool:
    """Whether a line begins a paragraph; `first` is the first line of the one above."""
    if above.base - line.base < line.size / 2:
        return False  # beside it, or raised as the number of a note is
    sizes = sorted((above.size, line.size))
    if above.base - line.base > FARTHER * pitch or sizes[1] > LARGER * sizes[0]:
        return True
    if _MARKER.match(line.text) or (sizes[1] > SAME * sizes[0] and not line.text[0].islower()):
        return True
    ended = bool(_ENDED.search(above.text))
    if not ended and first is above:
        return False
    indent = line.left - above.left
    if indent > line.size / 2 and not (first is above and _MARKER.match(first.text)):
        return True
    word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(word) + 1) / len(line.text)
    return ended and above.right + width + line.size / 4 < margin


def _open(
    groups: list[list[int]], lines: Sequence[Line], margins: Sequence[float], line: Line
) -> list[int]:
    """The group that goes on with the first line of a column or a page; a new one if none does.

    It ends amid a sentence, if need be above a note at the foot of its page.
    """
    for group in reversed(groups[-4:]):
        above = lines[group[-1]]
        if abs(above.size - line.size) > line.size / 10:
            continue
        is_full = above.right > margins[group[-1]] - 3 * line.size
        goes_on = line.text[0].islower() or above.text[-1] == HYPHEN or is_full
        if goes_on and not _ENDED.search(above.text) and not _MARKER.match(line.text):
            return group
        break
    return []


def _text(lines: Sequence[str], words: Collection[str]) -> str:
    parts: list[list[str]] = []
    glued = False
    for line, following in pairwise([*lines, ""]):
        broken = _BROKEN.search(line) if following else None
        kept = (
            line if broken is None else line[: broken.start(2)] + _hyphen(broken, following, words)
        )
        if glued:
            parts[-1].append(kept)
        else:
            parts.append([kept])
        glued = broken is not None
    return one_line("".join(part) for part in parts).replace(HYPHEN, "")


def _hyphen(broken: re.Match[str], following: str, words: Collection[str]) -> str:
    """What is left of a hyphen: nothing, if it belongs to the line and not to the word."""
    rest = re.match(r"\w+", following)
    if rest is None or not following[0].islower():
        return "-"
    compound, whole = f"{broken[1]}-{rest[0]}", broken[1] + rest[0]
    return "-" if compound in words and whole not in words else ""


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0
