"""Somebody at a browser, on the real server."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from service.http.auth import COOKIE
from tests.browser.chromium import Desktop, chromium
from tests.serving import Server, serving


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all of these tests; each window is a browser profile of its own."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def backend() -> str:
    """One database is enough for what happens in a browser; test_life.py takes both."""
    return "sqlite"


@pytest.fixture(scope="module")
def running(servers, tmp_path_factory):
    """Starts the server on a database, once for all tests of a file: it takes longer than most."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def get(backend: str) -> Server:
            if backend not in started:
                server, app = servers(backend)
                app.extensions["database"].engine.dispose()
                server.reset()
                url = server.database.engine.url.render_as_string(hide_password=False)
                log = tmp_path_factory.mktemp("server") / "log"
                started[backend] = stack.enter_context(serving(url, log))
            return started[backend]

        yield get


@pytest.fixture
def app(servers, backend, running):
    """The application on an empty desk that is served."""
    running(backend)
    server, app = servers(backend)
    server.refill()
    return app


@pytest.fixture
def live(desk, backend, running) -> Server:
    """The real server on the same database as `desk`."""
    return running(backend)


class Windows(Desktop):
    """Windows of people of the desk."""

    def of(self, person, path="/", **options):
        """A window in which this person is signed in, on this page."""
        cookie = person.browser.get_cookie(COOKIE)
        page = self.open(cookie and cookie.value, **options)
        page.goto(path)
        return page

    def reopened(self, page):
        """Another page of the same browser, with its connection back."""
        page.context.set_offline(False)
        return page.context.new_page()


@pytest.fixture
def windows(browser, live) -> Iterator[Windows]:
    """Opens windows; a trouble in one of them fails the test."""
    windows = Windows(browser, live.url)
    yield windows
    windows.close()
    assert windows.troubles == []
