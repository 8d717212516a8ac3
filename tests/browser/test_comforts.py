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
