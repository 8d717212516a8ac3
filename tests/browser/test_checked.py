"""What was checked before, with a script: from the keyboard."""

from playwright.sync_api import expect

from tests.matches.checked import BRIDGE, DAM, TEXT, checked, look_through

URL = "https://checks.example.org/bridge"


def test_a_match_is_confirmed_and_taken_over_from_the_keyboard(desk, windows):
    checked(desk, url=URL, title="What the bridge cost", rating_label="Wrong", rating_value=1)
    claim = desk.claim(BRIDGE)
    page = windows.of(desk.annotator, f"/documents/{claim['document_id']}/claims/{claim['id']}")
    section = page.locator("#matches")
    expect(section.locator("summary").first).to_contain_text("the same words")
    page.keyboard.press("r")
    page.keyboard.type("So far.")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(section.get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(section.get_by_role("button", name="Cite it")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="False", exact=True)).to_be_checked()
    cited = page.locator("#assessment .stance--refutes .cite-title")
    expect(cited).to_contain_text("What the bridge cost")
    expect(page.locator("#rationale")).to_be_focused()
    expect(page.locator("#rationale")).to_have_value("So far.")
    [edit] = desk.annotator.get("/edits?mine=true").get_json()["items"]
    assert (edit["state"], edit["proposed"]["rating"]["code"]) == ("draft", "false")
    assert [each["url"] for each in edit["proposed"]["citations"]] == [URL]


def test_what_was_checked_elsewhere_is_gone_through_from_the_keyboard(desk, windows):
    checked(desk, DAM)
    document = desk.document(TEXT)
    first, _second, third = desk.claims(document)
    page = windows.of(desk.annotator, f"/documents/{document['id']}")
    expect(page.get_by_role("progressbar")).to_be_visible()
    look_through(desk)
    expect(page.locator("#run")).to_contain_text("1 of 3 sentences was checked elsewhere.")
    page.locator("#run").get_by_role("link", name="See which").click()
    expect(page.get_by_role("list", name="Checked elsewhere").get_by_role("link")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.locator("#claim")).to_have_attribute("data-claim", str(third["id"]))
    page.keyboard.press("e")
    expect(page.locator("#order-checked")).to_contain_text("Checked elsewhere 1")
    page.keyboard.press("n")
    expect(page.locator("#claim")).to_have_attribute("data-claim", str(first["id"]))
