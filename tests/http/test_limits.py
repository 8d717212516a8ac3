"""How often one may search without a key: so many times a minute from one address."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from service.database import Database
from service.settings import Settings
from tests.factories import API, Desk

LIMIT = 3
SEARCH = f"{API}/fact-checks"
HERE, THERE = "192.0.2.1", "192.0.2.2"
Opened = Callable[..., Flask]


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    """Nothing of this is the database's."""
    return request.param


@pytest.fixture
def opened(database: Database) -> Iterator[Opened]:
    """Makes the application with other settings."""
    url = database.engine.url.render_as_string(hide_password=False)
    with ExitStack() as stack:

        def make(**settings: int) -> Flask:
            app = create_app(Settings(database_url=url, **({"rate_limit": LIMIT} | settings)))
            stack.callback(app.extensions["database"].engine.dispose)
            return app

        yield make


def ask(
    app: Flask, path: str = SEARCH, address: str = HERE, method: str = "GET", **headers: str
) -> TestResponse:
    """One request from this address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"sentences": ["It cost 9."]} if method == "POST" else None
    return app.test_client().open(
        path, method=method, headers=named, json=body, environ_base={"REMOTE_ADDR": address}
    )


def statuses(app: Flask, times: int = LIMIT + 1, **options: str) -> list[int]:
    """Of as many requests."""
    return [ask(app, **options).status_code for _ in range(times)]


def test_who_searches_too_often_is_told_when_to_come_back(opened: Opened):
    app = opened()
    assert statuses(app, LIMIT) == [200] * LIMIT
    refused = ask(app)
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert refused.json["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "send a key" in refused.json["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", SEARCH),
        ("GET", f"{API}/lookup?url=https://example.org/a"),
        ("POST", f"{API}/lookup"),
        ("POST", f"{API}/checkworthiness"),
        ("GET", "/feeds/verdicts.atom"),
        ("GET", "/feeds/claimreview.json"),
        ("GET", "/search?q=bridge"),
        ("GET", "/search/suggestions?q=bridge"),
    ],
)
def test_searches_of_every_kind_count_together(method: str, path: str, opened: Opened):
    app = opened()
    assert statuses(app, LIMIT) == [200] * LIMIT
    assert ask(app, path, method=method).status_code == 429


def test_what_is_refused_counts_too(opened: Opened):
    app = opened()
    assert statuses(app, path=f"{SEARCH}?colour=red") == [422] * LIMIT + [429]


def test_a_key_is_never_limited(opened: Opened, desk: Desk):
    app, key = opened(), f"Bearer {desk.reader.key}"
    statuses(app)
    assert statuses(app, Authorization=key) == [200] * (LIMIT + 1)
    assert ask(app, Authorization="Bearer cdk_unknown").status_code == 401


def test_the_verdict_read_is_never_limited(opened: Opened, desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    app = opened()
    statuses(app)
    for path in (f"{API}/claims/{claim['id']}/verdict", f"{API}/changes", f"/claims/{claim['id']}"):
        assert statuses(app, path=path) == [200] * (LIMIT + 1)


def test_another_address_has_its_own_count(opened: Opened):
    app = opened()
    assert statuses(app)[-1] == 429
    assert statuses(app, address=THERE) == [200] * LIMIT + [429]


def test_zero_is_no_limit(opened: Opened):
    assert set(statuses(opened(rate_limit=0), 20)) == {200}


def test_what_a_visitor_says_of_their_address_counts_for_nothing(opened: Opened):
    app = opened()
    asked = [ask(app, X_Forwarded_For=f"198.51.100.{n}").status_code for n in range(LIMIT + 1)]
    assert asked == [200] * LIMIT + [429]


def test_behind_a_proxy_the_address_that_it_passes_on_counts(opened: Opened):
    app = opened(proxies=1)
    for visitor in (HERE, THERE):
        asked = [
            ask(app, address="127.0.0.1", X_Forwarded_For=f"198.51.100.{n}, {visitor}").status_code
            for n in range(LIMIT + 1)
        ]
        assert asked == [200] * LIMIT + [429]


def test_behind_two_proxies_the_last_but_one_counts(opened: Opened):
    app = opened(proxies=2)
    passed_on = [f"198.51.100.1, {HERE}, 10.0.0.{n}" for n in range(LIMIT + 1)]
    asked = [ask(app, X_Forwarded_For=each).status_code for each in passed_on]
    assert asked == [200] * LIMIT + [429]
    assert ask(app, X_Forwarded_For=f"{THERE}, 10.0.0.1").status_code == 200
