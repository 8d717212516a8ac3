"""axe finds nothing on any page in any state, and no page scrolls sideways."""

import pytest

from tests.browser.axe import check
from tests.browser.staging import staged
from tests.browser.states import STATES
from tests.browser.test_accessible_to_annotators import ANNOTATOR

PEOPLE = sorted({state.who or "visitor" for state in STATES} - {ANNOTATOR})


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


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(stage, who):
    check(stage, [each for each in STATES if (each.who or "visitor") == who and not each.empty])


def test_nor_on_a_desk_without_texts(empty_stage):
    check(empty_stage, [each for each in STATES if each.empty])
