"""Other ways to find sentences, with which ours is compared."""

import re
from itertools import pairwise

import sentencex

Span = tuple[int, int]

_END = re.compile(r"(?<=[.!?؟।])[\"'”’»)\]]*\s+|(?<=[。！？])\s*")


def by_regex(text: str, _language: str) -> list[Span]:
    """The plain baseline: an end is a mark before white space."""
    ends = [match.end() for match in _END.finditer(text)]
    return _stripped(text, [0, *ends, len(text)])


def by_sentencex(text: str, language: str) -> list[Span]:
    """What the library finds that ours builds on, by itself."""
    edges = [0]
    for sentence in sentencex.segment(language, text):
        edges.append(edges[-1] + len(sentence))
    return _stripped(text, edges)


def _stripped(text: str, edges: list[int]) -> list[Span]:
    spans = []
    for start, end in pairwise(edges):
        if said := text[start:end].strip():
            start += len(text[start:end]) - len(text[start:end].lstrip())
            spans.append((start, start + len(said)))
    return spans
