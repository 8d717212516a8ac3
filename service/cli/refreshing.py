"""`claimdesk refresh`."""

import click

from service.cli.process import ROW, database, settings
from service.documents import aligning, queries, versions
from service.permissions import OPERATOR


@click.command()
@click.argument("document_id", type=ROW, metavar="ID")
def refresh(document_id: int) -> None:
    """Fetch a document's address again; another text becomes its newest version."""
    with database().reading() as session:
        document = queries.get_document(session, OPERATOR, document_id)
    intake = versions.refetch(document, settings())
    with database().reading() as session:
        ahead = aligning.align_ahead(session, OPERATOR, document_id, intake)
    with database().transaction() as session:
        document, is_new = versions.add_version(session, OPERATOR, document_id, intake, ahead=ahead)
        if not is_new:
            click.echo(f"Document {document_id} has not changed.")
            return
        session.flush()
        counts = queries.counts_of(session, document)
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    click.echo(f"Document {document_id}: version {document.version}: {told}.")
