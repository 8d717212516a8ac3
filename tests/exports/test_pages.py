"""The page of the desk that offers the files."""

import html
import re

from tests.exports.reading import fetch
from tests.factories import Desk


def buttons(page: str) -> list[str]:
    """The files that a page offers."""
    return [html.unescape(each) for each in re.findall(r'formaction="([^"]+)"', page)]


OFFERED = {
    "claims": ["claims.csv", "claims.jsonl"],
    "edits": ["edits.csv", "edits.jsonl"],
    "fact-checks": ["fact-checks.csv", "fact-checks.jsonl", "claimreview.json", "averitec.json"],
    "events": ["events.csv", "events.jsonl"],
}


def test_each_noun_offers_its_files_which_are_those_of_the_api(desk: Desk):
    desk.published(desk.claim(visibility="public"))
    for noun, names in OFFERED.items():
        page = desk.admin.browser.get("/exports", query_string={"of": noun})
        assert buttons(page.text) == [f"/exports/{name}" for name in names]
        for name in names:
            answer = desk.admin.browser.get(f"/exports/{name}")
            assert answer.data == fetch(desk.admin, name).data
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
            assert answer.headers["Cache-Control"] == "no-store"


def test_the_filters_of_the_form_narrow_a_file_down_and_blank_ones_do_not(desk: Desk):
    desk.published(desk.claim(), rating="false")
    desk.claim()
    blank = "document_id=&status=&rating=&tag=+&language=&publisher="
    browser = desk.annotator.browser
    assert (
        browser.get(f"/exports/claims.csv?{blank}").data == fetch(desk.annotator, "claims.csv").data
    )
    narrowed = browser.get(f"/exports/claims.csv?{blank.replace('rating=', 'rating=false')}")
    assert narrowed.data == fetch(desk.annotator, "claims.csv", rating="false").data


def test_a_filter_that_cannot_be_is_told_at_its_field_and_the_rest_stays(desk: Desk):
    desk.claim()
    page = desk.annotator.browser.get("/exports/claims.jsonl?language=British+English&tag=water")
    assert (page.status_code, page.mimetype) == (422, "text/html")
    assert 'id="language-message"' in page.text
    assert 'value="British English"' in page.text
    assert 'value="water"' in page.text


def test_a_document_is_named_to_who_may_know_it(desk: Desk):
    document = desk.document(title="The bridge")
    path = f"/exports?document_id={document['id']}"
    assert "The bridge" in desk.annotator.browser.get(path).text
    desk.admin.delete(f"/documents/{document['id']}")
    desk.claim()
    assert "The bridge" not in desk.annotator.browser.get(path).text
    for number in ("0", "x", "9" * 40):
        assert desk.annotator.browser.get(f"/exports?document_id={number}").status_code == 200


def test_annotators_are_not_offered_events(desk: Desk):
    page = desk.annotator.browser.get("/exports")
    assert "Events" not in page.text
    assert desk.annotator.browser.get("/exports?of=events").status_code == 403
    assert desk.annotator.browser.get("/exports/events.csv").status_code == 403
    assert desk.reader.browser.get("/exports").status_code == 403
    assert desk.annotator.browser.get("/exports?of=secrets").status_code == 404
    assert desk.annotator.browser.get("/exports/secrets.csv").status_code == 404


def test_where_there_is_nothing_it_says_so(desk: Desk):
    for noun in ("claims", "edits", "fact-checks"):
        page = desk.annotator.browser.get(f"/exports?of={noun}").text
        assert f"There are no {noun} yet." in page
        assert buttons(page) == []


def test_people_find_it_where_they_work(desk: Desk):
    document = desk.document()
    for path, link in (
        ("/documents", 'href="/exports"'),
        (f"/documents/{document['id']}", f'href="/exports?document_id={document["id"]}"'),
        ("/administration/events", 'href="/exports?of=events"'),
    ):
        assert link in desk.admin.browser.get(path).text
