"""Searching as one types, with the keyboard alone."""

from playwright.sync_api import expect

from tests.browser.conftest import Windows
from tests.factories import Desk


def test_what_is_found_while_one_types_is_chosen_by_keys(desk: Desk, windows: Windows):
    document = desk.document("The ferry leaks. A tram is red.", title="Harbour news")
    page = windows.of(desk.annotator, "/documents")
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type("ferr")
    options = page.get_by_role("listbox", name="Found").get_by_role("option")
    expect(options).to_have_text(["The ferry leaks.", "Harbour news", "All results"])
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.type("y")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{document['id']}/claims/*")


def test_enter_leads_to_all_that_is_found(desk: Desk, windows: Windows):
    desk.document("The ferry leaks.")
    page = windows.of(desk.annotator, "/documents")
    page.keyboard.press("/")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ferry")
    expect(page.locator("mark").first).to_have_text("ferry")
    page.get_by_role("searchbox").fill("ferry -leaks")
    expect(page.get_by_text("Nothing found for")).to_be_visible()
