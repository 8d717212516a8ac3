"""Reads of fact-checks by the pages on which they stand: an article may review several claims."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.errors import Invalid, NotFound
from service.fact_checks.queries import of_site
from service.fact_checks.record import COLUMNS, Record, record_of
from service.formats.google.parameters import refused
from service.formats.google.queries import first_ids, for_everyone
from service.models import FactCheck
from service.settings import Settings
from service.sources.rules import canonical_url, forms_of

Page = list[Record]
"""The reviews on one page, the first that came first; the page is called after that."""

_earlier = aliased(FactCheck)


def list_pages(
    session: Session,
    settings: Settings,
    *,
    site: str,
    before: int | None,
    skip: int,
    limit: int,
) -> Sequence[Page]:
    """The pages of an organization with this site, from the newest."""
    query = (
        sa.select(FactCheck.id)
        .where(*for_everyone(), of_site(site, settings), _is_first())
        .order_by(FactCheck.id.desc())
        .offset(skip)
        .limit(limit)
    )
    if before is not None:
        query = query.where(FactCheck.id < before)
    return _pages(session, settings, session.scalars(query).all())


def find_pages(session: Session, settings: Settings, url: str) -> Sequence[Page]:
    """The page at a URL, in any form of it, if there is one."""
    query = sa.select(FactCheck.id).where(*for_everyone(), _is_first(), _is_at(url, settings))
    return _pages(session, settings, session.scalars(query.order_by(FactCheck.id).limit(1)).all())


def get_page(session: Session, settings: Settings, fact_check_id: int) -> Page:
    """The page with this fact-check. Raises NotFound."""
    here = sa.select(FactCheck.url).where(FactCheck.id == fact_check_id).scalar_subquery()
    first = sa.select(sa.func.min(FactCheck.id)).where(FactCheck.url == here, *for_everyone())
    ids = [session.scalar(first) or fact_check_id]  # one of ours has no URL of its own
    page = next(iter(_pages(session, settings, ids)), None)
    if page is None:
        raise NotFound(f"There is no page {fact_check_id}.")
    return page


def _is_first() -> sa.ColumnElement[bool]:
    """Whether no review came before it on its page; each of our own has a page for itself."""
    return ~sa.exists().where(_earlier.url == FactCheck.url, _earlier.id < FactCheck.id)


def _pages(session: Session, settings: Settings, ids: Sequence[int]) -> list[Page]:
    """The pages that begin with these, in the same order."""
    firsts = session.execute(sa.select(*COLUMNS).where(*for_everyone(), FactCheck.id.in_(ids)))
    pages = {row.id: [record_of(row, settings)] for row in firsts}
    by_url = {page[0].url: page for page in pages.values() if not page[0].is_ours}
    on_them = [*for_everyone(), FactCheck.url.in_(by_url)]
    others = session.execute(
        sa.select(*COLUMNS)
        .where(FactCheck.id.in_(first_ids(FactCheck.url, FactCheck.id, on_them)))
        .where(FactCheck.id.not_in(ids))
        .order_by(FactCheck.id)
    )
    for row in others:
        by_url[row.url].append(record_of(row, settings))
    return [pages[id_] for id_ in ids if id_ in pages]


def _is_at(url: str, settings: Settings) -> sa.ColumnElement[bool]:
    """Whether the review stands at this URL; the addresses of ours follow from the settings."""
    number = url.removeprefix(f"{settings.base_url}/claims/")
    if number != url and number.isascii() and number.isdecimal() and len(number) < 19:
        return FactCheck.claim_id == int(number)
    try:
        forms = forms_of(canonical_url(url))
    except Invalid:
        raise refused("url", "not a web address such as https://example.org/page") from None
    either = [
        urlsplit(form)._replace(scheme=scheme).geturl()
        for form in forms
        for scheme in ("https", "http")
    ]
    return FactCheck.url.in_([url, *either])
