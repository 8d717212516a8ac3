"""`claims:search`, as Google's own client reads it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from googleapiclient.errors import HttpError

from service.formats.google.masks import check_mask, masked, read_mask
from service.formats.google.writing import CLAIMS
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import Desk
from tests.formats.google_client import (
    GOOGLES_KEY,
    google_client,
    google_client_of,
    search,
    texts,
)

OURS = "The bridge cost 9 million pounds."
THEIRS = {
    "text": "The bridge cost 9 million pounds",
    "url": "https://checks.example.org/bridge",
    "title": "No, it cost less",
    "claimant": "The mayor",
    "claim_date": date(2026, 1, 2),
    "reviewed_at": datetime(2026, 1, 5, 10, tzinfo=UTC),
    "rating_label": "Pants on fire",
    "language": "en-GB",
}
SITE = {"reviewPublisherSiteFilter": "checks.example.org"}


def ferries(*numbers: int) -> list[dict]:
    """Claims that are alike, and not the same."""
    return [{"text": f"Ferry {number} sank."} for number in numbers]


@pytest.fixture
def client(app):
    """Google's client."""
    with google_client(app) as client:
        yield client


def walked(client, **asked) -> list[dict]:
    """All pages, as the client goes from one to the next."""
    request, pages = client.claims().search(**asked), []
    while request is not None:
        pages.append(request.execute())
        request = client.claims().search_next(request, pages[-1])
    return pages


def test_the_client_walks_all_pages_of_a_server(desk: Desk, live):
    add_all_imported(desk.database, ferries(*range(25), 3, 17))
    with google_client_of(live.url) as client:
        for asked in ({"query": "ferry"}, SITE):
            pages = walked(client, pageSize=4, **asked)
            assert [len(page["claims"]) for page in pages] == [4] * 6 + [1]
            claims = [claim for page in pages for claim in page["claims"]]
            assert sorted(claim["text"] for claim in claims) == sorted(
                f"Ferry {number} sank." for number in range(25)
            )
            twice = {claim["text"] for claim in claims if len(claim["claimReview"]) == 2}
            assert twice == {"Ferry 3 sank.", "Ferry 17 sank."}
        with pytest.raises(HttpError, match="pageToken"):
            search(client, query="ferry", pageToken="bm9uc2Vuc2U")
    log = live.log.read_text()
    assert "claims:search" in log
    assert GOOGLES_KEY not in log
    assert "ferry" not in log


def test_one_claim_has_the_reviews_of_all_who_checked_it(desk: Desk, client):
    desk.published(desk.claim(OURS, visibility="public", language="en"))
    add_imported(desk.database, **THEIRS)
    [claim] = search(client, query="what the bridge cost")["claims"]
    theirs, ours = claim.pop("claimReview")
    assert claim == {
        "text": THEIRS["text"],
        "claimant": "The mayor",
        "claimDate": "2026-01-02T00:00:00Z",
    }
    assert theirs == {
        "publisher": {"name": "The Checkers", "site": "checks.example.org"},
        "url": "https://checks.example.org/bridge",
        "title": "No, it cost less",
        "reviewDate": "2026-01-05T10:00:00Z",
        "textualRating": "Pants on fire",
        "languageCode": "en-GB",
    }
    assert ours["textualRating"] == "Mostly true"
    assert ours["publisher"] == {"name": "Claimdesk", "site": "127.0.0.1"}
    assert ours["url"].endswith("/claims/1")


def test_what_is_not_known_is_not_there(desk: Desk, client):
    facts = {"reviewed_at": None, "url": "https://checks.example.org/1"}
    add_imported(desk.database, "Ferry 1 sank.", **facts)
    [claim] = search(client, query="ferry")["claims"]
    review = {
        "publisher": {"name": "The Checkers", "site": "checks.example.org"},
        "url": "https://checks.example.org/1",
    }
    assert claim == {"text": "Ferry 1 sank.", "claimReview": [review]}
    assert search(client, query="submarine") == {}


def test_what_is_asked_narrows_what_is_found(desk: Desk, client):
    long_ago = datetime.now(UTC) - timedelta(days=500)
    add_all_imported(
        desk.database,
        [
            {"text": "Ferry 1 sank.", "language": "pt-BR", "reviewed_at": datetime.now(UTC)},
            {"text": "Ferry 2 sank.", "site": "others.example", "reviewed_at": None},
            {"text": "Ferry 3 sank.", "reviewed_at": long_ago},
            {"text": "Ferry 4 sank.", "reviewed_at": long_ago, "claim_date": date.today()},  # noqa: DTZ011
        ],
    )
    assert texts(search(client, query="nothing of the kind")) == []
    assert texts(search(client, query="ferry", languageCode="fr")) == []
    assert texts(search(client, query="ferry", languageCode="pt")) == ["Ferry 1 sank."]
    others = {"reviewPublisherSiteFilter": "www.Others.example"}
    assert texts(search(client, **others)) == ["Ferry 2 sank."]
    assert texts(search(client, query="3", **others)) == []
    recent = texts(search(client, query="ferry", maxAgeDays=400))
    assert sorted(recent) == ["Ferry 1 sank.", "Ferry 4 sank."]
    assert len(texts(search(client, query="ferry", maxAgeDays=2**31 - 1))) == 3


@pytest.mark.parametrize("times", [500, 5_000])
def test_a_query_of_any_length_is_one(desk: Desk, live, times):
    """The client sends a long one as a POST that stands for a GET."""
    add_all_imported(desk.database, ferries(1))
    with google_client_of(live.url) as client:
        assert texts(search(client, query="ferry " * times)) == ["Ferry 1 sank."]


def test_a_claim_shows_the_reviews_that_were_asked_for(desk: Desk, client):
    add_imported(desk.database, **THEIRS)
    add_imported(desk.database, OURS, site="others.example")
    assert len(search(client, query="bridge")["claims"][0]["claimReview"]) == 2
    [claim] = search(client, query="bridge", **SITE)["claims"]
    assert [review["publisher"]["site"] for review in claim["claimReview"]] == [
        "checks.example.org"
    ]


@pytest.mark.parametrize("asked", [{"query": "ferry"}, SITE], ids=str)
def test_an_offset_begins_further_on_and_tokens_go_on_from_there(desk: Desk, client, asked):
    add_all_imported(desk.database, ferries(*range(9), *range(9)))
    every = [text for page in walked(client, pageSize=2, **asked) for text in texts(page)]
    assert len(every) == len(set(every)) == 9
    from_the_fourth = walked(client, pageSize=2, offset=3, **asked)
    assert [text for page in from_the_fourth for text in texts(page)] == every[3:]
    assert search(client, offset=9, **asked) == {}


def test_new_reviews_do_not_make_a_page_repeat_a_claim(desk: Desk, client):
    add_all_imported(desk.database, ferries(*range(6)))
    first = search(client, pageSize=3, **SITE)
    add_all_imported(desk.database, ferries(7, 8))
    second = search(client, pageSize=3, pageToken=first["nextPageToken"], **SITE)
    assert texts(first) + texts(second) == [f"Ferry {number} sank." for number in range(5, -1, -1)]


def test_one_claim_with_very_many_reviews_hides_no_other(desk: Desk, client):
    add_imported(desk.database, "Ferry 1 sank.")
    add_all_imported(desk.database, ferries(2) * 60)
    claims = search(client, pageSize=2, **SITE)["claims"]
    assert [len(claim["claimReview"]) for claim in claims] == [50, 1]


BAD = [
    ({}, "query"),
    ({"query": "  "}, "query"),
    ({"query": "x", "pageSize": -1}, "pageSize"),
    ({"query": "x", "pageToken": "bm9uc2Vuc2U"}, "pageToken"),
    ({"query": "x", "offset": 1001}, "offset"),
    ({"query": "x", "fields": "claims(text"}, "fields"),
    ({"query": "x", "fields": "claims/" * 200 + "text"}, "fields"),
    ({"query": "x", "fields": "claims/verdict"}, "verdict"),
    ({"query": "x", "maxAgeDays": 2**31}, "maxAgeDays"),
]


@pytest.mark.parametrize(("asked", "name"), BAD, ids=lambda value: str(value)[:40])
def test_a_bad_request_is_googles_error(client, asked, name):
    with pytest.raises(HttpError) as refused:
        search(client, **asked)
    assert refused.value.status_code == 400
    assert name in refused.value.reason


@pytest.mark.parametrize("change", [{"query": "bridge"}, {"pageSize": 2}, {"languageCode": "en"}])
def test_a_token_counts_with_the_same_request_alone(desk: Desk, client, change):
    add_all_imported(desk.database, ferries(*range(3)))
    asked = {"query": "ferry", "pageSize": 1}
    token = search(client, **asked)["nextPageToken"]
    with pytest.raises(HttpError, match="pageToken"):
        search(client, **(asked | change), pageToken=token)


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/v1alpha1/nothing", 404, "NOT_FOUND"),
        ("GET", "/v1alpha1/pages/999", 404, "NOT_FOUND"),
        ("GET", "/v1alpha1/pages/x", 404, "NOT_FOUND"),
        ("POST", "/v1alpha1/claims:search", 405, "UNIMPLEMENTED"),
        ("GET", "/v1alpha1/claims:search?query=x&callback=alert", 400, "INVALID_ARGUMENT"),
        ("GET", "/v1alpha1/claims:search?query=x&alt=media", 400, "INVALID_ARGUMENT"),
    ],
)
def test_every_refusal_below_the_path_has_googles_shape(desk: Desk, method, path, status, word):
    answer = desk.stranger.client.open(path, method=method, headers={"Accept": "text/html"})
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["status"]) == (status, status, word)
    assert error["message"]
    assert ("Allow" in answer.headers) == (status == 405)


def test_only_the_fields_that_are_wanted_come(desk: Desk, client):
    add_imported(desk.database, **THEIRS)
    found = search(client, query="bridge", fields="claims(text,claimReview/publisher/site)")
    review = {"publisher": {"site": "checks.example.org"}}
    assert found == {"claims": [{"text": THEIRS["text"], "claimReview": [review]}]}


@pytest.mark.parametrize(("lines", "told"), [(True, "true"), (True, None), (False, "false")])
def test_lines_are_broken_unless_they_shall_not_be(desk: Desk, lines, told):
    add_imported(desk.database, **THEIRS)
    asked = {"query": "bridge", "alt": "json"} | ({"prettyPrint": told} if told else {})
    answer = desk.stranger.client.get("/v1alpha1/claims:search", query_string=asked)
    assert (answer.text.count("\n") > 5) == lines


def test_masks_take_every_form():
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
    check_mask(read_mask("claims(text,claimReview/*),nextPageToken,*"), CLAIMS)
