"""Reads an index: the words that it knows, and the rows that have them. Bounded, whatever is asked.

Rows come from the words that fewest have; words that very many have say little, and are asked for
only where there is nothing rarer.
"""

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import Session

from service.search.tables import Alternatives, Index, ids_with_each, is_among, rows_with

BUDGET = 3_000
"""Rows that words may bring in, all words together, beginning with the word that fewest have."""

MOST_IN_COMMON = 1_000
"""Rows that are looked at, from the newest, where every word is in more than that."""

SOONER_SORTED = 10_000
"""Rows that are sooner found by the index and sorted than looked for from the newest."""

TOGETHER = 5
"""So many of the rarest words have to be in a row then."""

AT_ONCE = 150
"""Rows that are read by their ids in one statement."""

Conditions = Sequence[sa.ColumnElement[bool]]


class Statistics(NamedTuple):
    """What is indexed: how many rows, of how many terms on average, and by which stemmers."""

    rows: int
    average: float
    stemmers: list[str]


class Word(NamedTuple):
    """A word of a query: the terms it may be, in about how many rows it is, and what it says."""

    terms: Alternatives
    rows: int
    weight: float


class Candidates(NamedTuple):
    """Rows that have some of the words, those first whose words say most.

    `whole` says that no word was passed over for being too common.
    """

    ids: list[int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read before in the same transaction and under the same conditions: in how many rows
    a term is, the rows that have a word, the rows for the words of a sentence, and the terms of
    rows. Whoever asks for many sentences meets most of it again."""

    counts: dict[str, int] = field(default_factory=dict)
    rows: dict[Alternatives, "array[int]"] = field(default_factory=dict)
    having: dict[tuple[Alternatives, ...], "array[int]"] = field(default_factory=dict)
    terms: dict[int, list[str]] = field(default_factory=dict)


def statistics_of(session: Session, index: Index) -> Statistics:
    """What is indexed now."""
    total = index.totals.c
    query = sa.select(total.stemmer, total.records, total.terms)
    totals = session.connection().execute(query).all()
    rows, terms = sum(row.records for row in totals), sum(row.terms for row in totals)
    stemmers = sorted(row.stemmer for row in totals if row.records)
    return Statistics(rows, terms / rows if terms else 1.0, stemmers)


def weigh_words(
    session: Session,
    index: Index,
    words: Iterable[Alternatives],
    rows: int,
    *,
    seen: Seen | None = None,
) -> list[Word]:
    """The words, from the rarest on; those that none of so many rows has come first.

    The fewer rows have it, the more a word says (Robertson and Sparck Jones 1976).
    """
    words = list(words)
    counts = {} if seen is None else seen.counts
    _count(session, index, frozenset().union(*words), counts)
    weighed = []
    for word in words:
        # A row that has several of the terms counts more than once, which hardly matters.
        having = min(sum(counts[term] for term in word), rows)
        weighed.append(Word(word, having, _weight(having, rows)))
    return sorted(weighed, key=lambda word: (word.rows, sorted(word.terms)))


def weights_of(
    session: Session, index: Index, terms: Collection[str], rows: int, seen: Seen
) -> dict[str, float]:
    """What each term says, as a word that is nothing else."""
    _count(session, index, terms, seen.counts)
    return {term: _weight(min(seen.counts[term], rows), rows) for term in terms}


def _count(session: Session, index: Index, terms: Collection[str], counts: dict[str, int]) -> None:
    """In how many rows each of the terms is that were not counted yet."""
    if unknown := sorted(term for term in terms if term not in counts):
        counted = index.terms.c
        among, values = is_among(session, counted.term, unknown)
        query = sa.select(counted.term, counted.records).where(among)
        counts |= dict.fromkeys(unknown, 0)
        counts.update(session.connection().execute(query, values).all())


def _weight(having: int, rows: int) -> float:
    return math.log(1 + (rows - having + 0.5) / (having + 0.5))


def candidates_of(
    session: Session,
    index: Index,
    words: Sequence[Word],
    least: float,
    *,
    budget: int | None = None,
    seen: Seen | None = None,
) -> Candidates:
    """The rows to look at for these words, the rarest first, that together say `least` at least."""
    weights: dict[int, float] = {}
    known = {} if seen is None else seen.rows

    def weigh(ids: Iterable[int], weight: float) -> None:
        for id_ in ids:
            weights[id_] = weights.get(id_, 0.0) + weight

    affordable = _affordable(words, BUDGET if budget is None else budget)
    asked = words[:affordable]
    unread = list(dict.fromkeys(word.terms for word in asked if word.terms not in known))
    for terms, ids in zip(unread, ids_with_each(session, index, unread), strict=True):
        known[terms] = array("q", ids)
    for word in asked:
        weigh(known[word.terms], word.weight)
    if not affordable:
        for group in (words[:TOGETHER], words[:1]):
            rows, values = _newest_rows(session, index, group, MOST_IN_COMMON)
            newest = session.connection().scalars(rows, values).all()
            weigh(newest, sum(word.weight for word in group))
    best = sorted(id_ for id_, weight in weights.items() if weight >= least)
    best.sort(key=weights.__getitem__, reverse=True)  # keeps the order of equals
    return Candidates(best, affordable == len(words))


def _affordable(words: Sequence[Word], budget: int) -> int:
    """How many of the words stay within the budget."""
    spent = 0
    for number, word in enumerate(words):
        spent += word.rows
        if spent > budget:
            return number
    return len(words)


def ids_of_newest(session: Session, index: Index, words: Sequence[Word], most: int) -> list[int]:
    """The newest rows that have all of these words."""
    rows, values = _newest_rows(session, index, words, most)
    return list(session.connection().scalars(rows, values))


def _newest_rows(
    session: Session, index: Index, words: Sequence[Word], most: int
) -> tuple[Select[int], dict[str, Any]]:
    rows, values = rows_with(session, index, [word.terms for word in words])
    id_: sa.ColumnElement[int] = index.entries.c.rowid
    if len(words) > 1 or words[0].rows <= SOONER_SORTED:
        # Else PostgreSQL, which takes the words for more common than they are together, looks at
        # every row from the newest on.
        having = rows.cte("having").prefix_with("MATERIALIZED", dialect="postgresql")
        id_ = having.c.rowid
        rows = sa.select(id_)
    return rows.order_by(id_.desc()).limit(most), values


def passing(
    session: Session,
    index: Index,
    ids: Sequence[int],
    conditions: Conditions,
    *,
    at_once: int = AT_ONCE,
    seen: Seen | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """Those of the rows that satisfy the conditions, in the same order, each with its terms.

    They are read `at_once` as they are asked for.
    """
    terms = {} if seen is None else seen.terms
    for first in range(0, len(ids), at_once):
        here = ids[first : first + at_once]
        if unread := [id_ for id_ in here if id_ not in terms]:
            among, values = is_among(session, index.id, unread)
            query = _entries(index, conditions).where(among)
            for id_, found in session.connection().execute(query, values).all():
                if found:  # else it was dropped since it was found
                    terms[id_] = found
        yield from ((id_, terms[id_]) for id_ in here if id_ in terms)


def newest_passing(
    session: Session, index: Index, words: Sequence[Word], least: float, conditions: Conditions
) -> Iterator[tuple[int, list[str]]]:
    """Of the newest rows that satisfy the conditions, those with words that say `least`."""
    for id_, terms in newest(session, index, conditions):
        said = [word.weight for word in words if not word.terms.isdisjoint(terms or ())]
        if said and sum(said) >= least:
            yield id_, terms or []


def newest(
    session: Session, index: Index, conditions: Conditions
) -> Iterator[tuple[int, list[str] | None]]:
    """The newest rows that satisfy the conditions, each with its terms if it is indexed."""
    query = _entries(index, conditions).order_by(index.id.desc()).limit(MOST_IN_COMMON)
    yield from ((row.id, row.terms) for row in session.connection().execute(query).all())


def _entries(index: Index, conditions: Conditions) -> Select[int, list[str]]:
    """`(id, terms)` of rows. A join would let SQLite begin with FTS5, which it takes for quick."""
    entry = index.entries.c
    terms = sa.select(entry.terms).where(entry.rowid == index.id).scalar_subquery()
    return sa.select(index.id, terms.label("terms")).where(*conditions)
