"""What changes something has to come from a page of ours; what reads may come from anywhere."""

import pytest
from flask import Flask

from service.errors import Forbidden
from service.http.auth import COOKIE
from service.http.origin import check_origin
from tests.factories import Desk

CASES = [
    # sentence, Sec-Fetch-Site, Origin, allowed
    ("our own page", "same-origin", "https://desk.example", True),
    ("our own page, whose origin a proxy mangled", "same-origin", "https://inner:8000", True),
    ("an address typed by hand", "none", None, True),
    ("a page below the same domain", "same-site", "https://other.desk.example", False),
    ("another site", "cross-site", "https://evil.example", False),
    ("another site that lies about its origin", "cross-site", "https://desk.example", False),
    ("a word that no browser sends", "yes", "https://desk.example", False),
    ("an empty word", "", "https://desk.example", False),
    ("an old browser on our own page", None, "https://desk.example", True),
    ("an old browser on another site", None, "https://evil.example", False),
    ("an old browser in a sandbox", None, "null", False),
    ("another port", None, "https://desk.example:8443", False),
    ("a host that begins like ours", None, "https://desk.example.evil.example", False),
    ("a host that ends like ours", None, "https://evil-desk.example", False),
    ("our host as a user of theirs", None, "https://desk.example@evil.example", False),
    ("our host in their path", None, "https://evil.example/desk.example", False),
    ("no origin at all, an empty one", None, "", False),
    ("half an address of a machine", None, "https://[::1", False),
    ("no address", None, "desk.example", False),
    ("a program, which sends neither", None, None, True),
]
HOST = "desk.example"


@pytest.mark.parametrize(
    ("site", "origin", "allowed"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_where_a_change_may_come_from(method, site, origin, allowed):
    headers = {"Sec-Fetch-Site": site, "Origin": origin, "Host": HOST}
    given = {name: value for name, value in headers.items() if value is not None}
    with Flask(__name__).test_request_context("/", method=method, headers=given):
        if allowed:
            check_origin()
        else:
            with pytest.raises(Forbidden) as refusal:
                check_origin()
            assert refusal.value.code == "other_origin"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_on_another_site_may_lead_here(method):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    with Flask(__name__).test_request_context("/", method=method, headers=headers):
        check_origin()


def test_every_form_is_refused_to_other_sites(desk: Desk, subtests):
    """Before anything else is looked at: not even who asks is told."""
    browser = desk.admin.browser
    asked = 0
    for rule in desk.app.url_map.iter_rules():
        view = desk.app.view_functions[rule.endpoint]
        if "POST" not in (rule.methods or ()) or not getattr(view, "is_page", False):
            continue
        path = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
        with subtests.test(path):
            answer = browser.post(path, headers={"Sec-Fetch-Site": "cross-site"})
            assert (answer.status_code, answer.mimetype) == (403, "text/html")
            assert "This came from another site." in answer.text
            asked += 1
    assert asked > 20


def test_signing_in_and_out_too(desk: Desk):
    browser = desk.annotator.browser
    for path in ("/sign-in", "/sign-out"):
        assert browser.post(path, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.get_cookie(COOKIE)
    assert browser.get("/account").status_code == 200
