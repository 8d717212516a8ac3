"""`claimdesk user` and `claimdesk key`."""

import sys
from typing import Any

import click

from service.accounts import actions as accounts
from service.accounts import queries as people
from service.cli.process import ROW, database
from service.permissions import OPERATOR
from service.vocabulary import Role

ROLE = click.Choice([role.value for role in Role])
MANY = 1_000_000
"""More people and keys than a desk has: the command line lists them all."""


@click.group()
def user() -> None:
    """People and programs."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def user_add(name: str, role: str, password_stdin: bool) -> None:
    """Add somebody; a program needs no password, only a key."""
    hashed = accounts.hash_password(_read_password()) if password_stdin else None
    with database().transaction() as session:
        added = accounts.add_user(
            session, OPERATOR, name=name, role=Role(role), password_hash=hashed
        )
    click.echo(f"Added {added.role} {added.name}.")


@user.command("list")
def user_list() -> None:
    """Everybody: id, name, role, and whether they are disabled."""
    with database().reading() as session:
        for each in people.list_users(session, after=0, limit=MANY):
            state = "disabled" if each.disabled_at else "active"
            click.echo(f"{each.id}\t{each.name}\t{each.role}\t{state}")


def _change_user(name: str, **changes: Any) -> None:
    with database().transaction() as session:
        person = people.get_user_by_name(session, name)
        accounts.change_user(session, OPERATOR, person, **changes)


@user.command("disable")
@click.argument("name")
def user_disable(name: str) -> None:
    """Let somebody in no more; keys and sessions end to count at once."""
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
    """Give somebody a new password: signs them out everywhere, and ends a lock."""
    with database().reading() as session:
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


@click.group()
def key() -> None:
    """API keys."""


@key.command("add")
@click.argument("name")
@click.option("--label", help="What it is for.")
@click.option("--expires-in", "days", type=click.IntRange(1, 3650), metavar="DAYS")
def key_add(name: str, label: str | None, days: int | None) -> None:
    """Make a key for somebody and print it alone, this once."""
    with database().transaction() as session:
        owner = people.get_user_by_name(session, name)
        _key, secret = accounts.add_key(
            session, OPERATOR, user_id=owner.id, label=label, expires_in_days=days
        )
    click.echo(secret)


@key.command("list")
def key_list() -> None:
    """Every key: id, owner, beginning, label, and how it stands."""
    with database().reading() as session:
        for each in people.list_keys(session, user_id=None, after=0, limit=MANY):
            state = "revoked" if each.revoked_at else f"expires {each.expires_at or 'never'}"
            click.echo(f"{each.id}\t{each.user.name}\t{each.prefix}\t{each.label or ''}\t{state}")


@key.command("revoke")
@click.argument("key_id", type=ROW, metavar="ID")
def key_revoke(key_id: int) -> None:
    """End a key at once; `key list` tells its id."""
    with database().transaction() as session:
        accounts.revoke_key(session, OPERATOR, people.get_key(session, OPERATOR, key_id))
    click.echo(f"Revoked key {key_id}.")
