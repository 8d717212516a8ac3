"""Finds the fact-checks that share words with a sentence: those that are worth a closer look."""

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.search.analysis import stemmer_of, words_of
from service.search.finding import (
    Conditions,
    Seen,
    Statistics,
    Word,
    candidates_of,
    passing,
    weigh_words,
)
from service.search.ranking import scorer
from service.search.tables import FACT_CHECKS

BUDGET = 4_000
"""Rows that the words of a sentence may bring in, beginning with the word that fewest have."""

MOST = 30
"""So many are looked at closely."""

WEIGHED = 5
"""So many times as many, whose words say most, are weighed by all words, as a search does."""


AT_ONCE = 5_000
"""Rows that are read ahead in one statement."""


class Candidate(NamedTuple):
    """A fact-check, and how well its words fit those of a sentence (BM25)."""

    id: int
    bm25: float


def read_ahead(
    session: Session,
    asked: Iterable[tuple[str, str | None]],
    *,
    statistics: Statistics,
    conditions: Conditions,
    most: int,
    seen: Seen,
) -> None:
    """Read what `find` will want for each of many texts, in as many statements as for one."""
    all_words = [words_of(text, _stemmers(language, statistics)) for text, language in asked]
    weigh_words(session, FACT_CHECKS, chain(*all_words), statistics.rows, seen=seen)
    wanted: set[int] = set()
    for each in all_words:
        weighed = weigh_words(session, FACT_CHECKS, each, statistics.rows, seen=seen)
        if words := [word for word in weighed if word.rows]:
            wanted.update(_having(session, words, seen)[: WEIGHED * most])
    ids = sorted(wanted)
    deque(passing(session, FACT_CHECKS, ids, conditions, at_once=AT_ONCE, seen=seen), maxlen=0)


def find(
    session: Session,
    text: str,
    language: str | None,
    *,
    statistics: Statistics,
    conditions: Conditions,
    most: int = MOST,
    also: Sequence[int] = (),
    seen: Seen | None = None,
) -> list[Candidate]:
    """Up to `most` fact-checks that satisfy the conditions and fit a sentence best by words.

    Behind them, however little they fit, those with the ids `also`.
    """
    asked = words_of(text, _stemmers(language, statistics))
    weighed = weigh_words(session, FACT_CHECKS, asked, statistics.rows, seen=seen)
    words = [word for word in weighed if word.rows]
    if not words and not also:
        return []
    ids = _having(session, words, seen or Seen()) if words else ()
    rows = passing(session, FACT_CHECKS, ids, conditions, at_once=WEIGHED * most, seen=seen)
    found = islice(rows, WEIGHED * most)
    score = scorer(words, statistics)
    best = sorted((-score(terms), id_) for id_, terms in found)[:most]
    known = {id_ for _less, id_ in best}
    more = [id_ for id_ in also if id_ not in known]
    rows = passing(session, FACT_CHECKS, more, conditions, seen=seen)
    best += [(-score(terms), id_) for id_, terms in rows]
    return [Candidate(id_, -less) for less, id_ in best]


def _having(session: Session, words: Sequence[Word], seen: Seen) -> Sequence[int]:
    """The rows that have some of the words, those first whose words say most."""
    key = tuple(word.terms for word in words)
    if key not in seen.having:
        found = candidates_of(session, FACT_CHECKS, words, 0.0, budget=BUDGET, seen=seen)
        seen.having[key] = array("q", found.ids)
    return seen.having[key]


def _stemmers(language: str | None, statistics: Statistics) -> list[str]:
    return statistics.stemmers if language is None else [stemmer_of(language)]
