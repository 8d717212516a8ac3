"""What somebody typed survives a lost connection, a closed page and another window."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

TEXT = "It cost 9 million pounds. It carries 400 passengers."
MINE = "What this window wrote."
OTHER = "What the other window wrote."
ARRIVED = """async ([address, words]) => {
  for (let tries = 0; tries < 200; tries++) {
    if ((await (await fetch(address)).text()).includes(words)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""


@pytest.fixture
def address(desk):
    """The workbench with a claim."""
    claim = desk.claim(TEXT)
    return f"/documents/{claim['document_id']}/claims/{claim['id']}"


def rationale(desk):
    """What the annotator's only draft says."""
    [edit] = desk.annotator.get("/edits?mine=true").get_json()["items"]
    return edit["proposed"]["rationale"]


def test_what_is_written_without_a_connection_is_saved_when_it_is_back(desk, windows, address):
    page = windows.of(desk.annotator, address)
    page.context.set_offline(True)
    page.locator("#rationale").fill(MINE)
    expect(page.locator("#draft-state")).to_contain_text("Kept on this device")
    page.context.set_offline(False)
    steps.is_saved(page)
    assert rationale(desk) == MINE


def test_what_was_kept_on_the_device_is_there_after_the_page_was_closed(desk, windows, address):
    page = windows.of(desk.annotator, address)
    steps.rate(page, "Mixed")
    steps.is_saved(page)
    page.context.set_offline(True)
    page.locator("#rationale").fill(MINE)
    page.locator("#source-url").fill("https://example.org/not-added-yet")
    expect(page.locator("#draft-state")).to_contain_text("Kept on this device")
    page.close()

    again = windows.reopened(page)
    again.goto(address)
    expect(again.locator("#rationale")).to_have_value(MINE)
    expect(again.locator("#source-url")).to_have_value("https://example.org/not-added-yet")
    expect(again.locator("#assessment [value=mixed]")).to_be_checked()
    steps.is_saved(again)
    assert rationale(desk) == MINE


def test_a_first_draft_that_never_reached_the_server_comes_back(desk, windows, address):
    page = windows.of(desk.annotator, address)
    page.context.set_offline(True)
    page.locator("#rationale").fill(MINE)
    page.close()
    again = windows.reopened(page)
    again.goto(address)
    expect(again.locator("#rationale")).to_have_value(MINE)
    steps.is_saved(again)
    assert rationale(desk) == MINE


def test_leaving_the_page_in_the_middle_of_a_word_saves_it(desk, windows, address):
    page = windows.of(desk.annotator, address)
    page.locator("#rationale").fill(MINE)
    page.goto("/documents")
    assert page.evaluate(ARRIVED, [address, MINE])
    assert rationale(desk) == MINE
    page.goto(address)
    expect(page.locator("#rationale")).to_have_value(MINE)


@pytest.mark.parametrize(("button", "kept"), [("Keep mine", MINE), ("Keep the saved one", OTHER)])
def test_the_same_draft_in_two_windows_loses_neither(desk, windows, address, button, kept):
    page = windows.of(desk.annotator, address)
    steps.rate(page, "Mixed")
    steps.is_saved(page)
    other = page.context.new_page()
    other.goto(address)
    steps.write(other, OTHER)

    page.locator("#rationale").fill(MINE)
    conflict = page.locator("#conflict")
    for words in (MINE, OTHER):
        expect(conflict).to_contain_text(words)
    assert rationale(desk) == OTHER
    conflict.get_by_text(button).click()
    expect(conflict).to_have_count(0)
    steps.is_saved(page)
    expect(page.locator("#rationale")).to_have_value(kept)
    assert rationale(desk) == kept


def test_two_windows_that_begin_the_same_draft_lose_neither(desk, windows, address):
    page = windows.of(desk.annotator, address)
    other = page.context.new_page()
    other.goto(address)
    steps.write(other, OTHER)
    page.locator("#rationale").fill(MINE)
    expect(page.locator("#conflict")).to_contain_text(OTHER)
    page.get_by_role("button", name="Keep mine").click()
    steps.is_saved(page)
    assert rationale(desk) == MINE


def test_a_removed_source_and_a_withdrawn_draft_can_be_brought_back(desk, windows, address):
    page = windows.of(desk.annotator, address)
    steps.add_source(page, "https://example.org/ledger", quote="8.9", title="Ledger")
    page.locator("#assessment summary", has_text="Change this source").click()
    page.get_by_role("button", name="Remove Ledger").click()
    steps.says(page, "Source removed.")
    expect(page.locator("#assessment .cite")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#assessment .cite")).to_have_count(1)

    page.locator("#withdraw").click()
    steps.says(page, "Edit withdrawn.")
    page.get_by_role("button", name="Undo").click()
    steps.says(page, "Your edit is back")
    expect(page.locator("#assessment .cite-title", has_text="Ledger")).to_be_visible()


def test_of_two_reviewers_at_once_the_second_sees_what_the_first_did(desk, windows):
    edit = desk.submitted(desk.claim()).get_json()
    first, second = desk.reviewer, desk.add("reviewer", name="Tomás Vega")
    pages = [windows.of(who, f"/edits/{edit['id']}") for who in (first, second)]
    pages[0].locator("form[data-approve] button").click()
    steps.says(pages[0], "Approved and published.")
    pages[1].keyboard.press("x")
    pages[1].get_by_role("dialog").get_by_label("Comment").fill("It is an opinion.")
    pages[1].get_by_role("dialog").get_by_role("button", name="Reject this edit").click()
    expect(pages[1].get_by_role("alert")).to_be_visible()
    expect(pages[1].locator("main")).to_contain_text("Approved by reviewer")
    expect(pages[1].get_by_label("What you typed")).to_have_value("It is an opinion.")
