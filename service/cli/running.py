"""`claimdesk migrate`, `serve`, `start` and `backup`."""

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from service import migrate as migrations
from service.accounts import actions as accounts
from service.accounts import queries as people
from service.backup import back_up
from service.cli.process import database, settings
from service.cli.texts import put_in_sample
from service.cli.working import worker_beside
from service.logs import set_up_logs
from service.permissions import OPERATOR
from service.server import address, check_port
from service.server import serve as run_server
from service.settings import Settings
from service.vocabulary import Role


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrations.migrate(database())
    click.echo(f"The database is at {migrations.head()}.")


def _address(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--workers", type=click.IntRange(1, 64), help="Processes; else WORKERS."),
        click.option("--port", type=click.IntRange(1, 65535), help="Else PORT."),
        click.option("--host", help="Else HOST."),
    ):
        command = option(command)
    return command


def _with(**options: Any) -> Settings:
    return replace(settings(), **{name: each for name, each in options.items() if each})


@click.command()
@_address
@click.option("--with-worker", is_flag=True, help="Work in the background too.")
def serve(host: str | None, port: int | None, workers: int | None, with_worker: bool) -> None:
    """Serve. The database has to be migrated."""
    chosen = _with(host=host, port=port, workers=workers)
    set_up_logs(chosen.log_level)
    with worker_beside(chosen) if with_worker else nullcontext():
        run_server(chosen)


@click.command()
@_address
def start(host: str | None, port: int | None, workers: int | None) -> None:
    """Migrate, put in the sample article and an administrator the first time, serve and work."""
    chosen = _with(host=host, port=port, workers=workers)
    check_port(chosen)
    migrations.migrate(database())
    with database().reading() as session:
        is_new = not people.list_users(session, after=0, limit=1)
    if is_new:
        put_in_sample()
        password = secrets.token_urlsafe(12)
        hashed = accounts.hash_password(password)
        with database().transaction() as session:
            accounts.add_user(
                session, OPERATOR, name="admin", role=Role.ADMIN, password_hash=hashed
            )
        click.echo(f"Administrator: admin, password: {password} (shown this once)")
    set_up_logs(chosen.log_level)
    click.echo(f"Open http://{address(chosen)} and sign in (stop with Ctrl+C)")
    database().engine.dispose()
    with worker_beside(chosen):
        run_server(chosen)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the database as it stands now, while it is served, to a new file."""
    back_up(database(), file)
    click.echo(f"Copied to {file}.")
