"""`claimdesk ingest`, `sample` and `document`."""

from typing import Any, BinaryIO

import click

from service.cli.process import ROW, database, settings
from service.documents import sample as samples
from service.documents.actions import add_document
from service.documents.intake import take_in
from service.documents.purge import purge_document
from service.documents.schemas import Description
from service.errors import Invalid
from service.http.bodies import flatten
from service.permissions import OPERATOR


@click.command()
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@click.option("--title")
@click.option("--url")
@click.option("--author")
@click.option("--publisher")
@click.option("--published-at", metavar="TIME")
@click.option("--language", metavar="TAG")
def ingest(file: BinaryIO, **described: str | None) -> None:
    """Add a plain text in UTF-8; print the document's id and the number of its claims."""
    given = {name: value for name, value in described.items() if value is not None}
    shape = Description()
    if errors := shape.validate(given):
        name, sentences = next(iter(flatten(errors).items()))
        raise click.UsageError(f"--{name.replace('_', '-')}: {sentences[0]}")
    described_well: dict[str, Any] = shape.load(given)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("This file is not a text in UTF-8.") from None
    intake = take_in(text=text, settings=settings(), **described_well)
    with database().transaction() as session:
        document, is_new = add_document(session, OPERATOR, intake)
    known = "" if is_new else " (it was there already)"
    claims = "1 claim" if document.claims_count == 1 else f"{document.claims_count} claims"
    click.echo(f"Document {document.id}: {claims}{known}.")


@click.command()
def sample() -> None:
    """Put in the sample article, for everyone to read; a second time changes nothing."""
    put_in_sample()


def put_in_sample() -> None:
    """Put in the sample article, unless it is there, and say so."""
    intake = take_in(text=samples.read_text(), settings=settings(), **samples.DESCRIPTION)
    with database().transaction() as session:
        document, is_new = add_document(session, OPERATOR, intake)
    known = "" if is_new else " (it was there already)"
    click.echo(
        f"Document {document.id}: the sample article, {document.claims_count} claims{known}."
    )


@click.group()
def document() -> None:
    """Documents."""


@document.command("purge")
@click.argument("document_id", type=ROW, metavar="ID")
@click.option("--reason", required=True, help="Followers of its verdicts read it.")
def document_purge(document_id: int, reason: str) -> None:
    """Remove a document's text and all that was written about it, for good."""
    if not reason.strip():
        raise click.UsageError("--reason must not be empty: followers of the verdicts read it.")
    with database().transaction() as session:
        purge_document(session, OPERATOR, document_id, reason.strip())
    database().forget_old_pages()
    click.echo(f"Purged document {document_id}. Its history says who did what, and no more.")
