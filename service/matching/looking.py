"""Looks closely at the candidates of a sentence: what the model has to know of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.record import COLUMNS, Record, record_of
from service.matching.candidates import MOST, Candidate, find, read_ahead
from service.matching.signals import LONGEST_BODY, Asked, Checked, Signals, signals_of
from service.matching.texts import Text, day_in
from service.models import FactCheck
from service.search.analysis import stemmer_of
from service.search.finding import Conditions, Seen, Statistics, statistics_of, weigh_words
from service.search.tables import FACT_CHECKS, is_among
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence; and, where they are known, its language, who said it and when."""

    text: str
    language: str | None = None
    speaker: str | None = None
    said_on: date | None = None


class Look(NamedTuple):
    """A fact-check that may answer a sentence, and what speaks for and against it."""

    record: Record
    signals: Signals


@dataclass(frozen=True, slots=True)
class _Texts:
    claim: Text
    title: Text
    body: Text


@dataclass(slots=True)
class Looking:
    """Looks for one sentence after another in one transaction, and reads everything but once.

    Only at fact-checks that satisfy the conditions, and closely at `most` for each.
    """

    session: Session
    settings: Settings
    conditions: Conditions
    most: int = MOST
    statistics: Statistics = field(init=False)
    _found: dict[tuple[str, str | None, tuple[int, ...]], list[Candidate]] = field(
        init=False, default_factory=dict
    )
    _seen: Seen = field(init=False, default_factory=Seen)
    _records: dict[int, Record] = field(init=False, default_factory=dict)
    _texts: dict[int, _Texts] = field(init=False, default_factory=dict)
    _weights: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.statistics = statistics_of(self.session, FACT_CHECKS)

    def read_ahead(self, queries: Sequence[Query]) -> None:
        """Read what `at` will want for these sentences: with many, that is much less to ask for."""
        read_ahead(
            self.session,
            [(query.text, query.language) for query in queries],
            statistics=self.statistics,
            conditions=self.conditions,
            most=self.most,
            seen=self._seen,
        )
        found = {each for query in queries for each in self._find(query)}
        checked = [self._checked(each) for each in self._standing(list(found))]
        wanted = [each.claim.words | each.title.words for each in checked]
        self._weigh(frozenset().union(*wanted))

    def at(self, query: Query, also: Sequence[int] = ()) -> list[Look]:
        """The candidates of a sentence, those first whose words fit best, and these `also`."""
        candidates = self._standing(self._find(query, also))
        checked = [self._checked(each) for each in candidates]
        stemmers = {each.claim.stemmer for each in checked}
        wanted = [Text.of(query.text, stemmer).words for stemmer in sorted(stemmers)]
        wanted += [each.claim.words | each.title.words for each in checked]
        self._weigh(frozenset().union(*wanted))
        said_on = query.said_on or day_in(query.text)
        asked = Asked(query.text, query.speaker, said_on)
        all_signals = signals_of(asked, checked, self._weights)
        return [
            Look(self._records[each.id], signals)
            for each, signals in zip(candidates, all_signals, strict=True)
        ]

    def _find(self, query: Query, also: Sequence[int] = ()) -> list[Candidate]:
        asked = (query.text, query.language, tuple(also))
        if asked not in self._found:
            self._found[asked] = find(
                self.session,
                query.text,
                query.language,
                statistics=self.statistics,
                conditions=self.conditions,
                most=self.most,
                also=also,
                seen=self._seen,
            )
        return self._found[asked]

    def _standing(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those whose records are there, which are read here: one may be gone since."""
        unread = [each.id for each in candidates if each.id not in self._records]
        if unread:
            among, values = is_among(self.session, FactCheck.id, unread)
            query = sa.select(*COLUMNS).where(among, *self.conditions)
            for row in self.session.connection().execute(query, values):
                self._records[row.id] = record_of(row, self.settings)
        return [each for each in candidates if each.id in self._records]

    def _checked(self, candidate: Candidate) -> Checked:
        record = self._records[candidate.id]
        texts = self._texts.get(record.id)
        if texts is None:
            stemmer = stemmer_of(record.language)
            texts = self._texts[record.id] = _Texts(
                Text.of(record.text, stemmer),
                Text.of(record.title, stemmer),
                Text.of(record.rationale, stemmer, LONGEST_BODY),
            )
        on = record.claim_date or (record.reviewed_at.date() if record.reviewed_at else None)
        return Checked(candidate.bm25, texts.claim, texts.title, texts.body, record.claimant, on)

    def _weigh(self, terms: Iterable[str]) -> None:
        """What each term tells that was not met before."""
        unknown = [frozenset((term,)) for term in terms if term not in self._weights]
        if unknown:
            rows = self.statistics.rows
            for word in weigh_words(self.session, FACT_CHECKS, unknown, rows, seen=self._seen):
                (term,) = word.terms
                self._weights[term] = word.weight
