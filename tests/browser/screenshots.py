"""Write every page in its main states: `python -m tests.browser.screenshots [FOLDER [WORD ...]]`.

Files are named `page-state-width-scheme.png`; with words, only those whose name has one of them.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from tests.browser.chromium import chromium
from tests.browser.staging import Staged, staged
from tests.browser.states import STATES, State

WIDTHS = {1280: 800, 390: 844}
SCHEMES = ("light", "dark")
TALLEST = 3000
"""Pixels of a page to draw: what is longer looks the same further down."""


def draw(stage: Staged, state: State, folder: Path) -> None:
    """One state in every way."""
    page = stage.show(state, reduced_motion="reduce")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            _write(page, folder / f"{state.name}-{width}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    if "print" in state.extra:
        page.emulate_media(media="print")
        _write(page, folder / f"{state.name}-print.png")
        page.emulate_media(media="screen")
    if "forced" in state.extra:
        page.emulate_media(forced_colors="active")
        _write(page, folder / f"{state.name}-1280-forced.png")
    page.context.close()
    if "zoom" in state.extra:
        page = stage.show(state, device_scale_factor=2, viewport={"width": 640, "height": 400})
        _write(page, folder / f"{state.name}-1280-zoomed.png")
        page.context.close()


def _write(page: Page, file: Path) -> None:
    """All of the page; of the workbench what one sees at once, and on a phone its panel."""
    panel = page.locator("#claim[data-claim]")
    is_narrow = (page.viewport_size or {"width": 0})["width"] < 700
    if page.locator("dialog[open]").count():
        page.screenshot(path=file, animations="disabled")
    elif panel.count() and is_narrow:
        panel.screenshot(path=file, animations="disabled")
    elif page.locator("#claim").count() and not is_narrow:
        page.screenshot(path=file, animations="disabled")
    else:
        _write_whole(page, file)


def _write_whole(page: Page, file: Path) -> None:
    """A window as tall as the page, so that what sticks to its edge stands at its end."""
    size = page.viewport_size or {"width": 1280, "height": 800}
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    page.screenshot(path=file, animations="disabled")
    page.set_viewport_size(size)


def main(folder: Path, words: list[str]) -> None:
    """Draw the states, those of the empty desk first."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in STATES if not words or any(word in each.name for word in words)]
    with TemporaryDirectory() as place, chromium() as browser:
        for empty in (True, False):
            states = [each for each in wanted if each.empty is empty]
            if not states:
                continue
            with staged(browser, Path(place) / str(empty), empty=empty) as stage:
                for state in states:
                    print(state.name)
                    try:
                        draw(stage, state, folder)
                    except PlaywrightError as error:
                        stage.desktop.troubles.append(f"{state.name}: {error}")
                        stage.desktop.close()
                for trouble in stage.desktop.troubles:
                    print("Trouble:", trouble, file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), sys.argv[2:])
