"""What a query means to an index: the terms that its words may be indexed as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.search.analysis import PLAIN, beginning_of, wording_of, words_of
from service.search.asking import Asked, Wording
from service.search.tables import Alternatives, Index

MOST_BEGINNING = 50
"""Terms that a beginning may stand for: those that most rows have."""

MOST_LOOKED_AT = 2_000
"""Of those that begin so, in the order of the alphabet."""

SHORTEST = 2
"""Letters of a beginning, in scripts that have spaces: a single one is a word."""

SHORTEST_STEM, MOST_CUT = 6, 3
"""A word may be indexed by a stem that is shorter than what it begins with: *policie\\** is to find
*policies*, whose stem is *polici*. So many letters are left, and so many may be missing."""

Row = tuple[Alternatives, ...]
"""Words in a row, each as all that it may be."""


class Phrase(NamedTuple):
    """Words in a row: by their terms, which an index has, and as they are written."""

    terms: Row
    written: Row


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words of a query, and which rows it allows whatever their words."""

    words: list[Alternatives]
    phrases: list[Phrase]
    unwanted: list[Row]
    unwanted_phrases: list[Phrase]

    @property
    def required(self) -> list[Alternatives]:
        """Words that a row has to have."""
        return list(dict.fromkeys(word for phrase in self.phrases for word in phrase.terms))

    @property
    def is_held_to_writing(self) -> bool:
        """Whether terms alone do not tell what it allows."""
        return bool(self.phrases or self.unwanted_phrases)

    def allows(self, terms: Sequence[str]) -> bool:
        """Whether a row with these terms may have every phrase, and has no unwanted word."""
        return all(stands_in(phrase.terms, terms) for phrase in self.phrases) and not any(
            stands_in(row, terms) for row in self.unwanted
        )

    def allows_writing(self, words: Sequence[str]) -> bool:
        """Whether a row with these words, as they are written, has every phrase and no unwanted."""
        return all(stands_in(phrase.written, words) for phrase in self.phrases) and not any(
            stands_in(phrase.written, words) for phrase in self.unwanted_phrases
        )


def stands_in(row: Row, terms: Sequence[str]) -> bool:
    """Whether the words stand among the terms, one after the other."""
    first, *others = row
    last = len(terms) - len(others)
    return any(
        terms[place] in first
        and all(terms[place + step] in word for step, word in enumerate(others, 1))
        for place in range(last)
    )


def meaning_of(session: Session, index: Index, asked: Asked, stemmers: Sequence[str]) -> Meaning:
    """What a query means to an index whose terms were made by these stemmers' rules."""

    def row_of(wording: Wording) -> Row:
        if wording.begins:
            return _beginning(session, index, wording.text, stemmers)
        return wording_of(wording.text, stemmers)

    def rows_of(wordings: Sequence[Wording]) -> list[Row]:
        return [row for row in map(row_of, wordings) if row]

    def phrases_of(wordings: Sequence[Wording]) -> list[Phrase]:
        texts = [wording.text for wording in wordings]
        phrases = [Phrase(wording_of(text, stemmers), wording_of(text, [PLAIN])) for text in texts]
        return [phrase for phrase in phrases if phrase.terms]

    phrases = phrases_of(asked.phrases)
    begun = rows_of(asked.beginnings)
    words = [
        *words_of(asked.words, stemmers),
        *(word for row in begun for word in row),
        *(word for phrase in phrases for word in phrase.terms),
    ]
    return Meaning(
        list(dict.fromkeys(words)),
        phrases,
        rows_of(asked.unwanted),
        phrases_of(asked.unwanted_phrases),
    )


def _beginning(session: Session, index: Index, text: str, stemmers: Sequence[str]) -> Row:
    whole = wording_of(text, stemmers)
    start = beginning_of(text)
    if not whole or (len(start) < SHORTEST and start.isascii()):
        return whole
    return (*whole[:-1], whole[-1] | frozenset(_terms_with(session, index, start)))


def _terms_with(session: Session, index: Index, start: str) -> Iterator[str]:
    term = index.terms.c
    begin_so = (
        sa.select(term.term, term.records)
        .where(term.term >= start, term.term < start + "\U0010ffff")
        .order_by(term.term)
        .limit(MOST_LOOKED_AT)
        .subquery()
    )
    most_common = sa.select(begin_so.c.term).order_by(begin_so.c.records.desc(), begin_so.c.term)
    yield from session.connection().scalars(most_common.limit(MOST_BEGINNING))
    yield from (start[:-cut] for cut in range(1, MOST_CUT + 1) if len(start) - cut >= SHORTEST_STEM)
