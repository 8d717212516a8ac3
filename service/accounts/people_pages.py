"""People and everybody's keys, for administrators."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.accounts import actions, queries
from service.accounts.pages import bp, counting
from service.accounts.schemas import NewUser, UserChange
from service.errors import Conflict, Invalid
from service.http.auth import page, viewer
from service.http.forms import read_form, sent
from service.http.pages import redirect, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission, Viewer


def _user_exists(session: Session, _viewer: Viewer, user_id: int) -> None:
    queries.get_user(session, user_id)


def _key_exists(session: Session, someone: Viewer, key_id: int) -> None:
    queries.get_key(session, someone, key_id)


@bp.get("/administration/people")
@page(Permission.ADMINISTER_PEOPLE)
def list_people() -> Response:
    """People and programs by id."""
    asked = _asked("administration/people")
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_users(session, after=after, limit=asked.limit + 1)
    people, next_cursor = asked.cut(rows, lambda user: (user.id,))
    return render(
        "accounts/people.html",
        people=people,
        next_cursor=next_cursor,
        is_first=asked.after is None,
    )


@bp.get("/administration/people/new")
@page(Permission.ADMINISTER_PEOPLE)
def new_person() -> Response:
    """The form for somebody new."""
    return render("accounts/new_person.html", typed={})


@bp.post("/administration/people")
@page(Permission.ADMINISTER_PEOPLE)
def create_person() -> Response:
    """Add a person or a program, with a first password or none."""
    password = sent().get("password", "")
    try:
        wanted = read_form(NewUser)
        hashed = actions.hash_password(password) if password else None
        with transaction() as session:
            actions.add_user(session, viewer(), password_hash=hashed, **wanted)
    except (Invalid, Conflict) as refusal:
        typed = sent().to_dict()
        return render("accounts/new_person.html", status_of(refusal), refusal=refusal, typed=typed)
    notice = "user_added" if password else "user_added_without_password"
    return redirect("accounts_pages.list_people", notice)


@bp.get("/administration/people/<id:user_id>")
@page(Permission.ADMINISTER_PEOPLE)
def show_person(user_id: int) -> Response:
    """Somebody's role, and whether and how they sign in."""
    return _person(user_id)


@bp.post("/administration/people/<id:user_id>")
@page(Permission.ADMINISTER_PEOPLE, exists=_user_exists)
def update_person(user_id: int) -> Response:
    """Give somebody another role, disable them or let them in again."""
    try:
        changes = read_form(UserChange)
        with transaction() as session:
            user = queries.get_user(session, user_id)
            actions.change_user(session, viewer(), user, **changes)
    except (Invalid, Conflict) as refusal:
        return _person(user_id, status_of(refusal), refusal=refusal, form="person")
    return redirect("accounts_pages.show_person", "user_changed", user_id=user_id)


@bp.post("/administration/people/<id:user_id>/password")
@page(Permission.ADMINISTER_PEOPLE, exists=_user_exists)
def set_password(user_id: int) -> Response:
    """Give somebody a new password, which signs them out and ends a lock."""
    try:
        hashed = actions.hash_password(sent().get("password", ""))
    except Invalid as refusal:
        return _person(user_id, status_of(refusal), refusal=refusal, form="password")
    with transaction() as session:
        user = queries.get_user(session, user_id)
        actions.change_user(session, viewer(), user, password_hash=hashed)
    return redirect("accounts_pages.show_person", "password_set", user_id=user_id)


@bp.get("/administration/keys")
@page(Permission.ADMINISTER_PEOPLE)
def list_keys() -> Response:
    """Everybody's keys by id."""
    asked = _asked("administration/keys")
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_keys(session, user_id=None, after=after, limit=asked.limit + 1)
    keys, next_cursor = asked.cut(rows, lambda key: (key.id,))
    return render(
        "accounts/keys.html",
        keys=keys,
        counting=counting(keys),
        next_cursor=next_cursor,
        is_first=asked.after is None,
    )


@bp.post("/administration/keys/<id:key_id>/revocation")
@page(Permission.ADMINISTER_PEOPLE, exists=_key_exists)
def revoke_anybodys_key(key_id: int) -> Response:
    """Revoke somebody's key at once."""
    with transaction() as session:
        actions.revoke_key(session, viewer(), queries.get_key(session, viewer(), key_id))
    return redirect("accounts_pages.list_keys", "key_revoked")


def _person(user_id: int, status: int = 200, **context: Any) -> Response:
    with reading() as session:
        person = queries.get_user(session, user_id)
    return render("accounts/person.html", status, person=person, **context)


def _asked(name: str) -> Page:
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    return Page(name, args, (int,))
