"""Signing in and out, one's own account, and people for administrators."""

from flask import Response, request

from service.accounts import actions, signing_in
from service.accounts.queries import get_user
from service.errors import Invalid, TooManyRequests
from service.http.auth import COOKIE, page, session_id, viewer
from service.http.forms import sent
from service.http.pages import local_path, pages, redirect, redirect_to, render, settings
from service.http.problems import status_of
from service.http.transactions import database, transaction
from service.permissions import Permission

bp = pages("accounts", __name__)


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
    form = sent()
    name, onward = form.get("name", ""), local_path(form.get("next"))
    try:
        user_id = signing_in.check(database(), name, form.get("password", ""))
    except (Invalid, TooManyRequests) as refusal:
        return render(
            "accounts/sign_in.html", status_of(refusal), next=onward, name=name, refusal=refusal
        )
    with transaction() as session:
        browser = request.headers.get("User-Agent")
        user = get_user(session, user_id)
        _row, token = actions.begin_session(session, user, browser=browser)
    response = redirect_to(onward or "/")
    response.set_cookie(
        COOKIE,
        token,
        max_age=14 * 24 * 3600,
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
    """One's own account."""
    return render("accounts/account.html")


@bp.get("/administration/people")
@page(Permission.ADMINISTER_PEOPLE)
def list_people() -> Response:
    """People and roles."""
    return render("accounts/people.html")
