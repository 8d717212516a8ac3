"""Headers that hold everywhere: caching, request ids, and what browsers may do."""

import pytest

from service.http.headers import CSP
from tests.factories import Desk
from tests.http.routes import STREAMED, address, fill, rules


def test_caches_may_share_what_is_public_but_ask_each_time(desk: Desk):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    for path in (f"/claims/{claim['id']}/verdict", "/changes"):
        assert desk.stranger.get(path).headers["Cache-Control"] == "public, no-cache"
        assert desk.reader.get(path).headers["Cache-Control"] == "private, no-cache"


def test_nothing_else_below_the_api_may_be_shared(desk: Desk, subtests):
    ids = fill(desk)
    for rule in rules(desk.app, "GET"):
        if rule.rule.endswith("/openapi.json") or rule.rule == STREAMED:
            continue
        with subtests.test(rule.rule):
            answer = desk.admin.get(address(rule, ids))
            assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_answer_to_an_act_is_not_stored(desk: Desk):
    tag = {"name": "water", "description": "Of water."}
    added = desk.reviewer.post("/tags", tag, headers={"Idempotency-Key": "a"})
    changed = desk.reviewer.patch(f"/tags/{added.json['id']}", {"description": "Of it."})
    document = desk.document()
    archived = desk.admin.delete(f"/documents/{document['id']}")
    for answer in (added, changed, archived):
        assert answer.status_code < 300
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_is_not_stored(desk: Desk):
    claim = desk.claim(visibility="public")
    for answer in (
        desk.stranger.get("/nope"),
        desk.stranger.get("/documents"),
        desk.stranger.get(f"/claims/{claim['id']}/verdict"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("sent", ["abc", "0123456789abcdef", "a.b_c-D", "a" * 64])
def test_a_usable_request_id_is_kept(desk: Desk, sent: str):
    answer = desk.stranger.get("/tags", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "a" * 65, "a b", "a/b", "é", "<b>", "a\x7f"])
def test_any_other_is_replaced(desk: Desk, sent: str):
    answer = desk.stranger.get("/nope", headers={"X-Request-Id": sent})
    assert answer.headers.getlist("X-Request-Id") == [answer.json["request_id"]]
    assert answer.json["request_id"] != sent
    assert len(answer.json["request_id"]) == 16


def test_two_requests_have_two_ids(desk: Desk):
    first, second = (desk.stranger.get("/tags").headers["X-Request-Id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("path", ["/tags", "/nope", "/documents", "/healthz", "/metrics"])
def test_no_browser_guesses_what_an_answer_is(desk: Desk, path: str):
    answer = desk.stranger.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"]


def test_a_page_runs_nothing_but_our_files(desk: Desk):
    page = desk.stranger.client.get("/api/docs")
    assert page.headers["Content-Security-Policy"] == CSP
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in CSP
    assert "default-src 'none'" in CSP
    assert "frame-ancestors 'none'" in CSP


def test_the_host_of_a_request_is_in_no_answer(desk: Desk):
    added = desk.reviewer.post(
        "/tags",
        {"name": "water", "description": "Of water."},
        headers={"Host": "evil.example"},
    )
    page = desk.stranger.client.get("/api/docs", headers={"Host": "evil.example"})
    slash = desk.stranger.client.get("/api/docs/", headers={"Host": "evil.example"})
    for answer in (added, page, slash):
        assert "evil.example" not in str(answer.headers) + answer.text
    assert added.headers["Location"].startswith("/api/v1/tags/")


def test_a_refusal_of_a_key_says_how_to_send_one(desk: Desk):
    answer = desk.stranger.get("/documents")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
