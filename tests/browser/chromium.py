"""Debian's Chromium, and what a page may not do in it: complain, or try what the CSP forbids."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from service.http.auth import COOKIE

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PATIENCE = 60_000
"""Milliseconds to wait for what should happen: the machine may be busy."""

WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, until the block ends."""
    found = shutil.which("chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found or "/usr/bin/chromium", args=ARGUMENTS
        )
        yield browser
        browser.close()


class Desktop:
    """Opens windows on a desk: each a browser of its own, with or without somebody signed in.

    What goes wrong in any of them is kept in `troubles`.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.troubles: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, token: str | None = None, **options: Any) -> Page:
        """A window of a new browser; `token` signs somebody in."""
        context = self.browser.new_context(base_url=self.url, **options)
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if token is not None:
            context.add_cookies([{"name": COOKIE, "value": token, "url": self.url}])
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH_POLICY)
        context.on("page", self._watch)
        return context.new_page()

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        page.on("response", self._look)

    def _hear(self, page: Page, kind: str, text: str) -> None:
        # A refusal is an answer like any other; _look sees to those that should not be.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.troubles.append(f"{page.url}: {text}")

    def _look(self, response: Response) -> None:
        kind = response.request.resource_type
        is_missing = response.status >= 400 and kind not in ("document", "fetch", "xhr")
        if response.status >= 500 or is_missing:
            self.troubles.append(f"{response.status} for {kind} {response.url}")
