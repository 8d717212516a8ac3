"""Finds the sentences that the claims of an old text were made of. Pure.

The sentences of an old text are not kept, its claims are. Most of them are sentences. Others lie
within one, or were merged of several or selected over several: these are taken apart again.
"""

import re
from collections.abc import Collection, Sequence

Span = tuple[int, int]

_END = r"[.!?…。！？।؟]"
_CLOSING = r"[\"'“”’»)\]」』）]"
_ENDED = re.compile(rf"{_END}{_CLOSING}*$")
_PARTING = re.compile(rf"(?:[.!?…]{_CLOSING}*\s|[。！？।؟]{_CLOSING}*|\n)\s*")

MOST_PARTS = 200
"""Sentences that one claim is taken apart into."""

MOST_JOINED = 8
"""Parts that may be one sentence after all, as with `Dr. X came.`"""


def units_of(text: str, claims: Sequence[Span], sentences: Collection[str]) -> list[Span]:
    """The spans of the old text that are to be found again, in order, no one within another.

    Where no claim stands there are units too, if the new text has such sentences.
    `claims` are spans sorted by (start, -end), `sentences` those of the new text.
    """
    units: list[Span] = []
    reached = 0
    for position, (start, end) in enumerate(claims):
        if end <= reached:
            continue  # within a unit
        wording = text[start:end]
        if wording in sentences:
            parts = [(start, end)]
        elif _is_tiled(text, claims, position):
            continue
        else:
            parts = _parts(wording, start, sentences)
        units += parts
        reached = end
    result: list[Span] = []
    reached = 0
    for start, end in [*sorted(units, key=lambda span: (span[0], -span[1])), (len(text),) * 2]:
        if start > reached:
            result += [
                span
                for span in _parts(text[reached:start], reached, sentences)
                if text[slice(*span)] in sentences
            ]
        if reached < end and start < end:
            result.append((start, end))
            reached = end
    return result


def is_end(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDED.search(text[-20:]) is not None


def _is_tiled(text: str, claims: Sequence[Span], position: int) -> bool:
    """Whether further claims, sentences by the look of them, fill this one."""
    start, end = claims[position]
    reached = start
    for left, right in claims[position + 1 : position + 1 + MOST_PARTS]:
        if left >= end or right > end:
            break
        if (left, right) == (start, end) or left < reached:
            continue
        gap = text[reached:left]
        if gap.strip() or (reached > start and "\n" not in gap and not is_end(text[start:reached])):
            return False
        reached = right
    return reached > start and not text[reached:end].strip()


def _parts(wording: str, start: int, sentences: Collection[str]) -> list[Span]:
    """The parts of a claim of which at least one is a sentence of the new text; else itself."""
    cuts = [0, *(match.end() for match in _PARTING.finditer(wording))][:MOST_PARTS]
    if cuts[-1] < len(wording):
        cuts.append(len(wording))
    found = False
    spans: list[Span] = []

    def add(left: int, right: int) -> None:
        part = wording[left:right]
        if words := part.strip():
            begin = start + left + len(part) - len(part.lstrip())
            spans.append((begin, begin + len(words)))

    loose = here = 0
    while here < len(cuts) - 1:
        for there in range(min(here + MOST_JOINED, len(cuts) - 1), here, -1):
            if wording[cuts[here] : cuts[there]].strip() in sentences:
                add(cuts[loose], cuts[here])
                add(cuts[here], cuts[there])
                found = True
                loose = here = there
                break
        else:
            here += 1
    add(cuts[loose], cuts[-1])
    return spans if found else [(start, start + len(wording))]
