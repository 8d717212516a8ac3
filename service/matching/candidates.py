"""Finds the fact-checks that share words with a sentence: those that are worth a closer look."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.search.analysis import stemmer_of, words_of
from service.search.finding import (
    Conditions,
    Statistics,
    Word,
    candidates_of,
    passing,
    weigh_words,
)
from service.search.ranking import scorer
from service.search.tables import FACT_CHECKS

BUDGET = 12_000
"""Rows that the words of a sentence may bring in, beginning with the word that fewest have."""

WEIGHED = 300
"""Of those, so many whose words say most are weighed by all words, as a search weighs them."""

MOST = 50
"""So many are looked at closely."""


class Candidate(NamedTuple):
    """A fact-check, and how well its words fit those of a sentence (BM25)."""

    id: int
    bm25: float


class Found(NamedTuple):
    """The words of a sentence, the rarest first, and its candidates, the best first."""

    words: list[Word]
    candidates: list[Candidate]


def find(
    session: Session,
    text: str,
    language: str | None,
    *,
    statistics: Statistics,
    conditions: Conditions,
) -> Found:
    """The fact-checks that satisfy the conditions and fit a sentence best by their words."""
    stemmers = statistics.stemmers if language is None else [stemmer_of(language)]
    asked = weigh_words(session, FACT_CHECKS, words_of(text, stemmers), statistics.rows)
    words = [word for word in asked if word.rows]
    if not words:
        return Found(asked, [])
    ids = candidates_of(session, FACT_CHECKS, words, 0.0, budget=BUDGET).ids
    found = islice(passing(session, FACT_CHECKS, ids, conditions), WEIGHED)
    score = scorer(words, statistics)
    best = sorted((-score(terms), id_) for id_, terms in found)[:MOST]
    return Found(asked, [Candidate(id_, -less) for less, id_ in best])


def best_possible(words: Sequence[Word]) -> float:
    """About what a fact-check comes to that has every word of a sentence."""
    return sum(word.weight for word in words)
