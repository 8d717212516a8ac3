"""What people do at a window, in a word each."""

import re

from playwright.sync_api import Page, expect

from tests.accounts.people import PASSWORD


def sign_in(page: Page, name: str) -> None:
    """Through the page, as everybody does."""
    page.goto("/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def choose(page: Page, words: str) -> None:
    """Click a sentence of the article and wait for its panel."""
    page.locator("#article a.claim", has_text=words).first.click()
    expect(page.locator("#claim .in-context strong")).to_contain_text(words)


def rate(page: Page, label: str) -> None:
    """Choose a rating."""
    page.get_by_role("radio", name=label, exact=True).check()


def add_source(page: Page, url: str, *, stance: str = "supports", quote: str, title: str) -> None:
    """Fill in the row for a source and add it."""
    page.locator("#source-url").fill(url)
    page.locator("#source-stance").select_option(stance)
    page.locator("#source-quote").fill(quote)
    page.locator("#source-title").fill(title)
    page.get_by_role("button", name="Add source").click()
    expect(
        page.locator(f"#assessment .stance--{stance} .cite-title", has_text=title)
    ).to_be_visible()


def add_tag(page: Page, name: str) -> None:
    """Type a tag and end it with Enter."""
    page.locator("#tag").fill(name)
    page.locator("#tag").press("Enter")
    expect(page.locator("#tags .tag", has_text=name)).to_be_visible()


def write(page: Page, words: str) -> None:
    """Write the rationale and wait until the server has answered."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#rationale").fill(words)
    is_saved(page)


def is_saved(page: Page) -> None:
    """Wait until the draft says that it is saved."""
    expect(page.locator("#draft-state")).to_have_text(re.compile(r"^\s*Saved "))


def says(page: Page, words: str) -> None:
    """Wait until the page says this of what was just done."""
    expect(page.locator("#toasts")).to_contain_text(words)
