"""`claimdesk import`."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from service.cli.process import database, settings, settle
from service.errors import Malformed
from service.http.bodies import flatten
from service.imports.actions import start_import
from service.imports.importing import run_import
from service.imports.receiving import receive
from service.imports.rules import Parameters, format_of, kept_name
from service.imports.schemas import ImportArgs
from service.jobs.actions import cancel_job
from service.jobs.queries import get_job
from service.jobs.running import run_next
from service.models import Job
from service.permissions import OPERATOR
from service.vocabulary import OPEN_JOBS, ImportFormat, JobKind, JobState

OPTIONS = {"mapping": "map"}
"""What a parameter is called on the command line, where it is not called the same."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--type",
    "kind",
    type=click.Choice([each.value for each in ImportFormat]),
    help="What it is, where its name does not say so.",
)
@click.option("--publisher", help="Whose the records are, where they do not say so.")
@click.option("--site", help="The publisher's host, where it is not that of the addresses.")
@click.option("--base-url", help="Makes relative addresses whole, and addresses of ids.")
@click.option("--language", metavar="TAG")
@click.option("--delimiter", help="What parts the cells of a table.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="As often as needed.")
def import_file(file: Path, kind: str | None, **told: Any) -> None:
    """Import other publishers' fact-checks, to the end, and say what became of them."""
    chosen = ImportFormat(kind) if kind else format_of(file.name)
    if chosen is None:
        raise click.UsageError("Its name does not say what it is: use --type.")
    given = Parameters(chosen, kept_name(file.name), **_told(told))
    job_id = _start(file, given)
    try:
        job = _follow(job_id)
    except KeyboardInterrupt:
        with database().transaction() as session:
            cancel_job(session, OPERATOR, job_id)
        click.echo(f"Import {job_id} is cancelled; what it wrote stays.")
        raise click.Abort from None
    _report(job)


def _start(file: Path, given: Parameters) -> int:
    is_packed = file.suffix.lower() == ".gz"
    with (
        file.open("rb") as stream,
        receive(stream, packed=is_packed) as received,
        database().transaction() as session,
    ):
        return start_import(session, OPERATOR, given, received.pieces()).id


def _told(options: dict[str, Any]) -> dict[str, Any]:
    """What the options say, or a usage error for the first that is wrong."""
    given = {name: list(each) if name == "mapping" else each for name, each in options.items()}
    given = {name: value for name, value in given.items() if value}
    shape = ImportArgs()
    if errors := shape.validate(given):
        name, sentences = next(iter(flatten(errors).items()))
        option = OPTIONS.get(name, name).replace("_", "-")
        raise click.UsageError(f"--{option}: {sentences[0]}")
    loaded: dict[str, Any] = shape.load(given)
    return loaded


def _follow(job_id: int) -> Job:
    """Run the import, or watch a worker that was faster; the job, once it is over."""
    settle()
    quiet = not sys.stderr.isatty()
    label = f"Import {job_id}"
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=quiet) as bar:

        def told(job: Job) -> None:
            bar.length = max(1, job.total or 1)
            bar.update(job.done - bar.pos)

        while True:
            handlers = {JobKind.IMPORT: run_import}
            ran = run_next(database(), settings(), handlers, job_id=job_id, told=told)
            with database().reading() as session:
                job = get_job(session, job_id)
            told(job)
            if job.state not in OPEN_JOBS:
                return job
            if not ran:
                time.sleep(0.5)


def _report(job: Job) -> None:
    if job.state is JobState.FAILED:
        raise Malformed(f"Import {job.id} failed: {job.error}")
    click.echo(
        f"Import {job.id} is {job.state}: {job.created:,} new, {job.updated:,} changed,"
        f" {job.unchanged:,} as before, {job.rejected:,} not used."
    )
    if job.rejected:
        click.echo(f"Which and why: {settings().base_url}/administration/imports/{job.id}")
