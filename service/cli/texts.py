"""`claimdesk ingest`, `sample` and `document`."""

from typing import Any

import click

from service.cli.process import ROW, database, settings
from service.documents import sample as samples
from service.documents.actions import add_document
from service.documents.ahead import ahead_of
from service.documents.intake import Intake, take_file, take_in, take_url
from service.documents.purge import purge_document
from service.documents.schemas import Description
from service.errors import Invalid
from service.http.bodies import flatten
from service.models import Document
from service.permissions import OPERATOR
from service.texts.limits import MOST_FILE
from service.vocabulary import FileKind


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option(
    "--type",
    "kind",
    type=click.Choice([kind.value for kind in FileKind]),
    help="What it is, where its name does not say so.",
)
@click.option("--title")
@click.option("--url")
@click.option("--author")
@click.option("--publisher")
@click.option("--published-at", metavar="TIME")
@click.option("--language", metavar="TAG")
def ingest(source: str, kind: str | None, **described: str | None) -> None:
    """Add a file, a page of the web, or a plain text in UTF-8 from standard input (-).

    Prints the document's id and the number of its claims. What the options say counts more than
    what the file says of itself.
    """
    intake = _take(source, kind, _described(described))
    document, is_new = _add(intake)
    known = "" if is_new else " (it was there already)"
    guess = f" (read as {intake.guessed}, which is a guess)" if intake.guessed else ""
    claims = "1 claim" if document.claims_count == 1 else f"{document.claims_count} claims"
    click.echo(f"Document {document.id}: {claims}{known}{guess}.")


def _described(options: dict[str, str | None]) -> dict[str, Any]:
    """What the options say of the document, or a usage error for the first that is wrong."""
    given = {name: value for name, value in options.items() if value is not None}
    shape = Description()
    if errors := shape.validate(given):
        name, sentences = next(iter(flatten(errors).items()))
        raise click.UsageError(f"--{name.replace('_', '-')}: {sentences[0]}")
    loaded: dict[str, Any] = shape.load(given)
    return loaded


def _take(source: str, kind: str | None, described: dict[str, Any]) -> Intake:
    if source.lower().startswith(("http://", "https://")):
        if kind or "url" in described:
            unneeded = "type" if kind else "url"
            raise click.UsageError(f"What is fetched says so itself: leave out --{unneeded}.")
        return take_url(source, described, settings())
    try:
        with click.open_file(source, "rb") as file:
            raw = file.read(MOST_FILE + 1)
    except OSError as error:
        raise click.FileError(source, error.strerror or str(error)) from None
    if kind or source != "-":
        return take_file(f"file.{kind}" if kind else source, raw, described)
    try:
        return take_in(text=raw.decode("utf-8-sig"), settings=settings(), **described)
    except UnicodeDecodeError:
        raise Invalid("This is not a text in UTF-8; --type says what else it is.") from None


@click.command()
def sample() -> None:
    """Put in the sample article, for everyone to read; a second time changes nothing."""
    put_in_sample()


def put_in_sample() -> None:
    """Put in the sample article, unless it is there, and say so."""
    intake = take_in(text=samples.read_text(), settings=settings(), **samples.DESCRIPTION)
    document, is_new = _add(intake)
    known = "" if is_new else " (it was there already)"
    click.echo(
        f"Document {document.id}: the sample article, {document.claims_count} claims{known}."
    )


def _add(intake: Intake) -> tuple[Document, bool]:
    """Add what was taken in, and whether it is new."""
    with database().reading() as session:
        ahead = ahead_of(session, intake)
    with database().transaction() as session:
        return add_document(session, OPERATOR, intake, ahead)


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
