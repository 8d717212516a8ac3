"""Signing in and out, and one's own account. The people are in people_pages.py."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.accounts import actions, browsers, queries, rules, signing_in
from service.accounts.schemas import NewKey
from service.db import utcnow
from service.errors import Invalid, Refusal, TooManyRequests
from service.http.auth import COOKIE, page, session_id, viewer
from service.http.forms import read_form, sent
from service.http.pages import local_path, pages, redirect, redirect_to, render, settings
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import database, reading, transaction
from service.models import ApiKey
from service.permissions import Permission, Viewer

bp = pages("accounts", __name__)


def _key_exists(session: Session, someone: Viewer, key_id: int) -> None:
    queries.get_key(session, someone, key_id)


def _session_exists(session: Session, someone: Viewer, begun_id: int) -> None:
    queries.get_session(session, someone, begun_id)


@bp.get("/sign-in")
@page(Permission.SIGN_IN)
def sign_in() -> Response:
    """The form; who is signed in already goes on."""
    if viewer().id is not None:
        return redirect_to(local_path(request.args.get("next")) or "/")
    return render("accounts/sign_in.html", next=local_path(request.args.get("next")), name="")


@bp.post("/sign-in")
@page(Permission.SIGN_IN)
def create_session() -> Response:
    """Sign in with name and password."""
    form = sent(most=1 << 14)
    name, onward = form.get("name", ""), local_path(form.get("next"))
    try:
        user_id = signing_in.check(database(), name, form.get("password", ""))
        with transaction() as session:
            browser = request.headers.get("User-Agent")
            user = queries.get_user(session, user_id)
            _row, token = actions.begin_session(session, user, browser=browser)
            if viewer().id is not None:
                actions.end_session(session, viewer(), session_id())
    except (Invalid, TooManyRequests) as refusal:
        return _refused("accounts/sign_in.html", refusal, next=onward, name=name)
    response = redirect_to(onward or "/")
    response.set_cookie(
        COOKIE,
        token,
        max_age=400 * 24 * 3600,  # as long as browsers allow; the session row decides
        httponly=True,
        samesite="Lax",
        secure=request.is_secure or settings().public_url.startswith("https:"),
        path="/",
    )
    return response


@bp.post("/sign-out")
@page(Permission.SIGN_IN)
def sign_out() -> Response:
    """End this session; whoever has none is signed out already."""
    if viewer().id is not None:
        with transaction() as session:
            actions.end_session(session, viewer(), session_id())
    response = redirect("accounts_pages.sign_in", "signed_out")
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
    return response


@bp.get("/account")
@page(Permission.OWN_ACCOUNT)
def show_account() -> Response:
    """One's own account: role, password, keys, sessions."""
    return render("accounts/account.html", **_account())


@bp.post("/account/password")
@page(Permission.OWN_ACCOUNT)
def change_password() -> Response:
    """Give oneself a new password; all other sessions end."""
    form = sent()
    new = form.get("new", "")
    try:
        _check_again(new, form.get("again", ""))
        actions.change_own_password(
            database(),
            viewer(),
            current=form.get("current", ""),
            new=new,
            keep_session_id=session_id(),
        )
    except (Invalid, TooManyRequests) as refusal:
        return _refused("accounts/account.html", refusal, form="password", **_account())
    return redirect("accounts_pages.show_account", "password_changed")


@bp.post("/account/keys")
@page(Permission.OWN_KEYS)
def create_key() -> Response:
    """Make a key for oneself. This answer alone holds it, so nothing may keep the answer."""
    try:
        wanted = read_form(NewKey)
    except Invalid as refusal:
        typed = sent().to_dict()
        return _refused("accounts/account.html", refusal, form="key", typed=typed, **_account())
    with database().transaction() as session:
        key, secret = actions.add_key(session, viewer(), user_id=viewer().id, **wanted)
        made = {"label": key.label, "expires_at": key.expires_at, "secret": secret}
    response = render("accounts/account.html", 201, made=made, **_account())
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/account/keys/<id:key_id>/revocation")
@page(Permission.OWN_KEYS, exists=_key_exists)
def revoke_key(key_id: int) -> Response:
    """Revoke a key at once."""
    with transaction() as session:
        actions.revoke_key(session, viewer(), queries.get_key(session, viewer(), key_id))
    return redirect("accounts_pages.show_account", "key_revoked")


@bp.post("/account/sessions/<id:begun_id>/end")
@page(Permission.OWN_ACCOUNT, exists=_session_exists)
def end_session(begun_id: int) -> Response:
    """Sign another browser out."""
    with transaction() as session:
        actions.end_session(session, viewer(), begun_id)
    return redirect("accounts_pages.show_account", "session_ended")


@bp.post("/account/sessions/end")
@page(Permission.OWN_ACCOUNT)
def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    with transaction() as session:
        actions.end_sessions(session, viewer().id or 0, but=session_id())
    return redirect("accounts_pages.show_account", "sessions_ended")


def _account() -> dict[str, Any]:
    """What the page of one's account shows."""
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("account/keys", args, (int,))
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_keys(session, user_id=viewer().id, after=after, limit=asked.limit + 1)
        begun = queries.list_sessions(session, viewer())
    keys, next_cursor = asked.cut(rows, lambda key: (key.id,))
    return {
        "keys": keys,
        "counting": counting(keys),
        "next_cursor": next_cursor,
        "is_first": asked.after is None,
        "sessions": begun,
        "browsers": {each.id: browsers.in_words(each.browser) for each in begun},
        "this_session": session_id(),
    }


def _check_again(new: str, again: str) -> None:
    if again != new:
        sentence = "This is not the same as the new password."
        raise Invalid(sentence, errors={"again": [sentence]})


def counting(keys: Iterable[ApiKey]) -> set[int]:
    """The ids of those keys that let somebody in now, were their owner not disabled."""
    now = utcnow()
    return {
        key.id
        for key in keys
        if rules.key_counts(now, expires_at=key.expires_at, revoked_at=key.revoked_at)
    }


def _refused(template: str, refusal: Refusal, **context: Any) -> Response:
    """The form again, with what was wrong, and when to come back."""
    seconds = refusal.extra.get("retry_after")
    until = None if seconds is None else utcnow() + timedelta(seconds=seconds)
    response = render(template, status_of(refusal), refusal=refusal, retry_at=until, **context)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
