"""The part of a text in which most of a query's words stand, and where they stand. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from service.search.analysis import LONGEST_TEXT, placed_terms

LONGEST = 240
"""Characters of an excerpt."""

BEFORE = 60
"""Characters before the first word of an excerpt that does not begin with its text."""

MOST_TRACES, MOST_TERMS = 300, 60
"""Words of a long text, and terms of a query, by which its best part is found."""

Span = tuple[int, int]

_SPACE = re.compile(r"\s")


class Excerpt(NamedTuple):
    """A part of a text, on one line, and the spans of it that are marked, in code points.

    `…` stands where something is left out.
    """

    text: str
    spans: list[Span]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        pieces, end = [], 0
        for start, stop in self.spans:
            pieces += [(self.text[end:start], False), (self.text[start:stop], True)]
            end = stop
        return [piece for piece in (*pieces, (self.text[end:], False)) if piece[0]]


def excerpt_of(
    text: str, terms: Collection[str], stemmer: str, *, longest: int = LONGEST
) -> Excerpt:
    """An excerpt of a text whose terms were made by this stemmer's rules, for a query's terms."""
    text = text[:LONGEST_TEXT]
    start, end = 0, len(text)
    if len(text) > longest:
        start = _best_part(text, frozenset(terms), longest)
        if start:
            start = _after_space(text, max(0, start - BEFORE), start)
        if start + longest < len(text):
            end = _before_space(text, start + longest)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    here = text[start:end]
    found = [(left, right) for left, right, term in placed_terms(here, stemmer) if term in terms]
    shift = len(before)
    spans = [(left + shift, right + shift) for left, right in _merged(found)]
    return Excerpt(f"{before}{_SPACE.sub(' ', here)}{after}", spans)


def _best_part(text: str, terms: frozenset[str], longest: int) -> int:
    """Where the first part begins that has as many different words as any part has.

    By how words begin: to make terms of a long text takes a hundred times as long.
    """
    traces: list[tuple[int, str]] = []
    for trace in _traces_of(terms).finditer(text):
        traces.append((trace.start(), trace[0].lower()))
        if len(traces) == MOST_TRACES:
            break
    best, start = 0, 0
    for place, (left, _word) in enumerate(traces):
        part = _until(traces[place:], left + longest - BEFORE)
        if len(part) > best:
            best, start = len(part), left
    return start


def _until(traces: Sequence[tuple[int, str]], end: int) -> set[str]:
    words = set()
    for left, word in traces:
        if left > end:
            break
        words.add(word)
    return words


@lru_cache(64)
def _traces_of(terms: frozenset[str]) -> re.Pattern[str]:
    """How the words begin of which these are the terms: their last letter may be another one."""
    traces = sorted({term[: max(3, len(term) - 1)] for term in terms})[:MOST_TERMS]
    # Only where there are spaces between words has one to begin there.
    patterns = (
        re.escape(each) if each > "\u0e00" else rf"(?<!\w){re.escape(each)}" for each in traces
    )
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap, as pairs of characters do, as one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _after_space(text: str, start: int, latest: int) -> int:
    """Where a word begins, if one does before `latest`."""
    if start == 0 or text[start - 1].isspace():
        return start
    space = _SPACE.search(text, start, latest)
    return space.end() if space else start


def _before_space(text: str, end: int) -> int:
    """Where a word ends, if one does shortly before `end`."""
    for place in range(end, end - BEFORE, -1):
        if text[place].isspace():
            return place
    return end
