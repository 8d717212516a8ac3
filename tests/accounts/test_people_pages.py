"""People and everybody's keys, as administrators see them."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from service.database import Database
from service.models import Event, User
from tests.accounts.browsing import link, sign_in
from tests.accounts.people import PASSWORD, add, fail
from tests.factories import Desk
from tests.http.reading import fields_at_fault, message_of, text_of, value_of

NEW = "a new and longer one"


def test_people_are_listed_with_role_and_way_in(desk: Desk, database: Database):
    add(database, "Ada")
    page = text_of(desk.admin.browser.get("/administration/people").text)
    assert re.search(r"Ada Annotator signs in with a password", page)
    assert re.search(r"admin \(you\) Administrator has no password", page)


def test_somebody_added_with_a_password_signs_in(desk: Desk, app: Flask):
    form = {"name": "Bo", "role": "reviewer", "password": PASSWORD}
    answer = desk.admin.browser.post("/administration/people", data=form)
    assert (answer.status_code, answer.location) == (303, "/administration/people")
    client = app.test_client()
    assert sign_in(client, "Bo").status_code == 303
    assert "Reviewer" in client.get("/account").text


def test_somebody_added_without_one_does_not(desk: Desk, app: Flask):
    browser = desk.admin.browser
    browser.post("/administration/people", data={"name": "bot", "role": "annotator"})
    assert "before a password is set" in browser.get("/administration/people").text
    assert sign_in(app.test_client(), "bot", "").status_code == 422


@pytest.mark.parametrize(
    ("given", "status", "fields"),
    [
        ({"name": ""}, 422, ["name"]),
        ({"name": "<b>"}, 422, ["name"]),
        ({"name": "x" * 81}, 422, ["name"]),
        ({"name": "\x00"}, 422, ["name"]),
        ({"role": "king"}, 422, ["role"]),
        ({"role": ""}, 422, ["role"]),
        ({"password": "short"}, 422, ["password"]),
        ({"name": "ANNOTATOR"}, 409, []),
    ],
)
def test_somebody_who_cannot_be_added_comes_back_as_typed(
    desk: Desk, given: dict[str, str], status: int, fields: list[str]
):
    assert desk.annotator.viewer.name == "annotator"
    browser, typed = desk.admin.browser, {"name": "Bo", "role": "reviewer"} | given
    answer = browser.post("/administration/people", data=typed)
    assert answer.status_code == status
    assert fields_at_fault(answer.text) == fields
    assert message_of(answer.text)
    assert value_of(answer.text, "name") == (typed["name"] or None)
    assert value_of(answer.text, "password") is None
    assert "Bo" not in text_of(browser.get("/administration/people").text)


def test_a_new_role_counts_and_signs_them_out(desk: Desk):
    person = desk.annotator
    assert person.browser.get("/account").status_code == 200
    path = f"/administration/people/{person.viewer.id}"
    answer = desk.admin.browser.post(path, data={"role": "reviewer"})
    assert (answer.status_code, answer.location) == (303, path)
    assert person.browser.get("/account").status_code == 303
    assert "Reviewer" in text_of(desk.admin.browser.get(path).text)


def test_somebody_disabled_is_let_in_again(desk: Desk, app: Flask, database: Database):
    person = add(database)
    path = f"/administration/people/{person.id}"
    browser = desk.admin.browser
    assert browser.post(path, data={"disabled": "true"}).status_code == 303
    assert "Let in again" in browser.get(path).text
    assert sign_in(app.test_client()).status_code == 422
    assert browser.post(path, data={"disabled": "false"}).status_code == 303
    assert sign_in(app.test_client()).status_code == 303


@pytest.mark.parametrize("change", [{"role": "reviewer"}, {"disabled": "true"}])
def test_the_last_administrator_stays(desk: Desk, change: dict[str, str]):
    path = f"/administration/people/{desk.admin.viewer.id}"
    answer = desk.admin.browser.post(path, data=change)
    assert answer.status_code == 409
    assert message_of(answer.text).startswith("This is the last administrator.")
    assert desk.admin.browser.get(path).status_code == 200


def test_a_password_set_by_an_administrator_counts(desk: Desk, app: Flask, database: Database):
    person = add(database)
    fail(database, "Ada", 9)
    path = f"/administration/people/{person.id}"
    answer = desk.admin.browser.post(f"{path}/password", data={"password": NEW})
    assert (answer.status_code, answer.location) == (303, path)
    assert sign_in(app.test_client(), password=PASSWORD).status_code == 422
    assert sign_in(app.test_client(), password=NEW).status_code == 303


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_too_short_or_long_is_refused(desk: Desk, database: Database, password: str):
    person = add(database)
    path = f"/administration/people/{person.id}/password"
    answer = desk.admin.browser.post(path, data={"password": password})
    assert (answer.status_code, fields_at_fault(answer.text)) == (422, ["password"])


@pytest.mark.parametrize("what", ["", "/password"])
def test_somebody_who_is_not_there_is_not_found(desk: Desk, what: str):
    assert desk.admin.browser.post(f"/administration/people/999{what}").status_code == 404


def test_many_people_come_in_pages(desk: Desk):
    assert desk.admin.viewer.id
    for number in range(50):
        desk.add("annotator", f"Number {number}")
    first = desk.admin.browser.get("/administration/people").text
    assert (">Number 48<" in first, ">Number 49<" in first) == (True, False)
    second = desk.admin.browser.get(link(first, "Next page")).text
    assert (">Number 48<" in second, ">Number 49<" in second) == (False, True)


@pytest.mark.parametrize("cursor", ["x", "A" * 5000, "é", "AAAA"])
@pytest.mark.parametrize("path", ["/account", "/administration/people", "/administration/keys"])
def test_a_damaged_cursor_is_an_error_page(desk: Desk, path: str, cursor: str):
    answer = desk.admin.browser.get(path, query_string={"cursor": cursor})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_an_administrator_sees_whose_keys_there_are_and_revokes_them(desk: Desk):
    key_id = desk.annotator.get("/api/v1/api-keys").json["items"][0]["id"]
    browser = desk.admin.browser
    page = browser.get("/administration/keys").text
    assert re.search(rf"{re.escape(desk.annotator.key[:12])}… annotator", text_of(page))
    assert desk.annotator.key not in page
    answer = browser.post(f"/administration/keys/{key_id}/revocation")
    assert (answer.status_code, answer.location) == (303, "/administration/keys")
    assert desk.annotator.get("/documents").status_code == 401
    assert (
        f"/administration/keys/{key_id}/revocation" not in browser.get("/administration/keys").text
    )


def test_what_is_refused_leaves_no_event(desk: Desk, database: Database):
    assert desk.admin.viewer.id
    with database.reading() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(Event))
        users = session.scalar(sa.select(sa.func.count()).select_from(User))
    browser = desk.admin.browser
    browser.post("/administration/people", data={"name": "admin", "role": "reader"})
    browser.post(f"/administration/people/{desk.admin.viewer.id}", data={"role": "reader"})
    browser.post("/account/keys", data={"expires_in_days": "0"})
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == before
        assert session.scalar(sa.select(sa.func.count()).select_from(User)) == users
