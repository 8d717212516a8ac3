"""axe finds nothing on any page in any state, and no page scrolls sideways."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.staging import staged
from tests.browser.states import STATES

WAYS = [(1280, "light"), (390, "dark")]
NARROWEST = 320
PEOPLE = sorted({state.who or "visitor" for state in STATES})
RUN = """axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then((found) => found.violations)"""


@pytest.fixture(scope="module")
def stage(browser, tmp_path_factory):
    """The scene, served for all of these tests."""
    with staged(browser, tmp_path_factory.mktemp("scene")) as stage:
        yield stage


@pytest.fixture(scope="module")
def empty_stage(browser, tmp_path_factory):
    """A desk without texts."""
    with staged(browser, tmp_path_factory.mktemp("empty"), empty=True) as stage:
        yield stage


def found_on(page, width, scheme):
    """What axe finds at this width, in a line each."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    violations = page.evaluate(RUN)
    return [
        f"{width} {scheme}: {each['id']} {node['target']} {node['failureSummary']}"
        for each in violations
        for node in each["nodes"][:3]
    ]


def check(stage, states):
    """Look at each state in every way; tell of all that is wrong at once."""
    wrong = {}
    stage.desktop.troubles.clear()
    for state in states:
        page = stage.show(state)
        page.evaluate(AXE_SCRIPT)
        found = [line for way in WAYS for line in found_on(page, *way)]
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            found.append(f"{width} pixels wide at {NARROWEST}")
        if found:
            wrong[state.name] = found
        page.context.close()
    assert wrong == {}
    assert stage.desktop.troubles == []


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(stage, who):
    check(stage, [each for each in STATES if (each.who or "visitor") == who and not each.empty])


def test_nor_on_a_desk_without_texts(empty_stage):
    check(empty_stage, [each for each in STATES if each.empty])
