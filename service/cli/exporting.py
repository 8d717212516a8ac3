"""`claimdesk export`."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from service.cli.process import database, settings
from service.exports.catalogue import EXPORTS, check_filters, get_export
from service.exports.schemas import ExportArgs
from service.exports.streaming import stream
from service.http.bodies import flatten
from service.permissions import OPERATOR


@click.command()
@click.argument("name", type=click.Choice(list(EXPORTS)), metavar="NAME")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--since", metavar="TIME", help="Changed since then, such as 2026-11-22.")
@click.option("--document-id", metavar="ID")
@click.option("--status", help="Of claims.")
@click.option("--state", help="Of edits.")
@click.option("--tag")
@click.option("--rating", metavar="CODE")
@click.option("--language", metavar="TAG")
@click.option("--publisher", help="Of the document; of fact-checks, a host.")
def export(name: str, file: Path | None, **given: str | None) -> None:
    """Write all claims, edits, fact-checks or events to a file, or to standard output.

    A file of that name is replaced when the new one is whole.
    """
    wanted = get_export(name)
    filters = _filters(given)
    check_filters(wanted, filters)
    pieces = stream(database(), wanted, OPERATOR, settings(), filters)
    if file is None:
        sys.stdout.buffer.writelines(pieces)
        return
    try:
        _write(file, pieces)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from None
    click.echo(f"Exported to {file}.")


def _filters(options: dict[str, str | None]) -> dict[str, Any]:
    """What the options ask for, or a usage error for the first that is wrong."""
    given = {name: value for name, value in options.items() if value is not None}
    shape = ExportArgs()
    if errors := shape.validate(given):
        name, sentences = next(iter(flatten(errors).items()))
        raise click.UsageError(f"--{name.replace('_', '-')}: {sentences[0]}")
    loaded: dict[str, Any] = shape.load(given)
    return loaded


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    if file.exists() and not file.is_file():  # a pipe or a device is written to, never replaced
        with file.open("wb") as there:
            there.writelines(pieces)
        return
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as written:
            written.writelines(pieces)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
