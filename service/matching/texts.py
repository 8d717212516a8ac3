"""A text as it is compared: its terms, and what else it shows. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

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


@dataclass(frozen=True)
class Text:
    """A text, without addresses, and the stemmer of its language."""

    said: str
    stemmer: str

    @classmethod
    def of(cls, said: str | None, stemmer: str, longest: int = LONGEST) -> "Text":
        """The text, cut short."""
        return cls(_ADDRESS.sub(" ", (said or "")[:longest]), stemmer)

    @cached_property
    def terms(self) -> list[str]:
        """In order, as often as they stand there."""
        return terms_of((self.said,), self.stemmer)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often it has each term."""
        return Counter(self.terms)

    @cached_property
    def words(self) -> frozenset[str]:
        """The different terms."""
        return frozenset(self.terms)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring terms."""
        return frozenset(pairwise(self.terms))

    @cached_property
    def grams(self) -> frozenset[str]:
        """Runs of four characters of its terms."""
        joined = " ".join(self.terms)
        runs = zip(joined, joined[1:], joined[2:], joined[3:], strict=False)
        return frozenset(map("".join, runs))

    @cached_property
    def parts(self) -> list[frozenset[str]]:
        """The different terms of each of its sentences."""
        said = [part for part in _PART.split(self.said) if part.strip()]
        return [frozenset(terms_of((part,), self.stemmer)) for part in said[:MOST_PARTS]]

    @cached_property
    def figures(self) -> frozenset[str]:
        """Numbers that are no years."""
        return frozenset(each for each in self._numbers if not _YEAR.fullmatch(each))

    @cached_property
    def years(self) -> frozenset[str]:
        """Numbers that are years."""
        return frozenset(each for each in self._numbers if _YEAR.fullmatch(each))

    @cached_property
    def names(self) -> frozenset[str]:
        """Terms that are written as names within a sentence, as hashtags or as handles."""
        return frozenset(terms_of((" ".join(_NAME.findall(self.said)),), self.stemmer))

    @cached_property
    def denies(self) -> bool:
        """Whether it denies something, in English."""
        return _DENIAL.search(self.said) is not None

    @cached_property
    def _numbers(self) -> list[str]:
        return [each.replace(",", "") for each in _FIGURE.findall(self.said)]


def day_in(text: str) -> date | None:
    """The last day that an English text names, as a post does that is copied with its date."""
    for month, day, year in reversed(_DAY.findall(text[-LONGEST:])):
        try:
            return date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
        except ValueError:
            continue
    return None
