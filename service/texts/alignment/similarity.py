"""Says how much two sentences share. Pure.

Sentences are compared by their words without regard to case; in scripts without spaces, by pairs of
characters. A rare word tells more than a frequent one, and a number counts half for being one: a
sentence whose figure was corrected is still very like itself.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from service.texts.alignment.sequences import in_order

# Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf" + (
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs and accents that stand as characters of their own belong to their word.
_SIGNS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
_WORD = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*)|(?P<character>[{_UNSPACED}])|(?:[^\W\d_{_UNSPACED}]|[{_SIGNS}])+"
)

NUMBER = "#"

BEST_FIT = 0.5
"""The share of words in common from which a part of a sentence is what a claim became."""

MOST_WORDS = 400
"""Of a sentence that are looked at in detail."""

MOST_ENDS = 40
"""Common words with which the best part may begin, and end."""


class Word(NamedTuple):
    """A word, number or character of a script without spaces, and where it stands."""

    text: str
    start: int
    end: int
    kind: str | None


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a part of a text, in lower case, with places in the whole."""
    return [
        Word(match.group().casefold(), match.start(), match.end(), match.lastgroup)
        for match in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def features_of(words: list[Word]) -> Counter[str]:
    """What a sentence is compared by."""
    features: Counter[str] = Counter()
    for position, word in enumerate(words):
        if word.kind == "number":
            features[NUMBER] += 1
        elif word.kind == "character" and position:
            before = words[position - 1]
            if before.end == word.start and before.kind == "character":
                features[before.text + word.text] += 1
                continue
        features[word.text] += 1
    return features


class Weights:
    """How much each feature tells, by the number of sentences that have it."""

    def __init__(self, sentences: Iterable[Counter[str]]) -> None:
        """`sentences` are those of the text to search in."""
        having: Counter[str] = Counter()
        total = 0
        for features in sentences:
            having.update(features.keys())
            total += 1
        self._unknown = math.log2(2 + total)
        self._weights = {name: math.log2(2 + total / count) for name, count in having.items()}
        self._weights[NUMBER] = 1.0

    def of(self, feature: str) -> float:
        """Its weight: more than 1; a little more than 1 for what every sentence has."""
        return self._weights.get(feature, self._unknown)

    def sum(self, features: Counter[str]) -> float:
        """The weight of a sentence."""
        return sum(self.of(name) * count for name, count in features.items())

    def shared(self, one: Counter[str], other: Counter[str]) -> float:
        """The weight of what two sentences share."""
        if len(other) < len(one):
            one, other = other, one
        return sum(
            self.of(name) * min(count, other[name]) for name, count in one.items() if name in other
        )


def _alike(word: Word) -> str:
    return NUMBER if word.kind == "number" else word.text


def best_fit(claim: list[Word], sentence: list[Word]) -> tuple[int, int] | None:
    """The part of a sentence that shares most with the words of a claim, from its first word to
    its last, in code points; None if no part shares enough."""
    claim, sentence = claim[:MOST_WORDS], sentence[:MOST_WORDS]
    ours, theirs = [*map(_alike, claim)], [*map(_alike, sentence)]
    pairs = in_order(ours, theirs)
    best, ends = BEST_FIT, None
    for first, left in enumerate(pairs[:MOST_ENDS]):
        for last in range(max(first, len(pairs) - MOST_ENDS), len(pairs)):
            right = pairs[last]
            share = 2 * (last - first + 1) / (len(claim) + right[1] - left[1] + 1)
            if share > best or (share == best and ends is None):
                best, ends = share, (left, right)
    if ends is None:
        return None
    (here, start), (there, end) = ends
    while here and start and ours[here - 1] == theirs[start - 1]:
        here, start = here - 1, start - 1
    while ours[there + 1 : there + 2] == theirs[end + 1 : end + 2] != []:
        there, end = there + 1, end + 1
    return sentence[start].start, sentence[end].end
