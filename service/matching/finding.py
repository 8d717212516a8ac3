"""Which fact-checks may answer a sentence, how likely each does, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.queries import same_words
from service.fact_checks.record import Record, standing
from service.fact_checks.rules import SAME_WORDS
from service.matching.candidates import MOST
from service.matching.looking import Looking, Query
from service.matching.model import Model, shipped
from service.matching.scoring import SURE, judge, reasons
from service.models import FactCheck
from service.permissions import Viewer
from service.search.normalising import text_key
from service.settings import Settings
from service.visibility import visible_to

__all__ = ["Match", "Query", "match"]


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
    closely: int = MOST,
) -> list[list[Match]]:
    """For each query up to `limit` fact-checks that stand and exist for the viewer, best first.

    Those of the same words, which are certain, come first, the newest before the others. The rest
    are the best there are, whatever their score, unless `min_score` is given: the best of so many
    that are looked at `closely`.
    """
    least = min_score or 0.0
    conditions = (standing(), sa.and_(visible_to(viewer, FactCheck)))
    model = shipped()
    looking = Looking(session, settings, conditions, closely)
    found = []
    for query in queries:
        same = same_words(session, viewer, settings, text_key(query.text), limit)
        matches = [Match(1.0, (SAME_WORDS,), record) for record in same]
        if len(matches) < limit and least <= SURE:
            known = {record.id for record in same}
            similar = (each for each in _similar(looking, model, query) if each.score >= least)
            matches += [each for each in similar if each.record.id not in known]
        found.append(matches[:limit])
    return found


def _similar(looking: Looking, model: Model, query: Query) -> list[Match]:
    """Fact-checks in other words, best first; of equals those whose words fit best."""
    looks = looking.at(query)
    judged = judge(model, [look.signals for look in looks])
    ranked = sorted(zip(judged, looks, strict=True), key=lambda each: -each[0].margin)
    return [Match(each.chance, tuple(reasons(look.signals)), look.record) for each, look in ranked]
