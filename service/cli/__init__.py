"""The command line. Each command calls the same actions as the API, as the operator."""

import os
import sys
from typing import NoReturn

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from service.backup import CannotBackUp
from service.cli import (
    embedding,
    exporting,
    importing,
    indexing,
    people,
    refreshing,
    running,
    texts,
    training,
    working,
)
from service.database import CannotOpen
from service.errors import Refusal
from service.logs import set_up_logs
from service.server import PortTaken
from service.settings import WrongSetting

SENTENCES = (Refusal, WrongSetting, PortTaken, CannotBackUp, CannotOpen)
"""What says in one sentence why a command was refused."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Claimdesk, a fact-check desk. Settings come from the environment (docs/operating.md)."""
    set_up_logs("warning")  # what a command says is its own; serve and start set up theirs


for command in (
    running.migrate,
    running.serve,
    running.start,
    working.worker,
    running.backup,
    people.user,
    people.key,
    texts.ingest,
    refreshing.refresh,
    exporting.export,
    importing.import_file,
    embedding.embed,
    indexing.reindex,
    training.train,
    training.rescore,
    texts.sample,
    texts.document,
):
    cli.add_command(command)


def main() -> NoReturn:
    """Run a command: 0 done, 2 refused with one sentence, 1 broken."""
    # Requests run side by side already: threads within numpy's products would only wait for them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _stop(2, _in_one_sentence(error))
    except SENTENCES as error:
        _stop(2, str(error))
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        _stop(1, f"The database refuses: {reason}. Is it there, and migrated (claimdesk migrate)?")
    sys.exit(0)


def _in_one_sentence(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return "Name a command; --help lists them."
    return " ".join(error.format_message().split())


def _stop(status: int, sentence: str) -> NoReturn:
    click.echo(f"claimdesk: {sentence}", err=True)
    sys.exit(status)
