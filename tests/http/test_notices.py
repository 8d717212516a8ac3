"""The sentence about what was just done comes from a table, whatever the cookie says."""

import pytest

from service.http.notices import COOKIE, NOTICES
from tests.factories import Desk

TOAST = 'class="toast"'


def test_it_is_said_once_and_not_kept_by_caches(desk: Desk):
    browser = desk.annotator.browser
    browser.set_cookie(COOKIE, "draft_saved.0")
    said = browser.get("/account")
    assert NOTICES["draft_saved"].sentence in said.text
    assert said.headers["Cache-Control"] == "no-store"
    assert TOAST not in browser.get("/account").text


def test_it_may_be_undone_by_a_form(desk: Desk):
    browser = desk.annotator.browser
    browser.set_cookie(COOKIE, "withdrawn.7")
    assert '<form method="post" action="/edits/7/restoration">' in browser.get("/account").text


def test_it_may_have_numbers(desk: Desk):
    browser = desk.annotator.browser
    browser.set_cookie(COOKIE, "version_added.2.31.1.2.0.4")
    page = browser.get("/account").text
    assert "Version 2 is saved: 31 unchanged, 1 moved, 2 changed, 0 no longer found, 4 new." in page


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "draft_saved",
        "draft_saved.",
        "draft_saved.x",
        "draft_saved.-1",
        "draft_saved.1.1",
        "version_added.2",
        "version_added.2.31.1.2.0.4.5",
        "draft_saved.0<script>",
        "draft_saved.٣",
        "draft_saved." + "9" * 19,
        "nothing_like_it.0",
        "__class__.0",
        "<script>alert(1)</script>.0",
        "withdrawn.1/../../sign-out",
        "withdrawn.{0}",
        ".0",
        "x" * 4000,
        "%0a%0d.0",
    ],
)
def test_no_cookie_puts_a_sentence_of_its_own_into_a_page(desk: Desk, cookie: str):
    browser = desk.annotator.browser
    sent = f"{COOKIE}={cookie}".encode().decode("latin-1")
    held = browser.get_cookie("claimdesk_session")
    assert held
    client = desk.app.test_client(use_cookies=False)
    headers = {"Cookie": f"claimdesk_session={held.value}; {sent}"}
    page = client.get("/account", headers=headers)
    assert page.status_code == 200
    assert TOAST not in page.text
    assert "<script>alert" not in page.text


def test_every_sentence_is_one():
    for word, notice in NOTICES.items():
        assert notice.sentence.endswith("."), word
        assert (notice.undo or "/").startswith("/")
