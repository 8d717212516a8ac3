"""Signing in and out, as pages."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from service.database import Database
from service.http.auth import COOKIE
from service.models import SignInSession
from tests.accounts.browsing import sign_in
from tests.accounts.people import add, fail
from tests.factories import Desk
from tests.http.reading import fields_at_fault, focused, message_of, value_of


def test_who_signs_in_goes_where_they_wanted_to(app: Flask, database: Database):
    add(database)
    client = app.test_client()
    asked = client.get("/account?cursor=")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/account?cursor%3D")
    form = client.get(asked.location).text
    answer = sign_in(client, next=value_of(form, "next"))
    assert (answer.status_code, answer.location) == (303, "/account?cursor=")
    page = client.get(answer.location)
    assert (page.status_code, "Ada" in page.text) == (200, True)


@pytest.mark.parametrize("name", ["Ada", "Nobody"])
def test_a_wrong_password_and_a_wrong_name_are_told_alike(
    app: Flask, database: Database, name: str
):
    add(database)
    answer = sign_in(app.test_client(), name, "not it at all", next="/account")
    assert answer.status_code == 422
    assert message_of(answer.text) == "Name and password do not match."
    assert fields_at_fault(answer.text) == []
    assert value_of(answer.text, "name") == name
    assert value_of(answer.text, "password") is None
    assert value_of(answer.text, "next") == "/account"
    assert focused(answer.text) == "password"
    assert COOKIE not in str(answer.headers)


def test_the_focus_is_on_what_is_to_be_typed_first(app: Flask):
    assert focused(app.test_client().get("/sign-in").text) == "name"


def test_a_locked_name_says_until_when(app: Flask, database: Database):
    add(database)
    fail(database, "Ada", 5)
    answer = sign_in(app.test_client())
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    assert re.search(r"That is at <time datetime=", answer.text)
    assert value_of(answer.text, "name") == "Ada"


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
def test_no_form_leads_to_another_site(app: Flask, database: Database, to: str):
    add(database)
    client = app.test_client()
    assert "evil" not in client.get("/sign-in", query_string={"next": to}).text
    assert sign_in(client, next=to).location == "/"


def test_who_signs_in_again_ends_the_session_before(desk: Desk, database: Database):
    add(database)
    browser = desk.annotator.browser
    assert sign_in(browser).status_code == 303
    with database.reading() as session:
        rows = session.scalars(sa.select(SignInSession).order_by(SignInSession.id)).all()
    assert [row.ended_at is None for row in rows] == [False, True]


def test_who_is_signed_in_needs_no_form(desk: Desk):
    answer = desk.reader.browser.get("/sign-in?next=/account")
    assert (answer.status_code, answer.location) == (303, "/account")


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(desk: Desk, app: Flask):
    browser = desk.annotator.browser
    kept = browser.get_cookie(COOKIE)
    assert kept is not None
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert browser.get_cookie(COOKIE) is None
    thief = app.test_client()
    thief.set_cookie(COOKIE, kept.value)
    assert thief.get("/account").status_code == 303
    assert "You are signed out." in browser.get("/sign-in").text


def test_every_page_offers_to_sign_out(desk: Desk):
    for path in ("/account", "/administration/people", "/nowhere"):
        page = desk.admin.browser.get(path, headers={"Accept": "text/html"})
        assert 'action="/sign-out"' in page.text
