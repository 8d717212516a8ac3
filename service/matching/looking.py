"""Looks closely at the candidates of a sentence: what the model has to know of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.matching.candidates import MOST, Candidate, find, read_ahead
from service.matching.compared import checked
from service.matching.signals import Asked, Checked, Signals, signals_of
from service.matching.texts import Text, day_in, parts_of
from service.search.finding import Conditions, Seen, Statistics, statistics_of, weights_of
from service.search.tables import FACT_CHECKS


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence; and, where they are known, its language, who said it and when."""

    text: str
    language: str | None = None
    speaker: str | None = None
    said_on: date | None = None

    @property
    def sought(self) -> str:
        """What candidates are found by: the index knows whose claims they are too."""
        return f"{self.text}\n{self.speaker}" if self.speaker else self.text


class Look(NamedTuple):
    """A fact-check that may answer a sentence, and what speaks for and against it."""

    checked: Checked
    signals: Signals


@dataclass(slots=True)
class Looking:
    """Looks for one sentence after another in one transaction, and reads everything but once.

    Only at fact-checks that satisfy the conditions, and closely at `most` for each.
    """

    session: Session
    conditions: Conditions
    most: int = MOST
    statistics: Statistics = field(init=False)
    _found: dict[tuple[str, str | None, tuple[int, ...]], list[Candidate]] = field(
        init=False, default_factory=dict
    )
    _seen: Seen = field(init=False, default_factory=Seen)
    _checked: dict[int, Checked] = field(init=False, default_factory=dict)
    _weights: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.statistics = statistics_of(self.session, FACT_CHECKS)

    def read_ahead(self, queries: Sequence[Query]) -> None:
        """Read what `at` will want for these sentences: with many, that is much less to ask for."""
        read_ahead(
            self.session,
            [(query.sought, query.language) for query in queries],
            statistics=self.statistics,
            conditions=self.conditions,
            most=self.most,
            seen=self._seen,
        )
        self._read([each for query in queries for each in self._find(query)])
        self._weigh(_words(self._checked.values()))

    def at(self, query: Query, also: Sequence[int] = ()) -> list[Look]:
        """The candidates of a sentence, those first whose words fit best, and these `also`."""
        found = self._find(query, also)
        self._read(found)
        found = [each for each in found if each.id in self._checked]  # one may be gone since
        checked = [self._checked[each.id] for each in found]
        stemmers = sorted({each.claim.stemmer for each in checked})
        texts = {stemmer: Text.of(query.text, stemmer) for stemmer in stemmers}
        parts = {stemmer: parts_of(query.text, stemmer) for stemmer in stemmers}
        self._weigh(_words(checked).union(*(text.words for text in texts.values())))
        asked = Asked(texts, parts, query.speaker, query.said_on or day_in(query.text))
        bm25 = [each.bm25 for each in found]
        all_signals = signals_of(asked, checked, bm25, self._weights)
        return list(map(Look, checked, all_signals))

    def _find(self, query: Query, also: Sequence[int] = ()) -> list[Candidate]:
        asked = (query.sought, query.language, tuple(also))
        if asked not in self._found:
            self._found[asked] = find(
                self.session,
                query.sought,
                query.language,
                statistics=self.statistics,
                conditions=self.conditions,
                most=self.most,
                also=also,
                seen=self._seen,
            )
        return self._found[asked]

    def _read(self, candidates: Iterable[Candidate]) -> None:
        """What is compared of each that was not met before."""
        ids = dict.fromkeys(each.id for each in candidates)
        unread = [id_ for id_ in ids if id_ not in self._checked]
        found = checked(self.session, unread, self.conditions)
        self._checked |= {each.id: each for each in found}

    def _weigh(self, terms: Iterable[str]) -> None:
        """What each term tells that was not met before."""
        unknown = [term for term in terms if term not in self._weights]
        rows = self.statistics.rows
        self._weights |= weights_of(self.session, FACT_CHECKS, unknown, rows, self._seen)


def _words(checked: Iterable[Checked]) -> frozenset[str]:
    return frozenset().union(*(each.claim.words | each.title.words for each in checked))
