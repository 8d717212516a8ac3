"""Words that are selected in the article become a claim at exactly these code points."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

ENDS = """(words) => {
  const article = document.getElementById("article");
  const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, at = node.data.indexOf(words);
    if (at < 0) continue;
    node.parentElement.scrollIntoView({ block: "center" });
    const isRtl = getComputedStyle(article).direction === "rtl";
    return [[at, 0.1], [at + words.length - 1, 0.9]].map(([place, share]) => {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width * (isRtl ? 1 - share : share), y: box.top + box.height / 2 };
    });
  }
}"""

FERRY = (
    "Grüße 👩‍🚀 to e\u0301very passenger of 2021. The ferry 🚢 cost 9 million pounds and it is red."
)
ARABIC = "اشترت المدينة 🚢 العبارة في عام 2021. تحمل العبارة أربعمئة راكب كل يوم من الميناء."


def drag_over(page, words):
    """Select words with the mouse, as one does."""
    start, end = page.evaluate(ENDS, words)
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(end["x"], end["y"], steps=8)
    page.mouse.up()


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (FERRY, "en", "9 million pounds"),
        (FERRY, "en", "passenger of 2021"),
        (ARABIC, "ar", "أربعمئة راكب"),
        (ARABIC, "ar", "العبارة في عام"),
    ],
)
@pytest.mark.parametrize("way", ["mouse", "key"])
def test_selected_words_are_a_claim_where_they_stand(desk, windows, text, language, words, way):
    document = desk.document(f"{text}\n\n{text}", language=language)
    desk.published(desk.claims(document)[0])  # its glyph and hidden words stand in the text
    page = windows.of(desk.annotator, f"/documents/{document['id']}")
    drag_over(page, words)
    if way == "mouse":
        page.get_by_role("button", name="Make a claim of it").click()
    else:
        page.keyboard.press("m")
    steps.says(page, "The selected words are a claim of their own.")
    expect(page.locator("#claim .in-context strong")).to_have_text(words)
    expect(page.locator("#article [aria-current]")).to_contain_text(words)

    start = text.index(words)
    [made] = [each for each in desk.claims(document) if each["text"] == words]
    assert (made["anchor"]["start"], made["anchor"]["end"]) == (start, start + len(words))


def test_the_claim_at_hand_takes_the_words_that_are_selected_and_gives_them_back(desk, windows):
    document = desk.document(FERRY)
    claim = next(each for each in desk.claims(document) if "9 million pounds" in each["text"])
    page = windows.of(desk.annotator, f"/documents/{document['id']}/claims/{claim['id']}")
    drag_over(page, "9 million pounds")
    page.keyboard.press("b")
    steps.says(page, "The boundaries are moved.")
    expect(page.locator("#claim .in-context strong")).to_have_text("9 million pounds")
    page.get_by_role("button", name="Undo").click()
    steps.says(page, "It is as it was before.")
    expect(page.locator("#claim .in-context strong")).to_have_text(claim["text"])


def test_a_click_on_a_sentence_is_no_selection(desk, windows):
    document = desk.document(FERRY)
    page = windows.of(desk.annotator, f"/documents/{document['id']}")
    steps.choose(page, "9 million")
    expect(page.locator("#toasts")).to_be_empty()
