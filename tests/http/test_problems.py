"""Every way to fail becomes application/problem+json, whatever the application."""

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, TooManyRequests

from service import errors
from service.errors import Refusal
from service.http import observing, problems

SECRET = "postgresql://ada:secret@db/desk"


@pytest.fixture
def small() -> Flask:
    """An application that knows how to fail, and nothing else."""
    app = Flask(__name__)

    @app.get("/status/<int:status>")
    def status(status: int):
        abort(status)

    @app.get("/later")
    def later():
        raise TooManyRequests(retry_after=30)

    @app.get("/broken")
    def broken():
        raise RuntimeError(SECRET)

    @app.get("/database")
    def database():
        raise OperationalError("SELECT secret", {}, Exception("database is locked"))

    @app.get("/stale")
    def stale():
        raise StaleDataError("UPDATE statement on table 'edits' expected to update 1 row(s)")

    @app.get("/refusal/<name>")
    def refusal(name: str):
        raise getattr(errors, name)("A sentence.", errors={"field": ["Wrong."]}, more="More.")

    problems.init_app(app)
    observing.init_app(app)
    return app


def ask(app: Flask, path: str, method: str = "GET"):
    answer = app.test_client().open(path, method=method, headers={"X-Request-Id": "mine"})
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    problem = answer.get_json()
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"urn:claimdesk:problem:{problem['code']}"
    assert problem["request_id"] == answer.headers["X-Request-Id"] == "mine"
    assert problem["title"]
    assert problem["detail"]
    return answer


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "malformed"),
        (404, "not_found"),
        (413, "too_large"),
        (415, "unsupported_media_type"),
        (429, "too_many_requests"),
        (418, "im_a_teapot"),
        (503, "service_unavailable"),
    ],
)
def test_what_flask_refuses_is_a_problem(small: Flask, status: int, code: str):
    answer = ask(small, f"/status/{status}")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_wrong_method_names_the_right_ones(small: Flask):
    answer = ask(small, "/later", "POST")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_unknown_address_is_a_problem(small: Flask):
    assert ask(small, "/nowhere").get_json()["code"] == "not_found"


def test_too_many_requests_say_when_to_come_back(small: Flask):
    answer = ask(small, "/later")
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too_many_requests")
    assert answer.headers["Retry-After"] == "30"


def test_what_breaks_says_nothing_of_the_program(small: Flask):
    answer = ask(small, "/broken")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal_error")
    for word in (SECRET, "secret", "RuntimeError", "Traceback", ".py"):
        assert word not in answer.text


def test_a_database_that_does_not_answer_is_503(small: Flask):
    answer = ask(small, "/database")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert "SELECT" not in answer.text


def test_a_row_that_somebody_else_changed_is_412(small: Flask):
    answer = ask(small, "/stale")
    assert (answer.status_code, answer.get_json()["code"]) == (412, "revision_changed")
    assert "UPDATE" not in answer.text


@pytest.mark.parametrize("refusal", Refusal.__subclasses__(), ids=lambda each: each.__name__)
def test_every_refusal_has_a_status(small: Flask, refusal: type[Refusal]):
    answer = ask(small, f"/refusal/{refusal.__name__}")
    assert answer.status_code == problems.STATUS[refusal]
    problem = answer.get_json()
    assert problem["detail"] == "A sentence."
    assert problem["code"] == refusal.code
    assert problem["errors"] == {"field": ["Wrong."]}
    assert problem["more"] == "More."
    assert ("WWW-Authenticate" in answer.headers) is (answer.status_code == 401)


def test_every_status_that_werkzeug_knows_is_a_problem(small: Flask):
    known = {each.code for each in HTTPException.__subclasses__() if (each.code or 0) >= 400}
    for status in sorted(known - {401}):
        assert ask(small, f"/status/{status}").status_code == status
