"""`claimdesk reindex`."""

import click
import sqlalchemy as sa

from service.claims.reindexing import renew_keys as renew_keys_of_claims
from service.cli.process import database
from service.models import FactCheck
from service.search import index
from service.verdicts.reindexing import renew_entries, renew_keys, renew_likenesses

AT_ONCE = 1_000
"""Rows of one transaction, between which others write."""


@click.command()
def reindex() -> None:
    """Make the search index of all fact-checks anew, and the keys of all claims, while they are
    served."""
    with database().reading() as session:
        count = session.scalars(sa.select(sa.func.count()).select_from(FactCheck)).one()
    for renew in (renew_keys, renew_likenesses, renew_entries, renew_keys_of_claims):
        last: int | None = 0
        while last is not None:
            with database().transaction() as session:
                last = renew(session, after=last, limit=AT_ONCE)
    with database().transaction() as session:
        index.forget(session)
    click.echo(f"Indexed {count} fact-check{'' if count == 1 else 's'}.")
