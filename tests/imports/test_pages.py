"""Imports in the browser: begun, watched, cancelled, and their rejected rows taken along."""

import csv
import io
import re
from typing import Any

import orjson
import pytest

from service.imports import form_pages
from tests.factories import Desk
from tests.http.reading import text_of
from tests.imports.importing import begin, fact_checks, imported, lines, review, work

IMPORTS = "/administration/imports"
FORM: dict[str, str] = dict.fromkeys(
    ("format", "publisher", "site", "base_url", "language", "mapping", "delimiter"), ""
)


def send(desk: Desk, name: str, content: bytes, path: str = IMPORTS, **fields: str) -> Any:
    """The answer to the form with this file."""
    data = {**FORM, **fields, "file": (io.BytesIO(content), name)}
    return desk.admin.browser.post(path, data=data, content_type="multipart/form-data")


def test_a_file_is_imported_and_its_page_says_what_became_of_it(desk: Desk):
    assert "None yet" in desk.admin.browser.get(IMPORTS).text
    begun = send(
        desk, "facts.csv", b"Text;Link\nSo.;/1\n;/2\nNo.;/1\n",
        mapping="claim=Text\r\nurl=Link\r\n", base_url="https://a.example.org", publisher="A",
    )  # fmt: skip
    assert (begun.status_code, begun.location) == (303, f"{IMPORTS}/1")
    page = desk.admin.browser.get(begun.location).text
    assert "The file is here" in page
    assert "Waiting" in text_of(page)
    assert 'data-hx-trigger="every 2s"' in page
    work(desk)
    page = desk.admin.browser.get(begun.location).text
    assert "data-hx-trigger" not in page
    told = text_of(page)
    assert "New 2" in told
    assert "Not used 1" in told
    assert "no_claim 1" in told
    assert "It has no text of a claim." in told
    assert "claim column Text" in told
    assert (
        "What it is CSV File facts.csv Publisher A Beginning of addresses https://a.example.org"
        in told
    )
    listed = text_of(desk.admin.browser.get(IMPORTS).text)
    assert "Import 1 facts.csv A" in listed
    assert [each["url"] for each in fact_checks(desk)] == ["https://a.example.org/1"] * 2


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("", {}, "Choose a file."),
        ("facts.txt", {}, "say what it is"),
        ("facts.csv", {"mapping": "claim"}, "claim is not a field and its column"),
        ("facts.csv", {"base_url": "x"}, "Not a web address"),
        ("facts.gz", {}, "say what it is"),
        ("facts.csv.gz", {}, "not packed with gzip"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_in_it(
    desk: Desk, name: str, fields: dict[str, str], sentence: str
):
    answer = send(desk, name, b"claim,url\n", **fields)
    assert answer.status_code in (400, 422)
    assert sentence in text_of(answer.text)
    for typed in fields.values():
        assert typed in answer.text


def test_the_first_rows_are_shown_and_nothing_is_written(desk: Desk):
    path = f"{IMPORTS}/preview"
    content = lines(review(1), {"claimReviewed": "No address."}, *(review(n) for n in range(9)))
    page = send(desk, "facts.jsonl", content, path).text
    told = text_of(page)
    assert "The city has 1 buses." in told
    assert "Row 2 cannot be used. It has neither an address nor an id." in told
    assert page.count("Publisher</span>") == 4
    assert "No import" not in told
    assert "None yet" in desk.admin.browser.get(IMPORTS).text
    assert "names no column claim" in send(desk, "a.csv", b"x,y\n1,2\n", path).text


def test_a_file_that_is_too_large_to_look_at_is_refused(desk: Desk, monkeypatch):
    monkeypatch.setattr(form_pages, "MOST_PREVIEWED", 1000)
    answer = send(desk, "facts.jsonl", lines(review()) * 100, f"{IMPORTS}/preview")
    assert answer.status_code == 413


def test_an_import_can_be_cancelled_once(desk: Desk):
    begin(desk, lines(review()))
    answer = desk.admin.browser.post(f"{IMPORTS}/1/cancellation", follow_redirects=True)
    assert "what it wrote stays" in answer.text
    assert "Cancelled" in text_of(answer.text)
    again = desk.admin.browser.post(f"{IMPORTS}/1/cancellation")
    assert again.status_code == 409
    work(desk)
    assert fact_checks(desk) == []
    events = text_of(desk.admin.browser.get("/administration/events").text)
    assert "admin cancelled import 1" in events
    assert "admin started import 1" in events


def test_rejected_rows_are_paged_and_can_be_taken_along(desk: Desk):
    rows = [{"claimReviewed": f"=No {n}"} for n in range(60)]
    imported(desk, lines(*rows))
    page = desk.admin.browser.get(f"{IMPORTS}/1").text
    assert page.count('<tr id="row-') == 50
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following
    assert desk.admin.browser.get(following[1].replace("&amp;", "&")).text.count('id="row-') == 10
    table = desk.admin.browser.get(f"{IMPORTS}/1/rejections.csv")
    read = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [int(row["number"]) for row in read] == list(range(1, 61))
    assert "import-1-rejections.csv" in table.headers["Content-Disposition"]
    told = desk.admin.browser.get(f"{IMPORTS}/1/rejections.jsonl")
    first = orjson.loads(told.data.splitlines()[0])
    assert first == {
        "number": 1, "code": "no_url", "reason": "It has neither an address nor an id.",
        "raw": '{"claimReviewed":"=No 0"}',
    }  # fmt: skip


def test_what_came_is_shown_as_text(desk: Desk):
    imported(desk, lines({"claimReviewed": "<script>alert(1)</script>", "url": "<b>"}))
    page = desk.admin.browser.get(f"{IMPORTS}/1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_changed_record_is_told_in_the_event_log(desk: Desk):
    imported(desk, lines(review()))
    imported(desk, lines(review(headline="Buses")))
    page = desk.admin.browser.get("/administration/events").text
    assert "admin changed the fact-check 1 by import 2" in text_of(page)
    assert f'href="{IMPORTS}/2"' in page


def test_a_file_has_whatever_name(desk: Desk):
    name = f"{'Straße ' * 90}\N{RIGHT-TO-LEFT OVERRIDE}<b>\t&.jsonl"
    assert send(desk, name, b'{"claim": "So."}\n').status_code == 303
    told = text_of(desk.admin.browser.get(IMPORTS).text)
    assert "Straße Straße <b>&.jsonl" in told
    assert len(told) < 1200
