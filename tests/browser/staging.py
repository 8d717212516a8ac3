"""A server of its own on a scene, for looking at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from service.database import Database
from service.migrate import migrate
from tests.browser.chromium import Desktop
from tests.browser.scene import Scene, build, people_only
from tests.browser.states import State
from tests.serving import serving


class Staged:
    """A scene that is served, and somebody at each window."""

    def __init__(self, scene: Scene, desktop: Desktop) -> None:
        self.scene, self.desktop = scene, desktop
        self._browsers: dict[str | None, BrowserContext] = {}

    def show(self, state: State, **options: Any) -> Page:
        """A window on this page in this state, in a browser of its own where it has options."""
        browser = None if options else self._browsers.get(state.who)
        if browser is None:
            token = state.who and self.scene.sign_in(state.who)
            page = self.desktop.open(token, **options)
            if not options:
                self._browsers[state.who] = page.context
        else:
            page = browser.new_page()
        page.goto(self.scene.path(state.path))
        state.act(page)
        return page

    @staticmethod
    def leave(page: Page) -> None:
        """Close a window; what was kept for it is forgotten."""
        page.evaluate("localStorage.clear()")
        page.close()


@contextmanager
def staged(browser: Browser, folder: Path, *, empty: bool = False) -> Iterator[Staged]:
    """The scene, or a desk without texts, built and served in a folder until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder}/desk.db"
    database = Database(url)
    migrate(database)
    scene = people_only(database) if empty else build(database)
    settings = {"WORKERS": "1", "PUBLIC_URL": "", "REPORT_ERRORS_TO": "desk@example.org"}
    with serving(url, folder / "server.log", **settings) as server:
        desktop = Desktop(browser, server.url)
        yield Staged(scene, desktop)
        desktop.close()
    database.engine.dispose()
