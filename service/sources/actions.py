"""The one place where sources come into being."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.models import Source
from service.sources.queries import find_source
from service.sources.rules import canonical_url, check_url, publisher_of


def cite_source(session: Session, url: str, title: str | None) -> Source:
    """The source of this URL, added when it is new.

    The first title given stays: what others cited is not renamed by the next one who cites it.
    """
    source = find_source(session, url)
    if source is None:
        source = Source(
            canonical_url=canonical_url(url),
            url=check_url(url),
            title=title,
            publisher=publisher_of(url),
        )
        try:
            with session.begin_nested():
                session.add(source)
        except IntegrityError:  # somebody cited it first, this very moment
            source = session.scalars(
                sa.select(Source).filter_by(canonical_url=source.canonical_url)
            ).one()
    if source.title is None:
        source.title = title
    return source
