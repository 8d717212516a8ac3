"""The command line. Each command calls the same actions as the API, as the operator."""

import secrets
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from service import migrate as migrations
from service.accounts import actions as accounts
from service.accounts import queries as people
from service.backup import CannotBackUp, back_up
from service.db import Database
from service.documents import sample as samples
from service.documents.actions import add_document
from service.documents.cutting import cut
from service.documents.purge import purge_document
from service.documents.schemas import Description
from service.errors import Invalid, Refusal
from service.http.bodies import flatten
from service.logs import set_up_logs
from service.permissions import OPERATOR
from service.server import PortTaken, check_port, serve
from service.settings import Settings, WrongSetting, read_settings
from service.vocabulary import Role

ROLE = click.Choice([role.value for role in Role])
MANY = 1_000_000
"""More people and keys than a desk has: the command line lists them all."""


def main() -> NoReturn:
    """Run a command: 0 done, 2 refused with one sentence, 1 broken."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _stop(2, error.format_message())
    except (Refusal, WrongSetting, PortTaken, CannotBackUp) as error:
        _stop(2, str(error))
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        _stop(1, f"The database refuses: {reason}. Is it there, and migrated (claimdesk migrate)?")
    sys.exit(0)


def _stop(status: int, sentence: str) -> NoReturn:
    click.echo(f"claimdesk: {sentence}", err=True)
    sys.exit(status)


@cache
def _settings() -> Settings:
    return read_settings()


@cache
def _database() -> Database:
    return Database(_settings().database_url)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Claimdesk, a fact-check desk. Settings come from the environment (docs/operating.md)."""


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrations.migrate(_database())
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
    return replace(_settings(), **{name: each for name, each in options.items() if each})


@cli.command("serve")
@_address
def serve_command(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve. The database has to be migrated."""
    settings = _with(host=host, port=port, workers=workers)
    set_up_logs(settings.log_level)
    serve(settings)


@cli.command()
@_address
def start(host: str | None, port: int | None, workers: int | None) -> None:
    """Migrate, put in the sample article and an administrator the first time, and serve."""
    settings = _with(host=host, port=port, workers=workers)
    check_port(settings)
    migrations.migrate(_database())
    with _database().reading() as session:
        is_new = not people.list_users(session, after=0, limit=1)
    if is_new:
        _put_in_sample()
        password = secrets.token_urlsafe(12)
        hashed = accounts.hash_password(password)
        with _database().transaction() as session:
            accounts.add_user(
                session, OPERATOR, name="admin", role=Role.ADMIN, password_hash=hashed
            )
        click.echo(f"Administrator: admin, password: {password} (shown this once)")
    set_up_logs(settings.log_level)
    click.echo(f"Open http://{settings.host}:{settings.port}/api/docs (stop with Ctrl+C)")
    _database().engine.dispose()
    serve(settings)


@cli.group()
def user() -> None:
    """People and programs."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def user_add(name: str, role: str, password_stdin: bool) -> None:
    """Add somebody; a program needs no password, only a key."""
    hashed = accounts.hash_password(_read_password()) if password_stdin else None
    with _database().transaction() as session:
        added = accounts.add_user(
            session, OPERATOR, name=name, role=Role(role), password_hash=hashed
        )
    click.echo(f"Added {added.role} {added.name}.")


@user.command("list")
def user_list() -> None:
    """Everybody: id, name, role, and whether they are disabled."""
    with _database().reading() as session:
        for each in people.list_users(session, after=0, limit=MANY):
            state = "disabled" if each.disabled_at else "active"
            click.echo(f"{each.id}\t{each.name}\t{each.role}\t{state}")


def _change_user(name: str, **changes: Any) -> None:
    with _database().transaction() as session:
        person = people.get_user_by_name(session, name)
        accounts.change_user(session, OPERATOR, person, **changes)


@user.command("disable")
@click.argument("name")
def user_disable(name: str) -> None:
    """Let somebody in no more; their keys end to count at once."""
    _change_user(name, disabled=True)
    click.echo(f"Disabled {name}.")


@user.command("enable")
@click.argument("name")
def user_enable(name: str) -> None:
    """Let somebody in again."""
    _change_user(name, disabled=False)
    click.echo(f"Enabled {name}.")


@user.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read it from standard input, do not ask.")
def user_password(name: str, password_stdin: bool) -> None:
    """Give somebody a new password."""
    with _database().reading() as session:
        people.get_user_by_name(session, name)
    password = (
        _read_password()
        if password_stdin
        else click.prompt("New password", hide_input=True, confirmation_prompt=True)
    )
    _change_user(name, password_hash=accounts.hash_password(password))
    click.echo(f"Changed the password of {name}.")


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
def user_role(name: str, role: str) -> None:
    """Give somebody another role."""
    _change_user(name, role=Role(role))
    click.echo(f"{name} is {role} now.")


@cli.group()
def key() -> None:
    """API keys."""


@key.command("add")
@click.argument("name")
@click.option("--label", help="What it is for.")
@click.option("--expires-in", "days", type=click.IntRange(1, 3650), metavar="DAYS")
def key_add(name: str, label: str | None, days: int | None) -> None:
    """Make a key for somebody and print it alone, this once."""
    with _database().transaction() as session:
        owner = people.get_user_by_name(session, name)
        _key, secret = accounts.add_key(
            session, OPERATOR, user_id=owner.id, label=label, expires_in_days=days
        )
    click.echo(secret)


@key.command("list")
def key_list() -> None:
    """Every key: id, owner, beginning, label, and how it stands."""
    with _database().reading() as session:
        for each in people.list_keys(session, user_id=None, after=0, limit=MANY):
            state = "revoked" if each.revoked_at else f"expires {each.expires_at or 'never'}"
            click.echo(f"{each.id}\t{each.user.name}\t{each.prefix}\t{each.label or ''}\t{state}")


@key.command("revoke")
@click.argument("key_id", type=int, metavar="ID")
def key_revoke(key_id: int) -> None:
    """End a key at once; `key list` tells its id."""
    with _database().transaction() as session:
        accounts.revoke_key(session, OPERATOR, people.get_key(session, OPERATOR, key_id))
    click.echo(f"Revoked key {key_id}.")


@cli.command()
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
    pieces = cut(text, described_well.get("language"))
    with _database().transaction() as session:
        document, is_new = add_document(session, OPERATOR, pieces, **described_well)
    known = "" if is_new else " (it was there already)"
    click.echo(f"Document {document.id}: {document.claims_count} claims{known}.")


@cli.command()
def sample() -> None:
    """Put in the sample article, for everyone to read; a second time changes nothing."""
    _put_in_sample()


def _put_in_sample() -> None:
    pieces = cut(samples.read_text(), samples.LANGUAGE)
    with _database().transaction() as session:
        document, is_new = add_document(session, OPERATOR, pieces, **samples.DESCRIPTION)
    known = "" if is_new else " (it was there already)"
    click.echo(
        f"Document {document.id}: the sample article, {document.claims_count} claims{known}."
    )


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the database as it stands now, while it is served, to a new file."""
    back_up(_database(), file)
    click.echo(f"Copied to {file}.")


@cli.group()
def document() -> None:
    """Documents."""


@document.command("purge")
@click.argument("document_id", type=click.IntRange(1), metavar="ID")
@click.option("--reason", required=True, help="Followers of its verdicts read it.")
def document_purge(document_id: int, reason: str) -> None:
    """Remove a document's text and all that was written about it, for good."""
    with _database().transaction() as session:
        purge_document(session, OPERATOR, document_id, reason)
    click.echo(f"Purged document {document_id}. Its history says who did what, and no more.")
