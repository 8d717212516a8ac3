"""`claimdesk embed`."""

import click

from service.cli.process import database, settings
from service.embeddings import actions
from service.embeddings.asking import Endpoint, Unavailable
from service.embeddings.following import Follower


@click.command()
@click.option("--anew", is_flag=True, help="Forget all vectors first.")
def embed(anew: bool) -> None:
    """Give every fact-check its vector, while they are served; needs EMBEDDINGS_URL."""
    endpoint = Endpoint.of(settings())
    if endpoint is None:
        raise click.ClickException("EMBEDDINGS_URL names no server of embeddings.")
    if anew:
        with database().transaction() as session:
            actions.forget_all(session)
    follower = Follower(database(), settings(), endpoint)
    try:
        follower.finish()
    except Unavailable as why:
        raise click.ClickException(f"No vectors now: {why}. Those so far are kept.") from None
    count = follower.embedded
    click.echo(f"Embedded {count} fact-check{'' if count == 1 else 's'}.")
