"""Everything from the keyboard, and one always sees where one is."""

from playwright.sync_api import expect

from tests.browser import steps

TEXT = "It cost 9 million pounds. It carries 400 passengers. It is never late."
FOCUS = """() => {
  const it = document.activeElement;
  if (it === document.body) return null;
  const style = getComputedStyle(it);
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none" || it.closest("label, .tags") !== null;
  return { words: (it.innerText || it.id || it.name || "").trim(), ring };
}"""


def tab_to(page, words, presses=60):
    """Press Tab until what has these words has the focus; each step on the way is visible."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here is None or here["ring"], f"No focus is seen on {here}"
        if here and here["words"].startswith(words):
            return
    raise AssertionError(f"Tab never came to {words}")


def test_from_the_list_to_a_submitted_assessment_without_a_mouse(desk, windows):
    desk.published(desk.claims(desk.document(TEXT, title="The new ferry"))[0])
    page = windows.of(desk.annotator, "/documents")
    tab_to(page, "The new ferry")
    page.keyboard.press("Enter")
    expect(page.locator("#claim-title")).to_have_text("Choose a sentence")
    page.wait_for_load_state()

    title, mark = page.locator("#claim-title"), page.locator("#article a.claim:focus")
    page.keyboard.press("j")
    expect(title).to_have_text("Claim 1 of 3")
    expect(mark).to_contain_text("It cost 9")
    page.keyboard.press("n")
    expect(title).to_have_text("Claim 2 of 3")
    page.keyboard.press("k")
    expect(title).to_have_text("Claim 1 of 3")
    page.keyboard.press("n")
    expect(title).to_have_text("Claim 2 of 3")
    expect(mark).to_contain_text("400 passengers")

    page.keyboard.press("5")
    expect(page.locator("#assessment [value=true]")).to_be_checked()
    page.keyboard.press("r")
    page.keyboard.type("The yard says so: 1, 2 and j.")
    page.keyboard.press("Escape")
    expect(mark).to_contain_text("400 passengers")
    page.keyboard.press("s")
    page.keyboard.type("https://example.org/yard")
    page.keyboard.press("Tab")
    page.keyboard.type("context")
    tab_to(page, "Add source", presses=8)
    page.keyboard.press("Enter")
    expect(page.locator("#assessment .stance--context .cite")).to_be_visible()
    expect(page.locator("#source-url")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.keyboard.type("statistic")
    page.keyboard.press("Enter")
    expect(page.locator("#tags .tag")).to_have_count(1)
    expect(page.locator("#tag")).to_be_focused()
    page.keyboard.press("Control+Enter")
    steps.says(page, "Submitted for review.")
    expect(title).to_have_text("Claim 3 of 3")

    [edit] = desk.annotator.get("/edits?state=submitted").get_json()["items"]
    said = edit["proposed"]
    assert said["rating"]["code"] == "true"
    assert said["rationale"] == "The yard says so: 1, 2 and j."
    assert said["tags"] == ["statistic"]
    assert [(each["url"], each["stance"]) for each in said["citations"]] == [
        ("https://example.org/yard", "context")
    ]


def test_what_is_written_goes_on_behind_what_is_published(desk, windows):
    claim = desk.claim(TEXT)
    desk.published(claim, rationale="The ledger says so.")
    page = windows.of(desk.annotator, f"/documents/{claim['document_id']}/claims/{claim['id']}")
    page.keyboard.press("r")
    page.keyboard.type(" And the yard.")
    expect(page.locator("#rationale")).to_have_value("The ledger says so. And the yard.")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("*")
    expect(page.locator("#rationale")).to_have_value("T*he ledger says so. And the yard.")


def test_keys_that_come_before_the_panel_each_count(desk, windows):
    page = windows.of(desk.annotator, f"/documents/{desk.document(TEXT)['id']}")
    title = page.locator("#claim-title")
    for keys, words in (("jjj", "Claim 3 of 3"), ("kk", "Claim 1 of 3"), ("jk", "Claim 1 of 3")):
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator("#article a.claim:focus")).to_have_count(1)
        expect(title).to_have_text(words)


def test_tab_goes_through_the_workbench_and_out_again(desk, windows):
    claim = desk.claim(TEXT)
    page = windows.of(desk.annotator, f"/documents/{claim['document_id']}/claims/{claim['id']}")
    tab_to(page, "Submit for review", presses=80)
    tab_to(page, "Skip to the content", presses=20)


def test_question_mark_lists_the_keys_and_escape_closes_them(desk, windows):
    page = windows.of(desk.annotator, f"/documents/{desk.document(TEXT)['id']}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next unchecked claim")
    page.keyboard.press("j")
    expect(page.locator("#claim-title")).to_have_text("Choose a sentence")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
