"""A server of its own on a scene, for looking at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

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
        self._tokens: dict[str, str] = {}

    def show(self, state: State, **options: str) -> Page:
        """A window on this page in this state."""
        token = None
        if state.who is not None:
            if state.who not in self._tokens:
                self._tokens[state.who] = self.scene.sign_in(state.who)
            token = self._tokens[state.who]
        page = self.desktop.open(token, **options)
        page.goto(self.scene.path(state.path))
        state.act(page)
        return page


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
