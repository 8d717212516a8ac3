"""Searches fact-checks."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.queries import in_language, passing, records_by_id
from service.fact_checks.record import Record, standing
from service.models import AssessmentTag, FactCheck
from service.permissions import Viewer
from service.search.analysis import stemmer_of
from service.search.asking import read_query
from service.search.excerpts import excerpt_of
from service.search.fields import (
    MOST_VALUES,
    Condition,
    Makers,
    among,
    code_of,
    conditions_of,
    different,
    fact_checks_of,
    plain_words,
    says,
    values_with,
)
from service.search.normalising import normalise
from service.search.ranking import MOST_RANKED
from service.search.searching import Hits, Results, search
from service.search.tables import FACT_CHECKS
from service.settings import Settings
from service.visibility import visible_to


def search_fact_checks(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    filters: Mapping[str, Any],
    *,
    skip: int,
    limit: int,
    is_typed: bool = False,
) -> Results[Record]:
    """Those that `q` asks for, the most relevant first, up to the thousandth.

    While it `is_typed`, its last word may go on.
    """
    hits = find_fact_checks(
        session, viewer, settings, filters, limit=skip + limit, is_typed=is_typed
    )
    ids = hits.ids[skip:]
    found = records_by_id(session, settings, ids)
    records = [found[id_] for id_ in ids if id_ in found]
    excerpts = [excerpt_of(each.text, hits.terms, stemmer_of(each.language)) for each in records]
    return Results(records, excerpts)


def find_fact_checks(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    filters: Mapping[str, Any],
    *,
    conditions: Sequence[Condition] = (),
    limit: int = MOST_RANKED,
    is_typed: bool = False,
) -> Hits:
    """The ids of those that `q` asks for, among those that satisfy the conditions too."""
    asked = read_query(filters["q"], is_typed=is_typed)
    wanted = [
        *conditions,
        standing(),
        sa.and_(visible_to(viewer, FactCheck)),
        *passing(filters, settings),
        *conditions_of(asked, _fields(session, settings)),
    ]
    if since := filters.get("since"):
        wanted.append(FactCheck.updated_at >= since)
    return search(
        session,
        FACT_CHECKS,
        asked,
        language=filters.get("language"),
        conditions=wanted,
        limit=limit,
    )


def _fields(session: Session, settings: Settings) -> Makers:
    def published_by(value: str) -> Condition:
        words = plain_words(value)
        if not words:
            return sa.false()
        names = _names_by_site(session)
        sites = [site for site, name in names.items() if says(site, words) or says(name, words)]
        theirs = among(FactCheck.site, sites)
        ours = says(settings.site, words) or says(settings.publisher_name, words)
        return sa.or_(theirs, FactCheck.claim_id.is_not(None)) if ours else theirs

    def rated(value: str) -> Condition:
        theirs = FactCheck.rating_key == normalise(value)
        return sa.or_(FactCheck.rating_code == code_of(value), theirs)

    def tagged(value: str) -> Condition:
        names = values_with(session, AssessmentTag.name, value, whole=True)
        tag = sa.and_(
            AssessmentTag.assessment_id == FactCheck.assessment_id, AssessmentTag.name.in_(names)
        )
        return sa.exists().where(tag) if names else sa.false()

    return {
        "publisher": published_by,
        "rating": rated,
        "tag": tagged,
        "language": in_language,
        "speaker": lambda value: among(FactCheck.id, fact_checks_of(session, value)),
    }


def _names_by_site(session: Session) -> dict[str | None, str | None]:
    """How each publisher called itself last."""
    site = different(FactCheck.site).c.value
    newest = sa.select(FactCheck.publisher).where(FactCheck.site == site)
    name = newest.order_by(FactCheck.id.desc()).limit(1).scalar_subquery()
    query = sa.select(site, name).limit(MOST_VALUES)
    return {row[0]: row[1] for row in session.connection().execute(query)}
