"""The card of a fact-check in a frame of somebody else's page, as oEmbed gives it."""

import pytest
from playwright.sync_api import expect

from tests.browser.marking import show
from tests.browser.sites import site_of

TEXTS = {
    "en": "The harbour board says that the ferry, which it bought in 2021, saves litres of diesel.",
    "zh": "新渡轮每年节省一百二十万升柴油，而且票价到二〇二七年都不会上涨，市长在码头上这样说。",
    "ar": "اشترت المدينة العبارة الكهربائية في عام 2021 بتسعة ملايين دينار بعد نقاش طويل.",
}
WIDTHS = (320, 600)
MOST_SPARE = 100
"""Pixels that a card may leave empty at its end: its height is an estimate."""

SPARE = """(card) => {
  const page = document.documentElement;
  const end = card.lastElementChild.getBoundingClientRect().bottom;
  return page.scrollHeight > innerHeight ? innerHeight - page.scrollHeight : innerHeight - end;
}"""
"""Pixels below the last words of a card; less than none where it has to be scrolled."""


@pytest.fixture
def site(live):
    """A site of somebody else's."""
    with site_of(live.url) as site:
        yield site


def embed(page, site, claim, width=600):
    """Put the card into a page of the site, as its system would."""
    page.goto(f"{site.desk}/claims/{claim['id']}")
    address = page.locator('link[type="application/json+oembed"]').get_attribute("href")
    answer = page.request.get(f"{address}&maxwidth={width}")
    site.changes = {"<!-- frame -->": answer.json()["html"]}
    show(page, site, "frame.html")
    return page.frame_locator("iframe").locator("main")


def test_a_card_fits_the_frame_that_oembed_gives_it(desk, site, windows):
    page = windows.open(viewport={"width": 700, "height": 900})
    for language, text in TEXTS.items():
        claim = desk.claim(text, visibility="public", language=language)
        desk.published(claim, claimant={"name": "The board"}, claim_date="2026-01-02")
        for width in WIDTHS:
            card = embed(page, site, claim, width)
            expect(card).to_contain_text(text)
            assert 0 < card.evaluate(SPARE) < MOST_SPARE, (language, width)


def test_its_links_open_beside_the_article(desk, site, windows):
    claim = desk.claim("It cost 9 million pounds.", visibility="public")
    desk.published(claim)
    page = windows.open()
    card = embed(page, site, claim)
    with page.context.expect_page() as opened:
        card.get_by_role("link", name="Read the fact-check").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("It cost 9 million pounds.")
    assert page.url == f"{site.url}/frame.html"
