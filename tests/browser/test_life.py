"""The whole life of a claim, as the people who make it see it."""

import pytest
from playwright.sync_api import expect

from service.vocabulary import Role
from tests.accounts import people
from tests.browser import steps

TITLE = "The new ferry"
SENTENCE = "It cost 9 million pounds."
TEXT = f"{SENTENCE} It carries 400 passengers."
LEDGER = "https://example.org/ledger"


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request):
    """The kind of database."""
    return request.param


def test_two_people_make_a_verdict_that_everybody_reads(desk, database, windows):
    people.add(database, "Ada Oyelaran")
    people.add(database, "Mara Lind", Role.REVIEWER)
    document = desk.document(TEXT, title=TITLE, visibility="public")
    claim = desk.claims(document)[0]
    visitor = windows.open()

    visitor.goto(f"/claims/{claim['id']}")
    expect(visitor.get_by_text("This claim is not checked yet.")).to_be_visible()

    ada = windows.open()
    steps.sign_in(ada, "Ada Oyelaran")
    ada.get_by_role("link", name=TITLE, exact=True).click()
    steps.choose(ada, SENTENCE)
    steps.rate(ada, "Mostly true")
    ada.locator("#rationale").fill("The ledger says *8.9 million*.")
    steps.add_source(ada, LEDGER, quote="8.9 million", title="Ledger of 2021")
    steps.add_tag(ada, "statistic")
    steps.is_saved(ada)
    ada.locator("#submit").click()
    steps.says(ada, "Submitted for review.")
    expect(ada.locator("#claim-title")).to_have_text("Claim 2 of 2")

    visitor.reload()
    expect(visitor.get_by_text("This claim is not checked yet.")).to_be_visible()

    mara = windows.open()
    steps.sign_in(mara, "Mara Lind")
    mara.get_by_role("link", name="Review 1").click()
    mara.get_by_role("link", name="Review the oldest").click()
    expect(mara.get_by_role("heading", level=1)).to_contain_text(SENTENCE)
    expect(mara.locator("main")).to_contain_text("The ledger says *8.9 million*.")
    expect(mara.get_by_role("link", name="Ledger of 2021")).to_have_attribute("href", LEDGER)
    mara.get_by_role("button", name="Approve", exact=False).last.click()
    steps.says(mara, "Approved and published.")

    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(SENTENCE)
    expect(visitor.locator(".verdict .mark--big")).to_have_text("Mostly true")
    expect(visitor.locator(".prose em")).to_have_text("8.9 million")
    expect(visitor.get_by_role("link", name="Ledger of 2021")).to_have_attribute("href", LEDGER)
    expect(visitor.locator(".tag")).to_have_text("statistic")


def test_all_of_it_works_without_scripts(desk, database, windows):
    people.add(database, "Ada Oyelaran")
    ada = windows.open(java_script_enabled=False)
    steps.sign_in(ada, "Ada Oyelaran")
    ada.goto("/documents/new")
    ada.get_by_label("Paste it").fill(TEXT)
    ada.get_by_label("Title", exact=True).fill(TITLE)
    ada.get_by_role("button", name="Add the text").click()
    steps.choose(ada, SENTENCE)
    steps.rate(ada, "Mostly false")
    ada.locator("#rationale").fill("Two papers deny it.")
    steps.add_source(ada, LEDGER, stance="refutes", quote="6 million", title="Ledger of 2021")
    steps.add_source(ada, f"{LEDGER}/2", stance="context", quote="", title="How it was paid")
    ada.locator("#tag").fill("statistic, money")
    ada.locator("#submit").click()
    steps.says(ada, "Submitted for review.")

    mara = windows.of(desk.reviewer, "/review", java_script_enabled=False)
    mara.get_by_role("link", name=SENTENCE).click()
    for title in ("Ledger of 2021", "How it was paid"):
        expect(mara.get_by_role("link", name=title)).to_be_visible()
    mara.locator("#change-request summary").click()
    mara.get_by_label("Comment", exact=False).last.fill("Which page of the ledger?")
    mara.get_by_role("button", name="Request changes").click()
    steps.says(mara, "Changes requested")

    ada.get_by_role("link", name="My edits").click()
    expect(ada.locator("main")).to_contain_text("Which page of the ledger?")
    ada.get_by_role("main").get_by_role("link", name=SENTENCE).click()
    ada.locator("details summary", has_text="Change this source").first.click()
    ada.locator(".cite").first.get_by_label("Where in it").fill("p. 4")
    ada.locator("#submit").click()
    steps.says(ada, "Submitted for review.")

    mara.goto("/review")
    mara.get_by_role("link", name="Review the oldest").click()
    expect(mara.locator("main")).to_contain_text("p. 4")
    mara.locator("form[data-approve] button").click()
    steps.says(mara, "Approved and published.")
    mara.goto("/documents")
    mara.get_by_role("link", name=TITLE, exact=True).click()
    expect(mara.locator("#article a.claim").first).to_contain_text("Mostly false")
