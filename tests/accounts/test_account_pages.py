"""One's own account as a page: role, password, keys, sessions."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from service.accounts.browsers import in_words
from service.accounts.queries import recognise
from service.database import Database
from service.http.auth import COOKIE
from service.models import ApiKey
from tests.accounts.browsing import link, sign_in
from tests.accounts.people import PASSWORD, add, age_session, begin, fail
from tests.factories import Desk
from tests.http.reading import fields_at_fault, text_of, value_of

NEW = "a new and longer one"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("reader", "Reader: reads what is published"),
        ("annotator", "Annotator: adds documents"),
        ("reviewer", "Reviewer: does what an annotator does, decides"),
        ("admin", "Administrator: does what a reviewer does"),
    ],
)
def test_the_account_says_what_one_may_do(desk: Desk, role: str, words: str):
    assert words in text_of(getattr(desk, role).browser.get("/account").text)


def signed_in(app: Flask, database: Database) -> FlaskClient:
    """A browser in which Ada is signed in."""
    add(database)
    client = app.test_client()
    assert sign_in(client).status_code == 303
    return client


def change_password(client: FlaskClient, current=PASSWORD, new=NEW, again=NEW):
    """Send the form."""
    return client.post("/account/password", data={"current": current, "new": new, "again": again})


def test_a_new_password_counts_and_other_sessions_end(app: Flask, database: Database):
    client, other = signed_in(app, database), app.test_client()
    sign_in(other)
    answer = change_password(client)
    assert (answer.status_code, answer.location) == (303, "/account")
    page = client.get("/account")
    assert page.status_code == 200
    assert "Your password is changed." in page.text
    assert other.get("/account").status_code == 303
    assert sign_in(app.test_client(), password=PASSWORD).status_code == 422
    assert sign_in(app.test_client(), password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"current": "not it at all"}, "current", "This is not your current password."),
        ({"current": ""}, "current", "This is not your current password."),
        ({"new": "short", "again": "short"}, "new", "A password has 12 to 200 characters."),
        ({"new": "x" * 201, "again": "x" * 201}, "new", "A password has 12 to 200 characters."),
        ({"again": "another one again"}, "again", "This is not the same as the new password."),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "The new password is the same"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_beside_the_field(
    app: Flask, database: Database, given: dict[str, str], field: str, words: str
):
    answer = change_password(signed_in(app, database), **given)
    assert answer.status_code == 422
    assert fields_at_fault(answer.text) == [field]
    assert words in text_of(answer.text)
    for name in ("current", "new", "again"):
        assert value_of(answer.text, name) is None
    assert sign_in(app.test_client()).status_code == 303


def test_guessing_the_current_password_is_slowed_down_too(app: Flask, database: Database):
    client = signed_in(app, database)
    fail(database, "Ada", 5)
    answer = change_password(client)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


def secret_in(text: str) -> str:
    """The key that a page shows."""
    found = re.findall(r"cdk_[A-Za-z0-9_-]{43}", text)
    assert len(found) == 1
    return found[0]


def test_a_key_is_shown_once_on_the_answer_itself(desk: Desk, database: Database):
    browser = desk.annotator.browser
    answer = browser.post("/account/keys", data={"label": "Lookup", "expires_in_days": "30"})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "ETag" not in answer.headers
    secret = secret_in(answer.text)
    page = browser.get("/account").text
    assert secret not in page
    assert secret[:12] in page
    assert "Lookup" in page
    with database.reading() as session:
        found = recognise(session, secret)
    assert found is not None
    assert found[0] == desk.annotator.viewer


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"expires_in_days": "0"}, "expires_in_days"),
        ({"expires_in_days": "3651"}, "expires_in_days"),
        ({"expires_in_days": "soon"}, "expires_in_days"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\x00b"}, "label"),
    ],
)
def test_a_key_that_cannot_be_made_comes_back_as_typed(
    desk: Desk, database: Database, given: dict[str, str], field: str
):
    answer = desk.annotator.browser.post("/account/keys", data=given)
    assert answer.status_code == 422
    assert fields_at_fault(answer.text) == [field]
    assert value_of(answer.text, field) == given[field]
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ApiKey)) == 1


def test_a_revoked_key_ends_at_once_and_stays_in_the_list(desk: Desk):
    browser = desk.annotator.browser
    key_id = desk.annotator.get("/api/v1/api-keys").json["items"][0]["id"]
    answer = browser.post(f"/account/keys/{key_id}/revocation")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert desk.annotator.get("/documents").status_code == 401
    page = text_of(browser.get("/account").text)
    assert "revoked" in page
    assert "Revoke cdk" not in page


def test_the_keys_and_sessions_of_others_do_not_exist(desk: Desk, database: Database):
    key_id = desk.reviewer.get("/api/v1/api-keys").json["items"][0]["id"]
    begun_id, _token = begin(database, desk.reviewer.viewer)
    browser = desk.annotator.browser
    assert browser.post(f"/account/keys/{key_id}/revocation").status_code == 404
    assert browser.post(f"/account/sessions/{begun_id}/end").status_code == 404
    assert desk.reviewer.get("/documents").status_code == 200
    assert desk.reviewer.key not in browser.get("/account").text


def test_many_keys_come_in_pages(desk: Desk, database: Database):
    for number in range(51):
        desk.annotator.post("/api/v1/api-keys", {"label": f"Number {number}."})
    browser = desk.annotator.browser
    first = browser.get("/account").text
    assert ("Number 48." in first, "Number 49." in first) == (True, False)
    second = browser.get(link(first, "Next page")).text
    assert ("Number 48." in second, "Number 49." in second) == (False, True)
    assert link(second, "First page") == "/account"


def test_sessions_are_told_in_words_and_this_one_is_marked(desk: Desk, database: Database):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    begin(database, desk.annotator.viewer, firefox)
    page = text_of(desk.annotator.browser.get("/account").text)
    assert "Firefox on Linux" in page
    assert page.count("This browser, now") == 1


def test_one_session_ends_and_the_others_go_on(desk: Desk, database: Database, app: Flask):
    begun_id, token = begin(database, desk.annotator.viewer)
    _other, kept = begin(database, desk.annotator.viewer)
    browser = desk.annotator.browser
    assert browser.post(f"/account/sessions/{begun_id}/end").location == "/account"
    assert browser.get("/account").status_code == 200
    assert [status_with(app, each) for each in (token, kept)] == [303, 200]


def test_all_other_sessions_end_at_once(desk: Desk, database: Database, app: Flask):
    tokens = [begin(database, desk.annotator.viewer)[1] for _ in range(2)]
    others = begin(database, desk.reviewer.viewer)[1]
    browser = desk.annotator.browser
    assert browser.post("/account/sessions/end").location == "/account"
    assert browser.get("/account").status_code == 200
    assert [status_with(app, token) for token in tokens] == [303, 303]
    assert status_with(app, others) == 200


def status_with(app: Flask, token: str) -> int:
    """How the account answers to whoever has this cookie."""
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client.get("/account").status_code


def test_a_session_unused_for_two_weeks_is_not_listed(desk: Desk, database: Database):
    begun_id, _token = begin(database, desk.annotator.viewer, "curl/8.0")
    assert "curl" in desk.annotator.browser.get("/account").text
    age_session(database, begun_id, timedelta(days=14))
    assert "curl" not in desk.annotator.browser.get("/account").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
            " Gecko) Version/18.0 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
            " like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl"),
        ("Mozilla/5.0", "Unknown browser"),
        ("<script>alert(1)</script>", "Unknown browser"),
        ("", "Unknown browser"),
        (None, "Unknown browser"),
    ],
)
def test_a_browser_in_words(sent: str | None, words: str):
    assert in_words(sent) == words
