"""`claimdesk reindex`."""

from collections.abc import Callable

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import reindexing as claims
from service.cli.process import database
from service.db import Base
from service.documents import reindexing as documents
from service.models import Claim, Document, FactCheck, Source
from service.search import desk, index
from service.sources import reindexing as sources
from service.verdicts import reindexing as fact_checks

AT_ONCE = 1_000
"""Rows of one transaction, between which others write."""

RENEW: tuple[Callable[..., int | None], ...] = (
    fact_checks.renew_keys,
    fact_checks.renew_likenesses,
    fact_checks.renew_entries,
    claims.renew_keys,
    claims.renew_entries,
    documents.renew_entries,
    sources.renew_entries,
)
COUNTED = {"fact-check": FactCheck, "claim": Claim, "document": Document, "source": Source}


@click.command()
def reindex() -> None:
    """Make all that things are found by anew, while it is served."""
    for renew in RENEW:
        last: int | None = 0
        while last is not None:
            with database().transaction() as session:
                last = renew(session, after=last, limit=AT_ONCE)
    with database().transaction() as session:
        index.forget(session)
        desk.forget(session)
        counts = [_counted(session, *each) for each in COUNTED.items()]
    click.echo(f"Indexed {', '.join(counts[:-1])} and {counts[-1]}.")


def _counted(session: Session, noun: str, model: type[Base]) -> str:
    count = session.scalars(sa.select(sa.func.count()).select_from(model)).one()
    return f"{count} {noun}{'' if count == 1 else 's'}"
