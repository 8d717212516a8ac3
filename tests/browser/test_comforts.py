"""What a page does by itself: local times, and the title of a source that is known."""

from playwright.sync_api import expect


def test_times_are_in_the_readers_zone_and_their_titles_in_utc(desk, windows):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    path = f"/claims/{claim['id']}"
    zones = {
        zone: windows.of(desk.stranger, path, timezone_id=zone).locator("time").first
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    }
    east, west = (time.inner_text() for time in zones.values())
    assert east != west
    assert "UTC" not in east + west
    for time in zones.values():
        assert time.get_attribute("title").endswith("UTC")


def test_the_address_of_a_known_source_fills_in_its_title(desk, windows):
    other = desk.claim("Another sentence.")
    citation = {"url": "https://example.org/known", "title": "The ledger", "stance": "context"}
    desk.draft(other, citations=[citation])
    claim = desk.claim("A sentence to check.")
    page = windows.of(desk.annotator, f"/documents/{claim['document_id']}/claims/{claim['id']}")
    page.get_by_label("Address of a source").fill("https://example.org/known?utm_source=x")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Title of the source")).to_have_value("The ledger")


def test_two_marks_beside_a_line_stand_apart_on_a_phone(desk, windows):
    document = desk.claim("It rose by 5 percent. It cost 9 million pounds.")["document_id"]
    for claim in desk.annotator.get(f"/documents/{document}/claims").json["items"]:
        desk.published(claim)
    phone = {"width": 390, "height": 844}
    page = windows.of(desk.annotator, f"/documents/{document}", viewport=phone)
    expect(page.locator(".claim-mark")).to_have_count(2)
    boxes = [mark.bounding_box() for mark in page.locator(".claim-mark").all()]
    outer, inner = sorted(boxes, key=lambda box: box["x"])
    text = page.locator("#article a.claim").first.bounding_box()
    assert outer["x"] >= 0
    assert outer["x"] + outer["width"] <= inner["x"]
    assert inner["x"] + inner["width"] <= text["x"]
