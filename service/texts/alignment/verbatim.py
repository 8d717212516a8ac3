"""Finds words of an old text again, letter by letter, in a new one. Pure."""

from bisect import bisect_left
from collections import defaultdict

from service.texts.alignment.similarity import Word
from service.texts.alignment.units import is_end

Span = tuple[int, int]

MOST_OCCURRENCES = 16
"""Of a claim's rarest word that are tried, the nearest ones."""


class Words:
    """The words of the new text, by which a claim is looked up."""

    def __init__(self, text: str, words: list[Word]) -> None:
        """`words` are those of the whole text."""
        self.text = text
        self._starts: dict[str, list[int]] = defaultdict(list)
        for word in words:
            self._starts[word.text].append(word.start)

    def find(self, wording: str, words: list[Word], near: int) -> list[int]:
        """Where `wording` begins in the text, nearest to `near` first; not all where it is often.

        `words` are its own, with places in it.
        """
        if len(words) > 2:
            words = words[1:-1]  # those at its ends may be cut
        known = [word for word in words if word.text in self._starts]
        if len(known) < len(words) or not words:
            return []
        rarest = min(known, key=lambda word: len(self._starts[word.text]))
        places = self._starts[rarest.text]
        middle = bisect_left(places, near + rarest.start)
        some = places[max(0, middle - MOST_OCCURRENCES) : middle + MOST_OCCURRENCES]
        found = [place - rarest.start for place in some]
        found = [start for start in found if start >= 0 and self.text.startswith(wording, start)]
        return sorted(found, key=lambda start: (abs(start - near), start))


def edges_of(text: str, start: int, end: int) -> tuple[str, str]:
    """What the span borders on either side: `edge` of a sentence, else its `inside` or the very
    character. Words are the same claim only where they border the same."""
    return _edge_before(text, start), _edge_behind(text, start, end)


def is_part(edges: tuple[str, str]) -> bool:
    """Whether the span was only a part of a sentence."""
    return edges != ("edge", "edge")


def _edge_before(text: str, start: int) -> str:
    before = text[max(0, start - 40) : start]
    words = before.rstrip()
    if words == before and before:
        return before[-1]
    return "edge" if not words or "\n" in before[len(words) :] or is_end(words) else "inside"


def _edge_behind(text: str, start: int, end: int) -> str:
    behind = text[end : end + 40]
    words = behind.lstrip()
    if words == behind and behind:
        return behind[0]
    gap = behind[: len(behind) - len(words)]
    is_edge = not words or "\n" in gap or is_end(text[start:end])
    return "edge" if is_edge else "inside"
