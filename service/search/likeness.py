"""When a sentence stands elsewhere too, the same or nearly, and how that is found. Pure.

A sentence is taken as the set of its shingles, each three words in a row, its two ends counted as
words. How alike two are is how much of all their shingles they share (Jaccard). The smallest hashes
of its shingles, its sketch, stand for it: those of like sentences have some in common. (A. Broder,
"On the resemblance and containment of documents", 1997.)
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from service.search.normalising import key_of_normal, normalise

LEAST = 0.5
"""From so much alike on, sentences are nearly the same."""

SHORTEST = 8
"""Words of a sentence from which on another may be nearly the same. A shorter one counts only to
the letter: one word makes it another sentence."""

SAYS_SOMETHING = 3
"""Words, or a figure, from which on a sentence counts at all."""

KEY_BYTES = 8
SKETCH = 4
"""Keys of a sketch."""

_START, _END = 1, 2
_MASK = (1 << 8 * KEY_BYTES) - 1
_FACTOR = 0x9E3779B97F4A7C15  # odd, and far from any number that a text has
_SQUARE = _FACTOR * _FACTOR & _MASK
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: each character counts as one."""


class Keys(NamedTuple):
    """By what a sentence is found elsewhere: `text_key`, which the same ones share, and `likeness`,
    its sketch, of which nearly the same ones share a part. None where it does not count."""

    text_key: bytes | None
    likeness: bytes | None

    def each(self) -> list[bytes]:
        """Keys of KEY_BYTES of which like sentences share at least one, as good as always."""
        sketch = self.likeness or b""
        parts = (sketch[at : at + KEY_BYTES] for at in range(0, len(sketch), KEY_BYTES))
        return [self.text_key[:KEY_BYTES], *parts] if self.text_key else []


def keys_of(text: str) -> Keys:
    """The keys of a sentence: the same in every process."""
    normal = normalise(text)
    words = _words(normal)
    if len(words) < SAYS_SOMETHING and not _figures(words):
        return Keys(None, None)
    return Keys(key_of_normal(normal), _sketch(words) if len(words) >= SHORTEST else None)


def likeness(one: str, other: str) -> float:
    """How alike two sentences are: 1 for the same words, else below 1, and 0 below LEAST.

    Other figures, or other names, make another claim of the same words.
    """
    ours, theirs = _read(one), _read(other)
    if ours.normal == theirs.normal:
        return 1.0
    if min(ours.size, theirs.size) < SHORTEST or ours.figures != theirs.figures:
        return 0.0
    if not (ours.names <= theirs.words or theirs.names <= ours.words):
        return 0.0
    shared = len(ours.shingles & theirs.shingles)
    share = shared / (len(ours.shingles) + len(theirs.shingles) - shared)
    return min(share, 0.99) if share >= LEAST else 0.0


class _Sentence(NamedTuple):
    """What is compared of a sentence; `size` counts its words as often as they stand."""

    normal: str
    size: int
    words: set[str]
    figures: set[str]
    names: set[str]
    shingles: set[int]


@lru_cache(maxsize=1 << 11)
def _read(text: str) -> _Sentence:
    """Kept for a while: what is found is compared with a few sentences, over and over."""
    normal = normalise(text)
    words = _words(normal)
    return _Sentence(
        normal, len(words), set(words), _figures(words), _names(text), _shingles(words)
    )


def _words(normal: str) -> list[str]:
    words = normal.split()
    if normal.isascii() or not _UNSPACED.search(normal):
        return words
    return [part for word in words for part in (word if _UNSPACED.match(word) else [word])]


def _shingles(words: list[str]) -> set[int]:
    """The fingerprints of the shingles, made of those of their words."""
    prints = [_START, *map(_fingerprint, words), _END]
    return {
        (first * _SQUARE + second * _FACTOR + third) & _MASK
        for first, second, third in zip(prints, prints[1:], prints[2:], strict=False)
    }


@lru_cache(maxsize=1 << 16)
def _fingerprint(word: str) -> int:
    """The same in every process, as hash() is not."""
    hashed = blake2b(word.encode("utf-8", "replace"), digest_size=KEY_BYTES)
    return int.from_bytes(hashed.digest())


def _sketch(words: list[str]) -> bytes:
    return b"".join(each.to_bytes(KEY_BYTES) for each in sorted(_shingles(words))[:SKETCH])


def _figures(words: list[str]) -> set[str]:
    return {word for word in words if any(map(str.isdigit, word))}


def _names(text: str) -> set[str]:
    """Words with a capital inside a sentence, folded as all are."""
    inside = _WORD.findall(text)[1:]
    return {normalise(word) for word in inside if word[0].isupper()}
