"""Which fact-checks may answer a sentence, how likely each does, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.embeddings.nearest import Nearest, nearest
from service.fact_checks.queries import records_by_id, same_words
from service.fact_checks.record import Record, standing
from service.fact_checks.rules import SAME_WORDS
from service.matching.candidates import MOST
from service.matching.looking import Looking, Query
from service.matching.meaning import NEAREST, as_shipped, meant, reasons_with_meaning
from service.matching.model import Model, with_meaning
from service.matching.queries import IN_USE
from service.matching.scoring import SURE, judge, margins, reasons, tempered
from service.matching.texts import Text
from service.models import FactCheck
from service.permissions import Viewer
from service.search.analysis import PLAIN
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
    that are looked at `closely`. With embeddings, those of the nearest meaning are looked at too.
    """
    least = min_score or 0.0
    conditions = (standing(), sa.and_(visible_to(viewer, FactCheck)))
    model = IN_USE.find(session)
    looking = Looking(session, conditions, closely)
    same = [same_words(session, viewer, settings, text_key(each.text), limit) for each in queries]
    similar: list[list[_Similar]] = [[] for _query in queries]
    short = [place for place, found in enumerate(same) if len(found) < limit and least <= SURE]
    if len(short) > 1:
        looking.read_ahead([queries[place] for place in short])
    near = nearest(session, settings, [queries[place].text for place in short], NEAREST)
    for number, place in enumerate(short):
        known = {record.id for record in same[place]}
        found = _similar(looking, model, queries[place], near[number] if near else None)
        wanted = [each for each in found if each.score >= least and each.id not in known]
        similar[place] = wanted[: limit - len(known)]
    records = records_by_id(session, settings, {each.id for found in similar for each in found})
    return [
        [Match(1.0, (SAME_WORDS,), record) for record in same[place]]
        + [Match(each.score, each.reasons, records[each.id]) for each in similar[place]]
        for place in range(len(queries))
    ]


class _Similar(NamedTuple):
    id: int
    score: float
    reasons: tuple[str, ...]


def _similar(looking: Looking, model: Model, query: Query, near: Nearest | None) -> list[_Similar]:
    """Fact-checks in other words, best first; of equals those whose words fit best."""
    if near:
        return _similar_in_meaning(looking, model, query, near)
    looks = looking.at(query)
    judged = judge(model, [look.signals for look in looks])
    ranked = sorted(zip(judged, looks, strict=True), key=lambda each: -each[0].margin)
    words = len(Text.of(query.text, PLAIN).terms)
    return _best_first(
        _Similar(
            look.checked.id,
            tempered(each.chance, look.signals, words),
            tuple(reasons(look.signals)),
        )
        for each, look in ranked
    )


def _similar_in_meaning(
    looking: Looking, model: Model, query: Query, near: Nearest
) -> list[_Similar]:
    looks = looking.at(query, [id_ for id_, _cosine in near])
    by_words = as_shipped(model, margins(model.weights, [look.signals for look in looks]))
    by_both = meant(by_words, [look.checked.id for look in looks], near)
    judged = judge(with_meaning(), by_both)
    ranked = sorted(zip(judged, by_both, looks, strict=True), key=lambda each: -each[0].margin)
    words = len(Text.of(query.text, PLAIN).terms)
    return _best_first(
        _Similar(
            look.checked.id,
            tempered(each.chance, look.signals, words),
            tuple(reasons_with_meaning(look.signals, signals)),
        )
        for each, signals, look in ranked
    )


def _best_first(similar: Iterable[_Similar]) -> list[_Similar]:
    """As they are scored after all; of equals those that were ranked before."""
    return sorted(similar, key=lambda each: -each.score)
