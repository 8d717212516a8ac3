"""Parts the text of one block where its layout does: short lines, and lists in one line."""

import re
from collections.abc import Iterator
from itertools import pairwise

from service.texts.abbreviations import ORDINAL_POINT

Span = tuple[int, int]

LONGEST_ALONE = 40
"""Characters of a line that stands alone."""

MARKER = re.compile(r"(?:[^\w\s]\s?)?\(?(\d{1,3}|[a-z])(\.\)|[.)])\s")
"""The marker of a list item: 1. 1) (1) 1.) a. and so on, perhaps behind a bullet."""

_INNER_MARKER = re.compile(rf"(?<=\s){MARKER.pattern}")

WITHOUT_STOPS = re.compile("[\u0e00-\u0eff]")
"""Thai and Lao, which have no full stop."""

_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029][\s>]*")
_COMMAS = (",", "،", "、", "，")


def parts(text: str, code: str) -> list[Span]:
    """The parts of a text in which sentences are to be found, in order, in a language's code."""
    return [item for line in _lines(text) for item in _items(text, line, code)]


def runs_on(text: str, start: int, end: int) -> bool:
    """Whether the line from `start` is a list in one line, as "1. Bread 2. Milk"."""
    marker = MARKER.match(text, start, end)
    return marker is not None and _following(text, marker, end) is not None


def _following(text: str, marker: re.Match[str], end: int) -> re.Match[str] | None:
    """The marker of the next item in the same style."""
    label, style = marker.groups()
    wanted = (str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1), style)
    found = _INNER_MARKER.finditer(text, marker.end(), end)
    return next((each for each in found if each.groups() == wanted), None)


def _lines(text: str) -> list[Span]:
    """The lines of an address, a signature or a verse, of a chat, or of a text without full stops:
    each ends a sentence, unless it ends in a comma. Else the whole text.

    Such lines are short, and none begins small, as one does sooner or later that was wrapped.
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if len(text[start:end].splitlines()) < 2:
        return [(start, end)]
    lines: list[Span] = []
    for each in _LINE_BREAK.finditer(text, start, end):
        lines.append((start, each.start()))
        start = each.end()
    lines.append((start, end))
    long = any(last - first > LONGEST_ALONE for first, last in lines[:-1])
    small = any(text[first : first + 1].islower() for first, _last in lines)
    if small or (long and not WITHOUT_STOPS.search(text)):
        return [(lines[0][0], end)]
    alone = lines[:1]
    for above, (first, last) in pairwise(lines):
        if first == last or text[slice(*above)].rstrip().endswith(_COMMAS):
            alone[-1] = (alone[-1][0], last)
        else:
            alone.append((first, last))
    return alone


def _items(text: str, line: Span, code: str) -> Iterator[Span]:
    """The items of a list that runs on in one line, as "1. Bread 2. Milk"; else the whole line."""
    start, end = line
    end = start + len(text[start:end].rstrip())
    marker = MARKER.match(text, start, end)
    while marker:
        if marker[2] == "." and code in ORDINAL_POINT:
            break  # the 1. of May
        marker = _following(text, marker, end)
        if marker:
            yield start, start + len(text[start : marker.start()].rstrip())
            start = marker.start()
    if start < end:
        yield start, end
