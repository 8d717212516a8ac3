"""An import in the browser: looked at before, begun, and watched until it is over."""

from playwright.sync_api import expect

from tests.imports.importing import lines, review, work


def test_an_import_is_looked_at_begun_and_watched(windows, desk):
    page = windows.of(desk.admin, "/administration/imports/new")
    file = {"name": "facts.jsonl", "mimeType": "text/plain", "buffer": lines(review(), {"a": 1})}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="See how it is read").click()
    preview = page.get_by_role("region", name="How it is read")
    expect(preview).to_contain_text("The city has 1 buses.")
    expect(preview).to_contain_text("Row 2 cannot be used.")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Import 1")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("Waiting")
    work(desk)
    expect(page.locator("#progress")).to_contain_text("Done")
    expect(page.locator("#progress")).to_contain_text("New1")
    expect(page.get_by_role("row", name="unknown_record")).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == [], "what is over is not asked for again"
