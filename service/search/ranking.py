"""Finds the rows that a query is about, the best first (BM25: Robertson and Zaragoza 2009).

Any word of a query may be missing in a row. The rows are found by the words that say most; of
these, the first are put in order by all words, by how often a row has them, and how long it is.
Both databases are asked for the same terms, and the arithmetic is done here, so that both give the
same order. Of equals the oldest comes first, so that what comes in later does not move them.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from statistics import mean

from sqlalchemy.orm import Session

from service.search.analysis import stemmer_of, words_of
from service.search.finding import (
    Conditions,
    Statistics,
    Word,
    candidates_of,
    newest_passing,
    passing,
    statistics_of,
    weigh_words,
)
from service.search.tables import FACT_CHECKS, Index

MOST_RANKED = 1_000
WEIGHED = 150
"""How many of the first are put in order by all words; those behind them stay as found."""

FEW = 10
"""Where fewer than these satisfy the conditions, the newest that do so are looked at too."""

LEAST = 0.25
"""What a row has to have: so much of what the words of the query say on average. Whoever asks for
something that nobody checked should not get what shares an article with it."""

K1, B = 1.2, 0.75
"""How soon a term says no more by being repeated; how much a long row counts less."""


def rank(
    session: Session,
    query: str,
    *,
    language: str | None = None,
    conditions: Conditions = (),
    limit: int = MOST_RANKED,
    index: Index = FACT_CHECKS,
) -> list[int]:
    """The ids of up to `limit` rows that satisfy the conditions, the most relevant first.

    Any text is a query. In a language, its words are stemmed by that alone; that the rows are in it
    too is a condition. The order is the same for every limit, so that one can page by offset.
    """
    statistics = statistics_of(session, index)
    stemmers = statistics.stemmers if language is None else [stemmer_of(language)]
    asked = weigh_words(session, index, words_of(query, stemmers), statistics.rows)
    words = [word for word in asked if word.rows]
    if not words:
        return []
    least = LEAST * mean(word.weight for word in asked)
    limit = min(limit, MOST_RANKED)
    candidates = candidates_of(session, index, words, least)
    found = dict(islice(passing(session, index, candidates.ids, conditions), max(limit, WEIGHED)))
    weighed = WEIGHED
    if len(found) < FEW and len(found) < len(candidates.ids) and not candidates.whole:
        found |= newest_passing(session, index, words, least, conditions)
        weighed = len(found)
    score = scorer(words, statistics)
    scores = sorted((-score(terms), id_) for id_, terms in islice(found.items(), weighed))
    best = [id_ for _score, id_ in scores]
    return [*best, *islice(found, weighed, None)][:limit]


def scorer(words: Sequence[Word], statistics: Statistics) -> Callable[[Sequence[str]], float]:
    """BM25 of a row by its terms; those that one word may be count as the same."""
    place_of = {term: place for place, word in enumerate(words) for term in word.terms}

    def score(terms: Sequence[str]) -> float:
        length = K1 * (1 - B + B * len(terms) / statistics.average)
        times: dict[int, int] = {}
        for term in terms:
            if term in place_of:
                place = place_of[term]
                times[place] = times.get(place, 0) + 1
        return sum(words[place].weight * n * (K1 + 1) / (n + length) for place, n in times.items())

    return score
