"""Finds what somebody asks for in the language of asking.py: ranked, the recent a little before.

As ranking.py, of which this is the sibling for people: there a sentence is asked for, and every
word of it counts as a word; here words may be unwanted, stand in a row, or only begin.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from statistics import mean
from typing import Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.search.analysis import stemmer_of
from service.search.asking import Asked
from service.search.excerpts import Excerpt
from service.search.finding import (
    Conditions,
    Word,
    candidates_of,
    ids_of_newest,
    newest,
    newest_passing,
    passing,
    statistics_of,
    weigh_words,
)
from service.search.meaning import Meaning, meaning_of
from service.search.ranking import FEW, LEAST, MOST_RANKED, WEIGHED, scorer
from service.search.tables import Index
from service.search.writing import Found, as_written

A_YEAR = 0.03
"""So much more counts what is a year newer."""

SINCE, YEARS = datetime(1990, 1, 1, tzinfo=UTC), 60
"""What is older or newer than that is no more so: some dates are nonsense."""


class Hits(NamedTuple):
    """The ids of what is found, in order, and the terms by which it is."""

    ids: list[int]
    terms: frozenset[str]


Row = TypeVar("Row")


class Results(NamedTuple, Generic[Row]):
    """What is found, in order, each with an excerpt of its text."""

    rows: list[Row]
    excerpts: list[Excerpt]


def search(
    session: Session,
    index: Index,
    asked: Asked,
    *,
    language: str | None = None,
    conditions: Conditions = (),
    limit: int = MOST_RANKED,
) -> Hits:
    """Up to `limit` rows that are asked for and satisfy the conditions, the best first.

    The conditions are those of the asked fields too: see fields.py. A query without a word that is
    wanted finds the newest of what its fields are about. In a language, words are stemmed by that
    alone. The order is the same for every limit and on every day, so that one can page by offset.
    """
    if any(each is sa.false() for each in conditions):
        return Hits([], frozenset())
    limit = min(limit, MOST_RANKED)
    statistics = statistics_of(session, index)
    stemmers = statistics.stemmers if language is None else [stemmer_of(language)]
    meaning = meaning_of(session, index, asked, stemmers)
    if not meaning.words:
        return Hits(_newest(session, index, asked, meaning, conditions, limit), frozenset())
    weighed = weigh_words(session, index, meaning.words, statistics.rows)
    words = [word for word in weighed if word.rows]
    meant = _found(session, index, weighed, meaning, conditions)
    found = dict(islice(as_written(session, index, meaning, meant), max(limit, WEIGHED)))
    if not found:
        return Hits([], frozenset())
    score = scorer(words, statistics)
    first = list(islice(found, WEIGHED))
    recent = _recency(session, index, first)
    scores = sorted((-score(found[id_]) * recent.get(id_, 1.0), id_) for id_ in first)
    best = [id_ for _score, id_ in scores]
    ids = [*best, *islice(found, WEIGHED, None)]
    return Hits(ids[:limit], frozenset().union(*meaning.words))


def _found(
    session: Session,
    index: Index,
    weighed: Sequence[Word],
    meaning: Meaning,
    conditions: Conditions,
) -> Found:
    """What may be meant, in the order in which it is worth to be looked at."""
    words = [word for word in weighed if word.rows]
    required = [word for word in weighed if word.terms in meaning.required]
    if not words or not all(word.rows for word in required):
        return
    few = 0
    if required:
        ids, is_whole = ids_of_newest(session, index, required, index.most_read), True
    else:
        least = LEAST * mean(word.weight for word in weighed)
        ids, is_whole = candidates_of(session, index, words, least, budget=index.most_read)
    for id_, terms in passing(session, index, ids, conditions):
        if meaning.allows(terms):
            few += 1
            yield id_, terms
    if few < FEW and not is_whole:
        for id_, terms in newest_passing(session, index, words, least, conditions):
            if meaning.allows(terms):
                yield id_, terms


def _newest(
    session: Session,
    index: Index,
    asked: Asked,
    meaning: Meaning,
    conditions: Conditions,
    limit: int,
) -> list[int]:
    """What only fields and unwanted words are asked of, from the newest on."""
    if not (asked.fields or asked.unwanted_fields or meaning.unwanted or meaning.unwanted_phrases):
        return []
    rows = ((id_, terms or []) for id_, terms in newest(session, index, conditions))
    allowed = ((id_, terms) for id_, terms in rows if meaning.allows(terms))
    return [id_ for id_, _ in islice(as_written(session, index, meaning, allowed), limit)]


def _recency(session: Session, index: Index, ids: Sequence[int]) -> dict[int, float]:
    """How much more each counts for being recent.

    By a function whose quotients follow from the differences of the dates alone, so that an order
    does not change as time goes by (forward decay: Cormode et al. 2009).
    """
    rows = session.connection().execute(sa.select(index.id, index.at).where(index.id.in_(ids)))
    return {id_: (1 + A_YEAR) ** _years(at) for id_, at in rows}


def _years(at: datetime) -> float:
    return min(max((at - SINCE).total_seconds() / (365.25 * 86_400), 0), YEARS)
