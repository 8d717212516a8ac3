"""What is refused is a page for people and a problem for programs, with the same sentence."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from app import create_app
from service import errors
from service.database import Database
from service.http.headers import CSP
from service.settings import Settings
from tests.factories import Desk
from tests.http.reading import text_of

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROGRAMS = [{}, {"Accept": "application/json"}, {"Accept": "*/*"}, {"Accept": "image/png"}]
SENTENCE = "A sentence about <b>it</b>."
REFUSALS = {
    400: errors.Malformed(SENTENCE),
    401: errors.Unauthenticated(SENTENCE),
    403: errors.Forbidden(SENTENCE),
    404: errors.NotFound(SENTENCE),
    409: errors.Conflict(SENTENCE, code="duplicate"),
    410: errors.Gone(SENTENCE),
    412: errors.RevisionChanged(SENTENCE),
    413: errors.TooLarge(SENTENCE),
    415: errors.UnsupportedMediaType(SENTENCE),
    422: errors.Invalid(SENTENCE, errors={"title": ["Too <i>long</i>."]}),
    428: errors.IfMatchMissing(SENTENCE),
    429: errors.TooManyRequests(SENTENCE, retry_after=30),
}
TITLES = {400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 503}


@pytest.fixture(scope="module")
def applications() -> Iterator[Callable[[str], Flask]]:
    """The application on a database, with addresses that fail in every way; made once."""
    made: dict[str, Flask] = {}

    def get(url: str) -> Flask:
        if url not in made:
            made[url] = create_app(Settings(database_url=url))
            made[url].route("/fail/<int:status>", methods=["GET", "POST"])(fail)
        return made[url]

    yield get
    for app in made.values():
        app.extensions["database"].engine.dispose()


def fail(status: int):
    if status == 500:
        raise RuntimeError("postgresql://ada:secret@db/desk")
    if status == 503:
        raise OperationalError("SELECT secret", {}, Exception("secret"))
    if status in REFUSALS:
        raise REFUSALS[status]
    abort(status)


@pytest.fixture
def failing(database: Database, applications: Callable[[str], Flask]) -> Flask:
    """An application that fails in every way."""
    app = applications(database.engine.url.render_as_string(hide_password=False))
    app.extensions["database"].engine.dispose()
    return app


@pytest.mark.parametrize("status", [*REFUSALS, 500, 503])
def test_a_person_reads_a_page(failing: Flask, status: int):
    answer = failing.test_client().post(f"/fail/{status}", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["Cache-Control"] == "no-store"
    assert "WWW-Authenticate" not in answer.headers
    assert answer.headers["X-Request-Id"] in answer.text
    assert len(re.findall(r"<h1[ >]", answer.text)) == 1
    assert "secret" not in answer.text
    assert "<b>it" not in answer.text
    assert "<i>long" not in answer.text
    if status in REFUSALS and status != 401:
        assert SENTENCE in text_of(answer.text)


def test_fields_at_fault_are_named(failing: Flask):
    page = failing.test_client().post("/fail/422", headers=BROWSER).text
    assert "title: Too <i>long</i>." in text_of(page)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 412, 413, 422, 429, 500, 503])
def test_every_page_says_what_to_do_next(failing: Flask, status: int):
    page = failing.test_client().post(f"/fail/{status}", headers=BROWSER).text
    assert re.search(r'<main.*<a class="button[^>]*href="/[^"]*"', page, re.S)


def test_the_titles_differ(failing: Flask):
    client = failing.test_client()
    titles = []
    for status in sorted({*REFUSALS, 500, 503}):
        page = client.post(f"/fail/{status}", headers=BROWSER).text
        found = re.search(r"<h1[^>]*>([^<]*)</h1>", page)
        assert found
        titles.append(found[1])
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("headers", PROGRAMS)
@pytest.mark.parametrize("status", [*REFUSALS, 500, 503])
def test_a_program_reads_a_problem(failing: Flask, status: int, headers: dict[str, str]):
    answer = failing.test_client().get(f"/fail/{status}", headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert ("WWW-Authenticate" in answer.headers) is (status == 401)
    assert "secret" not in answer.text


def test_who_waits_is_told_how_long(failing: Flask):
    client = failing.test_client()
    for headers in (BROWSER, {}):
        assert client.get("/fail/429", headers=headers).headers["Retry-After"] == "30"


@pytest.mark.parametrize("headers", [BROWSER, {}])
def test_a_wrong_method_names_the_right_ones(desk: Desk, headers: dict[str, str]):
    answer = desk.annotator.browser.put("/account", headers=headers)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert (answer.mimetype == "text/html") is bool(headers)


def test_a_page_is_refused_as_a_page_whatever_the_program_accepts(desk: Desk):
    answer = desk.annotator.browser.get(
        "/administration/people", headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert "one has to be an admin" in answer.text


def test_below_the_api_everything_is_a_problem(desk: Desk):
    for path in ("/api/v1/nothing", "/api/nothing", "/api/v1/documents/999"):
        answer = desk.annotator.browser.get(path, headers=BROWSER)
        assert answer.mimetype == "application/problem+json"


def test_a_stranger_is_asked_to_sign_in_and_comes_back(desk: Desk):
    client = desk.stranger.client
    answer = client.get("/administration/people?cursor=a")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    assert answer.location == "/sign-in?next=/administration/people?cursor%3Da"
    answer = client.post("/account/keys")
    assert (answer.status_code, answer.mimetype) == (401, "text/html")
    assert "WWW-Authenticate" not in answer.headers
    assert "what you typed here stays" in answer.text


def test_a_script_gets_a_part_of_a_page(desk: Desk):
    headers = {"HX-Request": "true"}
    refused = desk.annotator.browser.get("/administration/people", headers=headers)
    stranger = desk.stranger.client.get("/account", headers=headers)
    for answer, status in ((refused, 403), (stranger, 401)):
        assert answer.status_code == status
        assert answer.text.lstrip().startswith('<div class="notice notice--error" role="alert"')
        assert "<html" not in answer.text


def test_the_bar_of_an_error_page_knows_who_reads_it(desk: Desk):
    page = desk.admin.browser.get("/nowhere", headers=BROWSER).text
    assert "Your account: </span>admin" in page
    assert "Sign out" not in desk.stranger.client.get("/nowhere", headers=BROWSER).text
