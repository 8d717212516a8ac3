"""What holds on every page: nothing of others runs or loads, nothing private is shared."""

import re

import pytest

from service.http.headers import CSP
from tests.factories import Desk, Person
from tests.http.routes import address, fill, rules

MORE_IDS = {"scale_id": 1, "code": "mixed", "begun_id": 1, "comment_id": 1}
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+|data-hx-on[^=]*|hx-on[^=]*)\s*=|<style|javascript:"
    r"|<script(?![^>]*\ssrc=|\stype=.application/ld\+json.>)",  # a block of data runs nothing
    re.IGNORECASE,
)


def pages_of(desk: Desk, person: Person):
    """Every page that one may GET, filled, with its path."""
    ids = fill(desk) | MORE_IDS
    for rule in rules(desk.app, "GET", below="/"):
        view = desk.app.view_functions[rule.endpoint]
        if not getattr(view, "is_page", False) or not person.viewer.may(view.permission):
            continue
        if set(rule.arguments) <= set(ids):
            path = address(rule, ids)
            answer = person.browser.get(path)
            if "Content-Disposition" not in answer.headers:  # a download is no page
                yield path, answer


@pytest.mark.parametrize("role", ["admin", "annotator", "stranger"])
def test_every_page_runs_nothing_but_our_files(desk: Desk, role: str, subtests):
    asked = 0
    for path, answer in pages_of(desk, getattr(desk, role)):
        if answer.status_code == 303:
            continue
        with subtests.test(path):
            assert (answer.status_code < 500, answer.mimetype) == (True, "text/html")
            assert answer.headers["Content-Security-Policy"] == CSP
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert not INLINE.search(answer.text), INLINE.search(answer.text)
            for found in re.findall(
                r'<(?:script|link(?! rel="alternate")|img)[^>]*\s(?:src|href)="([^"]*)"',
                answer.text,
            ):
                assert found.startswith(("/", "data:,")), found
            asked += 1
    assert asked >= (15 if role == "admin" else 1)


def test_what_the_signed_in_read_is_no_matter_for_caches(desk: Desk, subtests):
    for path, answer in pages_of(desk, desk.admin):
        with subtests.test(path):
            assert answer.headers["Cache-Control"] in ("private, no-cache", "no-store")
            assert answer.status_code == 303 or {"Cookie", "HX-Request"} <= set(answer.vary)


def test_a_page_that_did_not_change_is_304(desk: Desk):
    browser = desk.annotator.browser
    etag = browser.get("/account").headers["ETag"]
    again = browser.get("/account", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert browser.get("/account", headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_host_of_a_request_is_on_no_page(desk: Desk):
    for path in ("/sign-in", "/account"):
        answer = desk.stranger.client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)
