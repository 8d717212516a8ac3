"""Finds the fact-checks that share words with a sentence: those that are worth a closer look."""

from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.search.analysis import stemmer_of, words_of
from service.search.finding import (
    Conditions,
    Seen,
    Statistics,
    candidates_of,
    passing,
    weigh_words,
)
from service.search.ranking import scorer
from service.search.tables import FACT_CHECKS

BUDGET = 4_000
"""Rows that the words of a sentence may bring in, beginning with the word that fewest have."""

WEIGHED = 300
"""Of those, so many whose words say most are weighed by all words, as a search weighs them."""

MOST = 60
"""So many are looked at closely."""


class Candidate(NamedTuple):
    """A fact-check, and how well its words fit those of a sentence (BM25)."""

    id: int
    bm25: float


def find(
    session: Session,
    text: str,
    language: str | None,
    *,
    statistics: Statistics,
    conditions: Conditions,
    most: int = MOST,
    seen: Seen | None = None,
) -> list[Candidate]:
    """Up to `most` fact-checks that satisfy the conditions and fit a sentence best by words."""
    stemmers = statistics.stemmers if language is None else [stemmer_of(language)]
    asked = weigh_words(session, FACT_CHECKS, words_of(text, stemmers), statistics.rows)
    words = [word for word in asked if word.rows]
    if not words:
        return []
    ids = candidates_of(session, FACT_CHECKS, words, 0.0, budget=BUDGET, seen=seen).ids
    rows = passing(session, FACT_CHECKS, ids, conditions, at_once=WEIGHED, seen=seen)
    found = islice(rows, WEIGHED)
    score = scorer(words, statistics)
    best = sorted((-score(terms), id_) for id_, terms in found)[:most]
    return [Candidate(id_, -less) for less, id_ in best]
