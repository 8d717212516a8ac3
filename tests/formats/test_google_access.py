"""Who sees what below /v1alpha1: what everyone may read, whoever asks; and how often."""

from dataclasses import replace

import pytest

from app import create_app
from tests.fact_checks.imported import add_imported
from tests.factories import Desk
from tests.formats.google_client import google_client, search, texts

PATH = "/v1alpha1/claims:search?query=tunnel"


def test_what_is_taken_back_or_hidden_is_found_no_more(desk: Desk):
    """And what was never public is not found with the key of an administrator either."""
    claims = [desk.claim(f"Tunnel {n} leaks.", visibility="public") for n in range(2)]
    for claim in claims:
        desk.published(claim)
    desk.published(desk.claim("Tunnel 3 leaks."))
    with google_client(desk.app, key=desk.admin.key or "") as client:
        assert len(texts(search(client, query="tunnel"))) == 2
        pages = client.pages().list(organization="127.0.0.1").execute()["claimReviewMarkupPages"]
        assert len(pages) == 2
        seen = desk.reviewer.get(f"/claims/{claims[0]['id']}").headers["ETag"]
        desk.reviewer.post(
            f"/claims/{claims[0]['id']}/retraction", {"reason": "No."}, if_match=seen
        )
        path = f"/documents/{claims[1]['document_id']}"
        assert desk.reviewer.patch(path, {"visibility": "desk"}).status_code == 200
        assert search(client, query="tunnel") == {}
        assert search(client, reviewPublisherSiteFilter="127.0.0.1") == {}
        assert client.pages().list(organization="127.0.0.1").execute() == {}
        for page in pages:
            answer = desk.admin.client.get(f"/v1alpha1/{page['name']}")
            assert answer.status_code == 404


@pytest.fixture
def hurried(desk: Desk):
    """The same desk, where strangers may search once a minute."""
    app = create_app(replace(desk.app.extensions["settings"], rate_limit=1))
    yield app.test_client()
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    ("sent", "is_limited"),
    [
        pytest.param(lambda _key: {}, True, id="no key"),
        pytest.param(lambda _key: {"query_string": {"key": "AIza"}}, True, id="one of Google's"),
        pytest.param(lambda _key: {"query_string": {"key": "cdk_unknown"}}, True, id="unknown"),
        pytest.param(lambda key: {"query_string": {"key": key}}, False, id="ours as theirs"),
        pytest.param(lambda key: {"headers": {"X-Goog-Api-Key": key}}, False, id="in a header"),
        pytest.param(lambda key: {"headers": {"Authorization": f"Bearer {key}"}}, False, id="ours"),
    ],
)
def test_strangers_are_limited_and_keys_of_ours_are_not(desk: Desk, hurried, sent, is_limited):
    add_imported(desk.database, "Tunnel 1 leaks.")
    asked = sent(desk.reader.key)
    asked["query_string"] = {"query": "tunnel"} | asked.get("query_string", {})
    answers = [hurried.get("/v1alpha1/claims:search", **asked) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] + [429 if is_limited else 200] * 2
    if is_limited:
        assert answers[1].get_json()["error"]["status"] == "RESOURCE_EXHAUSTED"
        assert int(answers[1].headers["Retry-After"]) > 0


def test_a_key_that_does_not_count_is_refused_where_only_ours_are_sent(desk: Desk):
    answer = desk.stranger.client.get(PATH, headers={"Authorization": "Bearer cdk_unknown"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.get_json()["error"]["status"] == "UNAUTHENTICATED"
