"""What a sentence shows that tells whether it is worth checking. Pure."""

import re
from bisect import bisect_right as bisect
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from service.checkworthiness.lexicon import (
    FIGURE,
    KIND_OF_TOKEN,
    KINDS_OF,
    LIKE_PAST,
    NEVER_NAMES,
    PLAIN,
    SIGNS,
    YEAR,
)

LONGEST = 2_000
"""Characters of a sentence that are looked at."""

START = "^"
"""What stands before the first word."""

_FIGURES = [f"figure:{least}" for least in (1, 2, 3)]
_NAME_STEPS = (1, 2, 3, 5)
_NAMES = [f"name:{least}" for least in _NAME_STEPS]
_LENGTH_STEPS = (3, 5, 7, 9, 12, 15, 18, 22, 27, 33, 40, 50)
"""Words from which on a sentence is a step longer."""

_LENGTHS = [f"length:{least}" for least in _LENGTH_STEPS]

_TELLING = 5
"""Letters of a word that is about something."""

_TOKEN = re.compile(
    rf"(\d+(?:[.,:]\d+)*)|([^\W\d_]+(?:'[^\W\d_]+)*)|([{re.escape(''.join(SIGNS))}])"
)
_LIKE_PAST = re.compile(r"\b[a-z]{3,}ed\b")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d", re.ASCII)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script that writes no spaces: two of them count as a word."""


class Features(NamedTuple):
    """What one sentence shows, each but once.

    `free` needs no knowledge of a language, `english` does; their names are kinds of the lexicon,
    `kind:detail`. `terms` are tokens and pairs of neighbours, from the start on. `words` are all
    its words, folded, as often as they stand, and `size` counts them.
    """

    free: list[str]
    english: list[str]
    terms: list[str]
    words: list[str]
    size: int


def features(sentence: str) -> Features:
    """What a sentence shows."""
    tokens, words = [START], list[str]()
    figures = names = capitals = unspaced = 0
    text = sentence[:LONGEST].replace("’", "'")
    is_ascii = text.isascii()
    for figure, word, sign in _TOKEN.findall(text):
        if word:
            folded = word.lower()
            if folded != word:
                if words and folded not in NEVER_NAMES:
                    names += 1
                    capitals += word.isupper() and len(word) > 1
            elif not is_ascii and len(word) > 2 and _UNSPACED.match(word):
                unspaced += len(word) // 2
            words.append(folded)
            tokens.append(folded)
        elif figure:
            figures += 1
            tokens.append(YEAR if _YEAR.fullmatch(figure) else FIGURE)
        else:
            tokens.append(sign)
    size = len(words) + unspaced
    different = dict.fromkeys(tokens)
    free = _FIGURES[:figures] + _NAMES[: bisect(_NAME_STEPS, names)]
    free += _LENGTHS[: bisect(_LENGTH_STEPS, size)]
    free += sorted({f"{SIGNS[token]}:sign" for token in SIGNS.keys() & different})
    if capitals:
        free.append("name:capitals")
    if YEAR in different:
        free.append("figure:year")
    english = {name for token in KINDS_OF.keys() & different for name in KINDS_OF[token]}
    if any(word not in LIKE_PAST for word in _LIKE_PAST.findall(" ".join(words))):
        english.add("ending:ed")
    pairs = dict.fromkeys(map(" ".join, pairwise(tokens)))
    return Features(free, sorted(english), [*different, *pairs][1:], words, size)


@lru_cache(maxsize=1 << 16)
def kind_of(name: str) -> str | None:
    """The kind of the lexicon that a feature is of, if any: of a pair, of its first word that has
    one."""
    kind, colon, _detail = name.partition(":")
    if colon:
        return kind
    return next((KIND_OF_TOKEN[token] for token in name.split(" ") if token in KIND_OF_TOKEN), None)


@lru_cache(maxsize=1 << 16)
def is_telling(term: str) -> bool:
    """Whether a person understands from a term what a sentence is about."""
    return any(len(word) >= _TELLING and word not in PLAIN for word in term.split(" "))
