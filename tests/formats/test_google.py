"""Google's own Python client, with nothing changed but its endpoint."""

from itertools import pairwise

import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.factories import Desk

OURS = "The bridge cost 9 million pounds."
THEIRS = {
    "claim": "The bridge cost 9 million pounds",
    "url": "https://checks.example.org/bridge",
    "title": "No, it cost less",
    "claimant": "The mayor",
    "claim_date": "2026-01-02",
    "publisher": {"name": "The Checkers", "site": "checks.example.org"},
    "rating": {"label": "Pants on fire"},
    "reviewed_at": "2026-01-05T10:00:00Z",
    "language": "en-GB",
}


def line(number: int, **facts) -> dict:
    """A fact-check of The Checkers on a claim of its own."""
    claim = {"claim": f"Ferry {number} sank.", "url": f"https://checks.example.org/{number}"}
    return THEIRS | claim | facts


@pytest.fixture
def client(live):
    """Google's client, asking the desk."""
    with build(
        "factchecktools",
        "v1alpha1",
        developerKey="a key of Google's",
        static_discovery=True,
        client_options={"api_endpoint": live.url},
    ) as client:
        yield client


def search(client, **parameters) -> dict:
    return client.claims().search(**parameters).execute()


def test_one_claim_has_the_reviews_of_all_who_checked_it(desk: Desk, client):
    desk.published(desk.claim(OURS, visibility="public", language="en"))
    desk.imported(THEIRS)
    [claim] = search(client, query="what the bridge cost")["claims"]
    assert claim["text"].rstrip(".") == THEIRS["claim"]
    assert (claim["claimant"], claim["claimDate"]) == ("The mayor", "2026-01-02T00:00:00Z")
    theirs, ours = claim["claimReview"]
    assert theirs == {
        "publisher": {"name": "The Checkers", "site": "checks.example.org"},
        "url": "https://checks.example.org/bridge",
        "title": "No, it cost less",
        "reviewDate": "2026-01-05T10:00:00Z",
        "textualRating": "Pants on fire",
        "languageCode": "en-GB",
    }
    assert ours["textualRating"] == "Mostly true"
    assert ours["publisher"]["name"] == "Claimdesk"


def test_what_is_asked_narrows_what_is_found(desk: Desk, client):
    desk.imported(
        THEIRS,
        line(1, language="pt-BR"),
        line(2, publisher={"name": "Others", "site": "others.example"}),
        line(3, claim_date=None, reviewed_at="2020-01-01T00:00:00Z"),
    )
    assert "claims" not in search(client, query="nothing of the kind")
    assert search(client, query="ferry", languageCode="fr") == {}
    [portuguese] = search(client, query="ferry", languageCode="pt")["claims"]
    assert portuguese["text"] == "Ferry 1 sank."
    [other] = search(client, reviewPublisherSiteFilter="www.others.example")["claims"]
    assert other["text"] == "Ferry 2 sank."
    recent = search(client, query="ferry", maxAgeDays=2000)["claims"]
    assert {claim["text"] for claim in recent} == {"Ferry 1 sank.", "Ferry 2 sank."}


@pytest.mark.parametrize(
    "asked", [{"query": "ferry"}, {"reviewPublisherSiteFilter": "checks.example.org"}], ids=str
)
def test_the_client_walks_all_pages(desk: Desk, client, asked):
    twice = [line(number, url=f"https://checks.example.org/again/{number}") for number in (3, 17)]
    desk.imported(*[line(number) for number in range(25)], *twice)
    asked_for = client.claims().search(pageSize=4, **asked)
    pages = []
    while asked_for is not None:
        found = asked_for.execute()
        pages.append(found["claims"])
        asked_for = client.claims().search_next(asked_for, found)
    texts = [claim["text"] for page in pages for claim in page]
    assert sorted(texts) == sorted(f"Ferry {number} sank." for number in range(25))
    assert [len(page) for page in pages] == [4] * 6 + [1]
    reviews = {claim["text"]: len(claim["claimReview"]) for page in pages for claim in page}
    assert {text for text, count in reviews.items() if count == 2} == {
        "Ferry 3 sank.",
        "Ferry 17 sank.",
    }
    further = search(client, pageSize=4, offset=4, **asked)["claims"]
    assert [claim["text"] for claim in further] == [claim["text"] for claim in pages[1]]


def test_only_the_fields_that_are_wanted_come(desk: Desk, client):
    desk.imported(THEIRS, line(1))
    found = search(client, query="bridge", fields="claims(text,claimReview/publisher/site)")
    assert found == {
        "claims": [
            {
                "text": THEIRS["claim"],
                "claimReview": [{"publisher": {"site": "checks.example.org"}}],
            }
        ]
    }


BAD = [
    ({}, "query"),
    ({"query": "x", "pageSize": -1}, "pageSize"),
    ({"query": "x", "pageToken": "bm9uc2Vuc2U"}, "pageToken"),
    ({"query": "x", "fields": "claims(text"}, "fields"),
    ({"query": "x", "fields": "claims/" * 200 + "text"}, "fields"),
    ({"query": "x", "maxAgeDays": 2**31}, "maxAgeDays"),
]


@pytest.mark.parametrize(("asked", "name"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_request_is_googles_error(desk: Desk, client, asked, name):
    with pytest.raises(HttpError) as refused:
        search(client, **asked)
    assert refused.value.status_code == 400
    assert name in refused.value.reason


def test_a_token_counts_with_the_same_request_alone(desk: Desk, client):
    desk.imported(*[line(number) for number in range(3)])
    token = search(client, query="ferry", pageSize=1)["nextPageToken"]
    with pytest.raises(HttpError, match="pageToken"):
        search(client, query="bridge", pageSize=1, pageToken=token)


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/v1alpha1/nothing", 404, "NOT_FOUND"),
        ("GET", "/v1alpha1/pages/999", 404, "NOT_FOUND"),
        ("POST", "/v1alpha1/claims:search", 405, "UNIMPLEMENTED"),
        ("GET", "/v1alpha1/claims:search?query=x&callback=alert", 400, "INVALID_ARGUMENT"),
        ("GET", "/v1alpha1/claims:search?query=x&alt=media", 400, "INVALID_ARGUMENT"),
    ],
)
def test_every_refusal_below_the_path_has_googles_shape(desk: Desk, method, path, status, word):
    answer = desk.stranger.client.open(path, method=method)
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (status, status, word)
    assert error["message"]


def test_pages_of_reviews(desk: Desk, client):
    desk.published(desk.claim(OURS, visibility="public", url="https://news.example.org/bridge"))
    desk.imported(*[line(number) for number in range(3)])
    listed = client.pages().list(organization="checks.example.org", pageSize=2).execute()
    pages = listed["claimReviewMarkupPages"]
    further = client.pages().list(
        organization="checks.example.org", pageSize=2, pageToken=listed["nextPageToken"]
    )
    pages += further.execute()["claimReviewMarkupPages"]
    assert [page["pageUrl"][-2:] for page in pages] == ["/2", "/1", "/0"]
    assert client.pages().get(name=pages[0]["name"]).execute() == pages[0]
    assert client.pages().list(url=pages[1]["pageUrl"]).execute() == {
        "claimReviewMarkupPages": [pages[1]]
    }
    [ours] = client.pages().list(organization="127.0.0.1").execute()["claimReviewMarkupPages"]
    [markup] = ours["claimReviewMarkups"]
    assert markup["claimFirstAppearance"] == "https://news.example.org/bridge"
    assert markup["rating"] == {
        "textualRating": "Mostly true",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 5,
        "ratingExplanation": "The ledger says 8.9.",
    }


def test_what_is_taken_back_or_hidden_is_found_no_more(desk: Desk, client):
    claims = [desk.claim(f"Tunnel {n} leaks.", visibility="public") for n in range(2)]
    for claim in claims:
        desk.published(claim)
    desk.published(desk.claim("Tunnel 3 leaks."))
    assert len(search(client, query="tunnel")["claims"]) == 2
    seen = desk.reviewer.get(f"/claims/{claims[0]['id']}").headers["ETag"]
    desk.reviewer.post(f"/claims/{claims[0]['id']}/retraction", {"reason": "No."}, if_match=seen)
    path = f"/documents/{claims[1]['document_id']}"
    assert desk.reviewer.patch(path, {"visibility": "desk"}).status_code == 200
    assert search(client, query="tunnel") == {}
    assert search(client, reviewPublisherSiteFilter="127.0.0.1") == {}


def test_a_key_of_googles_stands_in_no_log(desk: Desk, client, live):
    search(client, query="bridge")
    assert "a key of Google" not in live.log.read_text()
    assert "bridge" not in live.log.read_text()


def test_masks_take_every_form():
    from service.formats.google.masks import masked, read_mask

    value = {"a": [{"b": 1, "c": {"d": 2, "e": 3}}], "f": 4}
    forms = ["a(b,c/d),f", "a/b,a/c/d,f", " a ( b , c ( d ) ) , f "]
    wanted = {"a": [{"b": 1, "c": {"d": 2}}], "f": 4}
    assert all(masked(value, read_mask(form)) == wanted for form in forms)
    assert all(masked(value, read_mask(form)) == value for form in ("*", "a,f", "a(*),f"))
    assert all(
        masked(value, read_mask(one)) == masked(value, read_mask(other))
        for one, other in pairwise(("a", "a,a/b", "a/b,a"))
    )
    assert masked(value, read_mask("*/c/e")) == {"a": [{"c": {"e": 3}}], "f": 4}
