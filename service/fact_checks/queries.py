"""Reads of fact-checks, our own and imported ones."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.fact_checks.record import COLUMNS, Record, record_of, standing
from service.fact_checks.rules import Shown
from service.models import Document, FactCheck
from service.permissions import STRANGER, Viewer
from service.search.fields import of_language
from service.settings import Settings
from service.sources.rules import canonical_url, forms_of
from service.verdicts.queries import get_verdict, retracted
from service.visibility import visible_to

PUBLIC_WITH_SAME_WORDS = (
    sa.select(*(getattr(FactCheck, name) for name in Shown._fields))
    .where(FactCheck.text_key == sa.bindparam("key"), standing(), visible_to(STRANGER, FactCheck))
    .order_by(FactCheck.id.desc())
    .limit(sa.bindparam("limit"))
)
"""What a stranger looks up for each sentence: rows for `rules.shown`."""

Records = Select[*tuple[Any, ...]]


def records(viewer: Viewer) -> Records:
    """What every list of fact-checks begins with: those that stand and exist for the viewer."""
    return sa.select(*COLUMNS).where(standing(), visible_to(viewer, FactCheck))


def narrowed(query: Records, filters: Mapping[str, Any], settings: Settings) -> Records:
    """Those that pass the filters."""
    return query.where(*passing(filters, settings))


def passing(filters: Mapping[str, Any], settings: Settings) -> list[sa.ColumnElement[bool]]:
    """What a row with this `rating` (a code of ours), `publisher` (a site) and `language` is.

    The region of a language does not count, neither does `www.` of a site.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    if rating := filters.get("rating"):
        conditions.append(FactCheck.rating_code == rating)
    if publisher := filters.get("publisher"):
        conditions.append(of_site(publisher, settings))
    if language := filters.get("language"):
        conditions.append(in_language(language))
    return conditions


def of_site(site: str, settings: Settings) -> sa.ColumnElement[bool]:
    """Whether a publisher with this site published it; ours is a setting, not a column."""
    site = site.strip().lower().removeprefix("www.")
    is_theirs = FactCheck.site == site
    return (
        sa.or_(is_theirs, FactCheck.claim_id.is_not(None)) if site == settings.site else is_theirs
    )


def in_language(tag: str) -> sa.ColumnElement[bool]:
    """Whether it is in this language, in whatever region: `pt-BR` finds `pt`, and the reverse."""
    return of_language(FactCheck.language, tag)


def list_fact_checks(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    filters: Mapping[str, Any],
    *,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Sequence[Record]:
    """Newest first; with `since`, those that changed since then, in the order of their changes."""
    query = narrowed(records(viewer), filters, settings).limit(limit)
    since: datetime | None = filters.get("since")
    if since is None:
        query = query.order_by(FactCheck.id.desc())
        if after:
            query = query.where(FactCheck.id < after[0])
    else:
        here = sa.tuple_(FactCheck.updated_at, FactCheck.id)
        query = query.where(FactCheck.updated_at >= since)
        query = query.order_by(FactCheck.updated_at, FactCheck.id)
        if after:
            query = query.where(here > sa.tuple_(*map(sa.literal, after)))
    return [record_of(row, settings) for row in session.execute(query)]


def get_fact_check(
    session: Session, viewer: Viewer, settings: Settings, fact_check_id: int
) -> Record:
    """One that stands. Raises NotFound, or Gone where its verdict was retracted."""
    here = FactCheck.id == fact_check_id
    row = session.execute(records(viewer).where(here)).one_or_none()
    if row is not None:
        return record_of(row, settings)
    taken_back = sa.select(FactCheck.retracted_at, FactCheck.retraction_reason).where(
        here, ~standing(), visible_to(viewer, FactCheck)
    )
    if gone := session.execute(taken_back).one_or_none():
        raise retracted(*gone)
    raise NotFound(f"There is no fact-check {fact_check_id}.")


def records_by_id(session: Session, settings: Settings, ids: Collection[int]) -> dict[int, Record]:
    """What is known of these fact-checks; whoever calls has asked who may see them."""
    if not ids:
        return {}
    rows = session.execute(sa.select(*COLUMNS).where(FactCheck.id.in_(ids)))
    return {row.id: record_of(row, settings) for row in rows}


def find_of_claim(
    session: Session, viewer: Viewer, settings: Settings, claim_id: int
) -> Record | None:
    """That of a claim of ours, if there is one that stands."""
    row = session.execute(records(viewer).where(FactCheck.claim_id == claim_id)).one_or_none()
    return record_of(row, settings) if row else None


def get_of_claim(session: Session, viewer: Viewer, settings: Settings, claim_id: int) -> Record:
    """That of a claim of ours. Raises NotFound, Gone or Moved, as `get_verdict` does."""
    record = find_of_claim(session, viewer, settings, claim_id)
    if record is None:
        get_verdict(session, viewer, claim_id)  # says why there is none
        raise NotFound(f"There is no claim {claim_id}.")
    return record


def verdicts_on_page(
    session: Session, viewer: Viewer, url: str, *, after: int, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """`(claim_id, body)` of the verdicts on the article at this URL, in whatever form it is given.

    Raises Invalid for what is no URL. The form as given counts most, then with or without `www.`
    and a slash at the end.
    """
    canonical = canonical_url(url)
    documents = session.execute(
        sa.select(Document.id, Document.canonical_url).where(
            Document.canonical_url.in_(forms_of(canonical)), Document.archived_at.is_(None)
        )
    ).all()
    if not documents:
        return []
    known = {row.canonical_url: row.id for row in documents}
    document_id = next(known[form] for form in forms_of(canonical) if form in known)
    query = (
        sa.select(FactCheck.claim_id, FactCheck.body)
        .where(FactCheck.document_id == document_id, FactCheck.claim_id > after)
        .where(standing(), visible_to(viewer, FactCheck))
        .order_by(FactCheck.claim_id)
        .limit(limit)
    )
    return session.execute(query).all()


def same_words(
    session: Session, viewer: Viewer, settings: Settings, key: bytes, limit: int
) -> Sequence[Record]:
    """The newest fact-checks of exactly this sentence, after normalisation."""
    query = records(viewer).where(FactCheck.text_key == key)
    rows = session.execute(query.order_by(FactCheck.id.desc()).limit(limit))
    return [record_of(row, settings) for row in rows]
