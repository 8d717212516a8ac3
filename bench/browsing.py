"""The desk in a real browser: how long its user waits, by the browser's own clock.

The floor is what the browser itself needs: to load an error page of the same server, and to fetch a
constant from it.
"""

import itertools
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from bench.stage import Desk, Stage
from bench.table import Line, at_most
from bench.wrk import Failed
from service.accounts import actions as accounts
from service.accounts.queries import get_user_by_name
from service.database import Database
from service.documents.actions import add_document
from service.documents.intake import Intake
from service.http.auth import COOKIE
from service.permissions import OPERATOR
from service.texts.cutting import cut
from service.vocabulary import Role

SENTENCES = 1500
SELECTIONS = 40
SUBMISSIONS = 15
GOALS = {"usable": 1000.0, "select": 100.0, "submit": 150.0}
WORDS = [
    "the",
    "town",
    "bridge",
    "cost",
    "harbour",
    "ledger",
    "report",
    "council",
    "says",
    "price",
    "river",
    "million",
    "nine",
]

# Milliseconds from a key to a panel that shows another claim, once it is painted.
WATCH = """() => {
  window.waits = [];
  let pressed = 0, shown = document.getElementById("claim").dataset.claim;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const now = document.getElementById("claim").dataset.claim;
    if (now !== shown && pressed) {
      shown = now;
      const since = pressed;
      pressed = 0;
      requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - since)));
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""
LOADED = (
    """() => { const [it] = performance.getEntriesByType("navigation"); return it.loadEventEnd; }"""
)
FETCHED = """async () => {
  const found = [];
  for (let i = 0; i < 40; i++) {
    const from = performance.now();
    await (await fetch("/healthz")).text();
    found.push(performance.now() - from);
  }
  return found;
}"""


def run(stage: Stage) -> list[Line]:
    """Milliseconds until a long document is usable, a claim selected, an edit submitted."""
    lines = []
    for kind in stage.kinds:
        url, world = stage.filled(kind, "browsing", verdicts=100)
        token, document_id = _prepare(url)
        with stage.served(kind, url, world) as desk, _browser(desk, token) as page:
            lines += _measure(stage, desk, page, document_id)
    return lines


def _prepare(url: str) -> tuple[str, int]:
    """A long document, and the cookie of somebody who annotates."""
    chance = random.Random(7)
    sentences = (
        " ".join(chance.choices(WORDS, k=chance.randint(8, 24))).capitalize() + f" {number}."
        for number in itertools.count()
    )
    paragraphs = (" ".join(itertools.islice(sentences, 10)) for _ in range(SENTENCES // 10))
    pieces = cut("\n\n".join(paragraphs), "en")
    database = Database(url)
    try:
        with database.transaction() as session:
            document, _new = add_document(
                session, OPERATOR, Intake(pieces, {"title": "A long article"})
            )
            accounts.add_user(session, OPERATOR, name="browser", role=Role.ANNOTATOR)
            session.flush()
            user = get_user_by_name(session, "browser")
            _row, token = accounts.begin_session(session, user, browser="a benchmark")
            return token, document.id
    finally:
        database.engine.dispose()


@contextmanager
def _browser(desk: Desk, token: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        raise Failed("The benchmark of the pages needs Debian's chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": COOKIE, "value": token, "url": desk.server.url}])
        yield context.new_page()
        browser.close()


def _measure(stage: Stage, desk: Desk, page: Any, document_id: int) -> list[Line]:
    stage.say(f"Browsing a document of {SENTENCES:,} sentences on {desk.kind}")
    address = f"{desk.server.url}/documents/{document_id}"
    loads: dict[str, list[float]] = {"document": [], "floor": []}
    for _ in range(stage.runs):
        for name, where in (("floor", f"{desk.server.url}/nothing-here"), ("document", address)):
            page.goto(where, wait_until="load")
            loads[name].append(page.evaluate(LOADED))
    fetched = page.evaluate(FETCHED)
    page.keyboard.press("j")
    page.wait_for_selector("#assessment")
    page.evaluate(WATCH)
    selected = [_act(page, lambda: page.keyboard.press("j")) for _ in range(SELECTIONS)]
    submitted = []
    for number in range(SUBMISSIONS):
        page.keyboard.press("7")
        page.fill("#rationale", f"An opinion, number {number}.")
        submitted.append(_act(page, lambda: page.keyboard.press("Control+Enter")))
    return [
        _line(f"{desk.kind}: load of {SENTENCES:,} sentences", loads["document"], loads["floor"],
              "usable"),
        _line(f"{desk.kind}: another claim, from key to paint", selected, fetched, "select"),
        _line(f"{desk.kind}: submit and next, from key to paint", submitted, fetched, "submit"),
    ]  # fmt: skip


def _act(page: Any, act: Any) -> float:
    known = page.evaluate("() => waits.length")
    act()
    while page.evaluate("() => waits.length") == known:
        page.wait_for_timeout(1)
    return float(page.evaluate("() => waits.at(-1)"))


def _line(what: str, waits: list[float], floor: list[float], goal: str) -> Line:
    middle, worst = median(waits), max(waits)
    return Line(
        what,
        "1",
        p50=f"{middle:.0f}",
        p99=f"{worst:.0f}",
        ratios=f"{middle / median(floor):.1f} times the floor of {median(floor):.0f} ms",
        goal=at_most(middle, GOALS[goal], f"< {GOALS[goal]:g} ms"),
    )
