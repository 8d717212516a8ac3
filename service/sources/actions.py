"""The one place where sources come into being."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.models import Source
from service.search import desk as index
from service.sources.queries import find_source
from service.sources.rules import canonical_url, check_url, publisher_of


class Cited(NamedTuple):
    """What is cited, and what whoever cites it calls it."""

    url: str
    title: str | None


def cite_sources(session: Session, cited: Sequence[Cited]) -> list[Source]:
    """The sources of these URLs, in the order given; those that are new are added.

    The first title given stays: what others cited is not renamed by the next one who cites it.
    They are made in the order of their URLs, and indexed when all are made: two who cite the same
    new sources at once would else wait for each other for ever.
    """
    found: dict[str, Source] = {}
    changed = []
    for each in sorted(cited, key=lambda each: canonical_url(each.url)):
        canonical = canonical_url(each.url)
        source, is_new = _cite(session, canonical, each)
        found[canonical] = source
        if is_new or (source.title is None and each.title is not None):
            source.title = source.title or each.title
            changed.append(source)
    index.put_sources(session, changed)
    return [found[canonical_url(each.url)] for each in cited]


def _cite(session: Session, canonical: str, cited: Cited) -> tuple[Source, bool]:
    source = find_source(session, cited.url)
    if source is not None:
        return source, False
    source = Source(
        canonical_url=canonical,
        url=check_url(cited.url),
        title=cited.title,
        publisher=publisher_of(cited.url),
    )
    try:
        with session.begin_nested():
            session.add(source)
    except IntegrityError:  # somebody cited it first, this very moment
        theirs = sa.select(Source).filter_by(canonical_url=canonical)
        return session.scalars(theirs).one(), False
    return source, True
