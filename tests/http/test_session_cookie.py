"""The cookie of a session: who it is for, and what it opens."""

from datetime import timedelta

import pytest
from flask import Flask

from app import create_app
from service.accounts import actions
from service.database import Database
from service.http.auth import COOKIE
from service.settings import Settings
from tests.accounts.people import PASSWORD, add, age_session, begin, change
from tests.factories import Desk

FORM = {"name": "Ada", "password": PASSWORD}


def attributes(header: str) -> set[str]:
    """The attributes of a Set-Cookie header."""
    return {part.strip() for part in header.split(";")[1:]}


@pytest.mark.parametrize(
    ("public_url", "asked_by", "secure"),
    [
        ("", "http", False),
        ("", "https", True),
        ("http://desk.example", "http", False),
        ("https://desk.example", "http", True),
        ("https://desk.example", "https", True),
    ],
)
def test_no_script_reads_it_no_other_site_sends_it_and_tls_keeps_it(
    database: Database, public_url: str, asked_by: str, secure: bool
):
    add(database)
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, public_url=public_url))
    try:
        answer = app.test_client().post("/sign-in", data=FORM, base_url=f"{asked_by}://localhost")
    finally:
        app.extensions["database"].engine.dispose()
    assert answer.status_code == 303
    [header] = answer.headers.getlist("Set-Cookie")
    assert header.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} < attributes(header)
    assert ("Secure" in attributes(header)) is secure
    assert not any(part.startswith("Domain") for part in attributes(header))
    assert answer.headers["Cache-Control"] == "no-store"


def with_cookie(app: Flask, token: str):
    """A browser that sends this cookie."""
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def test_only_a_hash_of_it_is_kept(database: Database):
    _id, token = begin(database, add(database))
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT hash, browser FROM sessions").all()
    assert len(rows) == 1
    assert token.encode() not in bytes(rows[0][0])


def ended(database, viewer, session_id):
    with database.transaction() as session:
        actions.end_session(session, viewer, session_id)


def expired(database, viewer, session_id):
    age_session(database, session_id, timedelta(days=14))


def disabled(database, viewer, session_id):
    change(database, viewer, disabled=True)


@pytest.mark.parametrize("end", [ended, expired, disabled])
def test_a_session_that_does_not_count_is_a_strangers(app: Flask, database: Database, end):
    viewer = add(database)
    session_id, token = begin(database, viewer)
    client = with_cookie(app, token)
    assert client.get("/account").status_code == 200
    end(database, viewer, session_id)
    answer = client.get("/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")
    assert client.post("/account/sessions/end").status_code == 401
    assert client.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 8000, "ключ", "%00", "'; DROP TABLE sessions; --", "\\012", "a=b; c"]
)
def test_an_odd_cookie_is_nobodys(app: Flask, token: str):
    client = app.test_client()
    answer = client.get("/account", headers={"Cookie": f"{COOKIE}={token}".encode().decode("l1")})
    assert answer.status_code == 303


def test_a_key_is_no_session_and_a_session_no_key(desk: Desk, database: Database):
    _id, token = begin(database, desk.admin.viewer)
    assert with_cookie(desk.app, desk.admin.key or "").get("/account").status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert desk.stranger.get("/documents", headers=bearer).status_code == 401
    bearer = {"Authorization": f"Bearer {desk.admin.key}"}
    assert desk.app.test_client().get("/account", headers=bearer).status_code == 303


def test_the_api_does_not_know_whose_browser_it_is(desk: Desk):
    browser = desk.admin.browser
    for path in ("documents", "users", "api-keys", "edits"):
        answer = browser.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert browser.post("/api/v1/documents", json={"text": "It is."}).status_code == 401
    assert "Set-Cookie" not in browser.get("/api/v1/tags").headers
    assert browser.get("/api/v1/changes").headers["Cache-Control"] == "public, no-cache"
