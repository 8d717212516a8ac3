"""What pages from elsewhere may read: what is public, and nothing else."""

import pytest

from tests.factories import API, Desk
from tests.http.routes import address, fill, rules

ORIGIN = {"Origin": "https://reader.example"}
PREFLIGHT = ORIGIN | {"Access-Control-Request-Method": "GET"}
PUBLIC = {
    "/embed.js",
    "/v1alpha1/claims:search",
    "/v1alpha1/pages",
    "/v1alpha1/pages/<id:fact_check_id>",
    f"{API}/fact-checks",
    f"{API}/fact-checks/<id:fact_check_id>",
    f"{API}/lookup",
    "/oembed",
    "/annotations/",
    "/annotations/<id:claim_id>",
    "/feeds/claimreview.json",
    "/feeds/verdicts.atom",
    f"{API}/changes",
    f"{API}/claims/<id:claim_id>/verdict",
    f"{API}/openapi.json",
    f"{API}/scales",
    f"{API}/tags",
    f"{API}/tags/<id:tag_id>",
}


def test_public_reads_are_for_every_page_and_others_for_none(desk: Desk, subtests):
    ids = fill(desk)
    for rule in rules(desk.app, "GET", below="/"):
        if rule.endpoint == "static":
            continue
        with subtests.test(rule.rule):
            for person in (desk.stranger, desk.admin):
                path = address(rule, ids)
                answer = person.client.get(path, headers=_headers(person))
                allowed = answer.headers.get("Access-Control-Allow-Origin")
                assert allowed == ("*" if rule.rule in PUBLIC else None)
                assert "Access-Control-Allow-Credentials" not in answer.headers


def _headers(person):
    key = {"Authorization": f"Bearer {person.key}"} if person.key else {}
    return ORIGIN | key


def test_what_one_may_read_includes_the_etag(desk: Desk):
    answer = desk.stranger.get("/tags", headers=ORIGIN)
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/tags", "/changes", "/scales", "/claims/1/verdict"])
def test_a_page_may_ask_before_it_reads(desk: Desk, path: str):
    headers = PREFLIGHT | {"Access-Control-Request-Headers": "if-none-match"}
    answer = desk.stranger.send("OPTIONS", path, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "POST" not in answer.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Max-Age" in answer.headers


@pytest.mark.parametrize("path", ["/documents", "/edits", "/claims/1", "/api/v1/api-keys"])
def test_a_page_may_not_ask_for_what_is_not_public(desk: Desk, path: str):
    answer = desk.stranger.send("OPTIONS", path, headers=PREFLIGHT)
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_refusal_of_a_public_read_can_be_read_too(desk: Desk):
    answer = desk.stranger.get("/claims/999/verdict", headers=ORIGIN)
    assert answer.status_code == 404
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_no_page_from_elsewhere_may_write(desk: Desk):
    answer = desk.reviewer.post(
        "/tags", {"name": "water", "description": "Of water."}, headers=ORIGIN
    )
    assert answer.status_code == 201
    assert "Access-Control-Allow-Origin" not in answer.headers
