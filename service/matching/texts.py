"""A text as it is compared: its terms, and what else it shows. Pure."""

import re
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from service.search.analysis import terms_of

LONGEST = 1_000
"""Characters of a text that are looked at."""

MOST_PARTS = 20
"""Sentences of a text that are looked at."""

_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|t\.co/)\S+")
_PART = re.compile(r"(?<=[.!?])\s+|\n+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d", re.ASCII)
_NAME = re.compile(r"(?<![.!?:\u201c\"]\s)(?<!^)(?:[#@]\w+|\b[A-Z]\w+)")
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['\u2019]t\b", re.I
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}}),? (\d{{4}})\b", re.IGNORECASE | re.ASCII
)

_NONE: frozenset[str] = frozenset()


class Text(NamedTuple):
    """A text, and what it shows: all of it is needed of each that is compared.

    `terms` stand in order and as often as in the text, and `words` are the different ones; `pairs`
    are neighbours, and `grams` runs of four characters. `figures` are numbers that are no `years`.
    `names` are the terms of what is written as a name within a sentence, as a hashtag or a handle.
    `denies` says whether it denies something, in English.
    """

    stemmer: str
    terms: list[str]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    grams: frozenset[str]
    figures: frozenset[str]
    years: frozenset[str]
    names: frozenset[str]
    denies: bool

    @classmethod
    def of(cls, said: str | None, stemmer: str) -> "Text":
        """A text, cut short and without addresses, by the stemmer of its language."""
        said = _without_addresses(said, LONGEST)
        terms = terms_of((said,), stemmer)
        joined = " ".join(terms)
        numbers = {each.replace(",", "") for each in _FIGURE.findall(said)}
        years = frozenset(filter(_YEAR.fullmatch, numbers))
        names = _NAME.findall(said)
        return cls(
            stemmer,
            terms,
            frozenset(terms),
            frozenset(pairwise(terms)),
            frozenset({joined[start : start + 4] for start in range(len(joined) - 3)}),
            frozenset(numbers - years),
            years,
            frozenset(terms_of((" ".join(names),), stemmer)) if names else _NONE,
            _DENIAL.search(said) is not None,
        )


def words_in(said: str | None, stemmer: str, longest: int) -> frozenset[str]:
    """The different terms of a text of which nothing else is compared."""
    return frozenset(terms_of((_without_addresses(said, longest),), stemmer)) if said else _NONE


def parts_of(said: str, stemmer: str) -> list[frozenset[str]]:
    """The different terms of each sentence of a text."""
    parts = [part for part in _PART.split(_without_addresses(said, LONGEST)) if part.strip()]
    return [frozenset(terms_of((part,), stemmer)) for part in parts[:MOST_PARTS]]


def _without_addresses(said: str | None, longest: int) -> str:
    return _ADDRESS.sub(" ", (said or "")[:longest])


def day_in(text: str) -> date | None:
    """The last day that an English text names, as a post does that is copied with its date."""
    for month, day, year in reversed(_DAY.findall(text[-LONGEST:])):
        try:
            return date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
        except ValueError:
            continue
    return None
