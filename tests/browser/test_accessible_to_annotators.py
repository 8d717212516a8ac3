"""As test_accessible.py, for the states that annotators see: half of all, so in a file of its own,
which another process can run."""

from tests.browser.axe import check
from tests.browser.staging import staged
from tests.browser.states import STATES

ANNOTATOR = "ada"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, tmp_path_factory):
    with staged(browser, tmp_path_factory.mktemp("scene")) as stage:
        check(stage, [each for each in STATES if each.who == ANNOTATOR and not each.empty])
