"""What is worth checking first, with a script: from the keyboard."""

from playwright.sync_api import expect

from tests.browser import steps

TEXT = (
    "Thank you all for coming. The city spent 9 million pounds on buses in 2024. What do you"
    " think of it? Unemployment fell to 3.5 percent, the lowest in 50 years. I hope it helps."
)


def test_the_next_unchecked_claim_is_the_one_most_worth_checking_when_asked(desk, windows):
    document = desk.document(TEXT)
    claims = desk.claims(document)
    worth = sorted(claims, key=lambda claim: -claim["checkworthiness"])
    page = windows.of(desk.annotator, f"/documents/{document['id']}")
    panel = page.locator("#claim")
    page.keyboard.press("w")
    expect(page.locator("#order")).to_have_text("In reading order")
    expect(
        panel.get_by_role("list", name="Worth checking first").get_by_role("link")
    ).to_have_count(2)
    for claim in worth[:2]:
        page.keyboard.press("n")
        expect(panel).to_have_attribute("data-claim", str(claim["id"]))
        page.keyboard.press("7")
        page.locator("#rationale").fill("It is none.")
        page.locator("#draft-state", has_text="Saved").wait_for()
        page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(panel).to_have_attribute("data-claim", str(claims[2]["id"]))
    expect(panel).to_contain_text("less worth checking: a question")
    page.keyboard.press("w")
    expect(page.locator("#order")).to_have_text("Worth checking first")
    page.keyboard.press("n")
    expect(panel).to_have_attribute("data-claim", str(claims[4]["id"]))


def test_a_submission_leads_to_the_next_in_the_order(desk, windows):
    document = desk.document(TEXT)
    claims = desk.claims(document)
    first, second = sorted(claims, key=lambda claim: -claim["checkworthiness"])[:2]
    path = f"/documents/{document['id']}/claims/{first['id']}?order=worth"
    page = windows.of(desk.annotator, path)
    steps.rate(page, "Not a claim")
    steps.write(page, "It is none.")
    page.keyboard.press("Control+Enter")
    steps.says(page, "Submitted for review.")
    expect(page.locator("#claim")).to_have_attribute("data-claim", str(second["id"]))
