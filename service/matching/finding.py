"""Which fact-checks may answer a sentence, how likely each does, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.queries import same_words
from service.fact_checks.record import COLUMNS, Record, record_of, standing
from service.fact_checks.rules import SAME_WORDS
from service.matching.candidates import best_possible, find
from service.models import FactCheck
from service.permissions import Viewer
from service.search.finding import Conditions, Statistics, statistics_of
from service.search.normalising import text_key
from service.search.tables import FACT_CHECKS
from service.settings import Settings
from service.visibility import visible_to

SURE = 0.99
"""The most that a fact-check in other words can come to."""


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence; and, where they are known, its language, who said it and when."""

    text: str
    language: str | None = None
    speaker: str | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A fact-check that may answer a sentence: from 0 to 1, how likely it is about the same."""

    score: float
    reasons: tuple[str, ...]
    record: Record


def match(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    queries: Sequence[Query],
    *,
    limit: int,
    min_score: float | None = None,
) -> list[list[Match]]:
    """For each query up to `limit` fact-checks that stand and exist for the viewer, best first.

    Those of the same words, which are certain, come first, the newest before the others. The rest
    are the best there are, whatever their score, unless `min_score` is given.
    """
    least = min_score or 0.0
    statistics = statistics_of(session, FACT_CHECKS)
    conditions = (standing(), sa.and_(visible_to(viewer, FactCheck)))
    found = []
    for query in queries:
        same = same_words(session, viewer, settings, text_key(query.text), limit)
        matches = [Match(1.0, (SAME_WORDS,), record) for record in same]
        if len(matches) < limit and least <= SURE:
            known = {record.id for record in same}
            for each in _similar(session, settings, query, statistics, conditions):
                if len(matches) < limit and each.score >= least and each.record.id not in known:
                    matches.append(each)
        found.append(matches)
    return found


def _similar(
    session: Session,
    settings: Settings,
    query: Query,
    statistics: Statistics,
    conditions: Conditions,
) -> list[Match]:
    words, candidates = find(
        session, query.text, query.language, statistics=statistics, conditions=conditions
    )
    best = best_possible(words)
    rows = session.execute(
        sa.select(*COLUMNS).where(FactCheck.id.in_([each.id for each in candidates]), *conditions)
    )
    records = {row.id: record_of(row, settings) for row in rows}
    return [
        Match(round(min(each.bm25 / best, SURE), 4), ("similar words",), records[each.id])
        for each in candidates
        if each.id in records
    ]
