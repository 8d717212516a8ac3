"""The script that marks the checked sentences of an article, on other people's sites."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import WAYS, found_on
from tests.browser.marking import SEEN, add_article, marked, rate, seen_unmarked, show
from tests.browser.sites import site_of
from tests.factories import Desk
from tests.serving import serving

TRUE, FALSE = "true", "false"
FERRY = {
    "mostly_true": "The ferry pays for itself within four years",
    "true": "The electric ferry was bought in 2021 for 9 mil\xadlion pounds, after a vote that the"
    " harbour board won by a single voice.",
    "mixed": "It carries 400 passengers and 48 cars.",
    "unverifiable": "The harbour board says that it saves 1.2 million litresof diesel a year.1 “We"
    " have never had a cleaner harbour,” the mayor said.",
    "false": "Nobody loses a job on the quay or on board because of the new ferry.",
    "mostly_false": "Three years later the cafe\u0301 at the quay is the only place that has"
    " closed, and its owner does not blame the ferry.",
}
BEFORE = "Saturdays for another year at least. Its roof was mended in 2019"
STAYING = {
    "nothing": ("</html>", "</html>"),
    "white space and markup": ("cost the city", "cost&nbsp;<b>the\n\n city</b> "),
    "what is not seen": ("insurance of", "insur&shy;ance&#x200b; of"),
    "accents": ("Böhm", "Bo&#x308;hm"),
    "the sentence before": ("for another year at least", "for two years at most"),
    "a paragraph": (BEFORE, "Saturdays.</div><div>Its roof was mended in 2019"),
}
GOING = {
    "a word": ("after the storm", "after the fire"),
    "a capital": ("and cost the city nothing, since\n", "and Cost the city nothing, since\n"),
    "how it begins": (BEFORE, "Saturdays, that is all. Who says: Its roof was mended in 2019"),
    "how it ends": ("after the storm.", "after the storm.5"),
    "being shown": ("<div>The library", '<div class="hidden">The library'),
    "being fixed": ("<div>The library", '<div contenteditable="true">The library'),
}
CLAIM = "The council spends more on buses than on roads."
TITLE = "What the council decided on Thursday night"


@pytest.fixture(scope="module")
def desk(servers):
    """One desk for all of these tests: each has a site of its own, and so articles of its own."""
    server, app = servers("sqlite")
    app.extensions["database"].engine.dispose()
    server.reset()
    return Desk(app, server.database)


@pytest.fixture(scope="module")
def live(desk, tmp_path_factory):
    """The real server on the same database."""
    url = desk.database.engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path_factory.mktemp("embedding") / "server.log", WORKERS="1") as server:
        yield server


@pytest.fixture
def site(live):
    """A site of somebody else's."""
    with site_of(live.url) as site:
        yield site


@pytest.fixture
def council(desk, site):
    """The claims of an article in which a sentence stands twice; its title is rated true."""
    claims = add_article(desk, site, "council.html", query="?id=7")
    rate(desk, claims, TITLE, TRUE)
    return claims


@pytest.fixture
def ferry(desk, site):
    """The claims of an article with much markup."""
    claims = add_article(desk, site, "ferry.html")
    for rating, words in FERRY.items():
        rate(desk, claims, words[:17], rating)
    return claims


def card_of(page, number=0):
    """What opens at a verdict, in the order of the page."""
    return page.locator("claimdesk-verdict").nth(number).locator(".card")


def test_sentences_are_marked_across_markup_and_nothing_else_changes(desk, site, ferry, windows):
    """Under a policy that allows the desk's script and answers alone, for one who is signed in."""
    page = windows.of(desk.annotator)
    before = seen_unmarked(page, site, "ferry.html", "?strict")
    names = page.evaluate("Object.getOwnPropertyNames(window)")
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.all_headers())))
    show(page, site, "ferry.html", "?strict")
    assert marked(page, at_least=len(FERRY)) == FERRY
    assert page.evaluate(SEEN) == before
    assert page.evaluate("Object.getOwnPropertyNames(window)") == names
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
    of_desk = [(url, headers) for url, headers in asked if url.startswith(site.desk)]
    assert [url.partition("?")[0].removeprefix(site.desk) for url, _ in of_desk] == [
        "/embed.js",
        "/api/v1/lookup",
    ]
    assert not any("cookie" in headers for _, headers in of_desk)


def test_of_equal_sentences_the_one_that_was_checked_is_marked(desk, site, council, windows):
    page = windows.open()
    rate(desk, council, CLAIM, FALSE, place=2)
    show(page, site, "council.html")
    assert marked(page, at_least=2) == {"true": TITLE, "false": CLAIM}
    run = page.locator("claimdesk-mark[data-look=false]")
    expect(run.locator("..")).to_contain_text("At eleven the treasurer stood up again")
    again = f"<div>It was said again. {CLAIM} {'Then there was silence. ' * 8}</div>"
    site.changes = {"<div>At eleven": f"{again}<div>At eleven"}
    page.reload()
    marked(page, at_least=2)
    expect(run.locator("..")).to_contain_text("At eleven the treasurer stood up again")
    site.changes = {}
    rate(desk, council, CLAIM, "mixed", place=1)
    rate(desk, council, CLAIM, "unverifiable", place=0)  # stands where the page does not show it
    page.reload()
    assert marked(page, at_least=3) == {"true": TITLE, "false": CLAIM, "mixed": CLAIM}
    run = page.locator("claimdesk-mark[data-look=mixed]")
    expect(run.locator("..")).to_contain_text("The meeting lasted until midnight")


def test_where_the_words_around_are_equal_too_the_place_decides(desk, site, windows):
    refrain = (
        "<div>The chair asked everybody to be brief this time. Nobody was brief."
        " The chair then looked at the clock for a long time.</div>"
    )
    between = "<div>Somebody else rose, spoke of the harbour, and sat down after ten minutes.</div>"
    site.changes = {"<blockquote>": f"{refrain}{between}{refrain}<blockquote>"}
    claims = add_article(desk, site, "council.html", query="?id=7")
    rate(desk, claims, TITLE, TRUE)
    rate(desk, claims, "Nobody was", FALSE, place=1)
    page = windows.open()
    show(page, site, "council.html")
    assert marked(page, at_least=2)["false"] == "Nobody was brief."
    block = page.locator("claimdesk-mark[data-look=false]").locator("..")
    expect(block.locator("+ *")).to_contain_text("Can anybody still believe")


def test_words_within_a_sentence_have_a_mark_of_their_own(desk, site, council, windows):
    rate(desk, council, "Then he sat", FALSE)
    document = council[0]["document_id"]
    text = desk.annotator.get(f"/documents/{document}/versions/1").json["text"]
    words = "closed the list of speakers"
    start = text.index(words)
    place = {"version": 1, "start": start, "end": start + len(words)}
    part = desk.annotator.post(f"/documents/{document}/claims", place).json
    desk.published(part, rating="mixed")
    page = windows.open()
    show(page, site, "council.html")
    found = marked(page, at_least=3)
    assert found["mixed"] == words
    assert found["false"].startswith("Then he sat down, and the chair , of whom")
    page.locator("claimdesk-mark[data-look=mixed]").hover()
    expect(card_of(page, 1)).to_contain_text("Mixed")
    page.get_by_role("button", name="Fact-check of this sentence: False").focus()
    expect(card_of(page, 2)).to_contain_text("False")


@pytest.mark.parametrize("stays", [True, False])
def test_the_words_that_were_checked_are_marked_or_none(
    desk, site, council, windows, subtests, stays
):
    """The site changes its page after the desk has read it."""
    rate(desk, council, "Its roof", FALSE)
    rate(desk, council, "She was asked", "mixed")
    page = windows.open()
    for what, (old, new) in (STAYING if stays else GOING).items():
        with subtests.test(what):
            site.changes = {old: new}
            show(page, site, "council.html")
            found = marked(page, at_least=2 + stays)
            assert set(found) == {"true", "mixed"} | ({"false"} if stays else set())


def test_the_mouse_opens_what_was_found_and_leaves_it(desk, site, council, windows):
    page = windows.open()
    show(page, site, "council.html")
    marked(page)
    card = card_of(page)
    expect(card).to_be_hidden()
    page.locator("claimdesk-mark").hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Fact-check by Claimdesk")
    expect(card.locator(".rating")).to_have_text("True")
    expect(card).to_contain_text("1 source: example.org")
    link = card.get_by_role("link", name="Read the fact-check")
    link.hover()
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.bring_to_front()
    page.mouse.move(5, 700)
    expect(card).to_be_hidden()


def test_the_keyboard_goes_from_mark_to_mark(desk, site, council, windows):
    rate(desk, council, "The meeting", FALSE)
    page = windows.open()
    show(page, site, "council.html")
    marked(page, at_least=2)
    first, second = card_of(page), card_of(page, 1)
    button = page.get_by_role("button", name="Fact-check of this sentence: True")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(first).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(first.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fact-check of this sentence: False")).to_be_focused()
    expect(first).to_be_hidden()
    expect(second).to_be_visible()


def test_a_finger_opens_and_closes(desk, site, ferry, windows):
    page = windows.open(has_touch=True, viewport={"width": 390, "height": 844})
    show(page, site, "ferry.html")
    marked(page, at_least=len(FERRY))
    card = card_of(page, 1)
    page.locator("claimdesk-mark[data-look=true]").nth(1).tap(position={"x": 40, "y": 8})
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator(".byline time").tap()
    expect(card).to_be_hidden()
    with page.expect_request("**/2021"):
        page.get_by_role("link", name="2021").tap()


def test_no_style_of_the_page_reaches_a_mark(desk, site, windows):
    claims = add_article(desk, site, "mina.html", language="ar")
    for words, rating in (("الميناء", TRUE), ("تحمل", FALSE), ("لم ترتفع", "mixed")):
        rate(desk, claims, words, rating)
    page = windows.open(viewport={"width": 390, "height": 844})
    before = seen_unmarked(page, site, "mina.html")
    show(page, site, "mina.html")
    # Its headline would grow by being marked, and so is left as it is.
    assert list(marked(page, at_least=2)) == ["false", "mixed"]
    assert page.evaluate(SEEN) == before
    page.locator("claimdesk-mark[data-look=false]").first.hover()
    card = card_of(page)
    expect(card).to_be_visible()
    assert card.evaluate("(card) => getComputedStyle(card).color") == "rgb(26, 27, 30)"
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_mark_follows_its_verdict(desk, site, council, windows):
    page = windows.open()
    show(page, site, "council.html")
    assert marked(page) == {"true": TITLE}
    title = rate(desk, council, TITLE, FALSE)
    other = rate(desk, council, "Councillor", "mixed")
    page.reload()
    assert marked(page, at_least=2)["false"] == TITLE
    etag = desk.reviewer.get(f"/claims/{title['id']}").headers["ETag"]
    reason = {"reason": "The minutes were of another meeting."}
    path = f"/claims/{title['id']}/retraction"
    assert desk.reviewer.post(path, reason, if_match=etag).status_code == 201
    page.reload()
    assert list(marked(page)) == ["mixed"]
    versions = f"/documents/{other['document_id']}/versions"
    text = f"{TITLE}\n\nCouncillor Weber answered with a table of her own making."
    assert desk.annotator.post(versions, {"text": text}).status_code == 201
    page.reload()
    assert marked(page) == {"mixed": "Councillor Weber answered with a table of her own."}
    page.locator("claimdesk-mark").hover()
    expect(card_of(page)).to_contain_text("Needs a recheck")


def test_what_the_article_has_lost_is_not_marked(desk, site, council, windows):
    rate(desk, council, "Its roof", FALSE)
    versions = f"/documents/{council[0]['document_id']}/versions"
    answer = desk.annotator.post(versions, {"text": f"{TITLE}\n\nNothing else was decided."})
    assert answer.json["counts"]["orphaned"] > 5
    page = windows.open()
    show(page, site, "council.html")
    assert marked(page) == {"true": TITLE}


def test_a_page_can_ask_again_and_marks_stand_once(desk, site, council, windows):
    script = '<script src="$DESK/embed.js" data-url="$ORIGIN/council.html?id=7" async></script>'
    site.changes = {script: script + script}
    page = windows.open()
    show(page, site, "council.html")
    marked(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator("claimdesk-mark")).to_have_count(1)
    rate(desk, council, "Councillor", FALSE)
    page.evaluate("document.dispatchEvent(new Event('claimdesk:refresh'))")
    marked(page, at_least=2)
    page.wait_for_load_state("networkidle")
    expect(page.locator("claimdesk-mark")).to_have_count(2)


def test_a_page_without_verdicts_or_without_its_desk_stays_as_it_is(desk, site, windows):
    page = windows.open()
    before = seen_unmarked(page, site, "council.html")
    with page.expect_response("**/lookup?*"):
        show(page, site, "council.html")
    assert page.evaluate(SEEN) == before
    page.route("**/lookup?*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        show(page, site, "council.html")
    assert page.evaluate(SEEN) == before


def test_axe_finds_nothing_in_a_marked_article(desk, site, ferry, windows):
    from axe_playwright_python.base import AXE_SCRIPT

    page = windows.open()
    show(page, site, "ferry.html")
    marked(page, at_least=len(FERRY))
    page.evaluate(AXE_SCRIPT)
    page.locator("claimdesk-mark[data-look=mixed]").click()
    expect(card_of(page, 2)).to_be_visible()
    assert [line for way in WAYS for line in found_on(page, *way)] == []
