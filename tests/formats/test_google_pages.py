"""`pages`: where reviews stand, as Google's own client reads it."""

from datetime import UTC, datetime

import pytest
from googleapiclient.errors import HttpError

from tests.fact_checks.imported import add_all_imported, add_imported
from tests.factories import Desk
from tests.formats.google_client import google_client

PAGE = "https://www.checks.example.org/ferries/"
LATER = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def pages(app):
    """The resource of pages in Google's client."""
    with google_client(app) as client:
        yield client.pages()


def listed(pages, **asked) -> list[dict]:
    """All pages of an organization, or that at a URL."""
    request, found = pages.list(**asked), []
    while request is not None:
        answer = request.execute()
        found += answer.get("claimReviewMarkupPages", [])
        request = pages.list_next(request, answer)
    return found


def test_a_page_of_ours(desk: Desk, pages):
    claim = desk.claim(visibility="public", url="https://news.example.org/bridge")
    desk.published(claim, claimant={"name": "The mayor", "same_as": "https://example.org/mayor"})
    [page] = listed(pages, organization="127.0.0.1")
    [markup] = page.pop("claimReviewMarkups")
    url = page.pop("pageUrl")
    assert url.endswith(f"/claims/{claim['id']}")
    assert page.pop("name") == "pages/1"
    assert page.pop("versionId")
    assert page.pop("publishDate") == desk.stranger.get("/fact-checks/1").json["reviewed_at"][:10]
    assert page == {"claimReviewAuthor": {"name": "Claimdesk"}}
    assert markup == {
        "url": url,
        "claimReviewed": claim["text"],
        "claimFirstAppearance": "https://news.example.org/bridge",
        "claimAuthor": {"name": "The mayor", "sameAs": "https://example.org/mayor"},
        "rating": {
            "textualRating": "Mostly true",
            "ratingValue": 4,
            "worstRating": 1,
            "bestRating": 5,
            "ratingExplanation": "The ledger says 8.9.",
        },
    }
    assert listed(pages, url=url) == listed(pages, organization="127.0.0.1")


def test_an_article_with_several_reviews_is_one_page(desk: Desk, pages):
    first = add_imported(desk.database, "Ferry 1 sank.", url=PAGE)
    other = add_imported(desk.database, "Ferry 2 sank.", url=f"{PAGE}other")
    second = add_imported(desk.database, "Ferry 3 sank.", url=PAGE, reviewed_at=LATER)
    one, two = listed(pages, organization="checks.example.org", pageSize=1)
    assert (one["name"], two["name"]) == (f"pages/{other}", f"pages/{first}")
    assert [each["claimReviewed"] for each in two["claimReviewMarkups"]] == [
        "Ferry 1 sank.",
        "Ferry 3 sank.",
    ]
    assert two["publishDate"] == "2026-11-22"
    for name in (f"pages/{first}", f"pages/{second}"):
        assert pages.get(name=name).execute() == two


@pytest.mark.parametrize(
    "form", [PAGE, PAGE.replace("https", "http"), PAGE.rstrip("/"), PAGE.replace("www.", "")]
)
def test_any_form_of_an_address_finds_its_page(desk: Desk, pages, form):
    add_imported(desk.database, "Ferry 1 sank.", url=PAGE)
    [page] = listed(pages, url=form)
    assert page["pageUrl"] == PAGE


def test_an_offset_begins_further_on(desk: Desk, pages):
    add_all_imported(desk.database, [{"text": f"Ferry {number} sank."} for number in range(5)])
    asked = {"organization": "checks.example.org", "pageSize": 2}
    assert listed(pages, offset=3, **asked) == listed(pages, **asked)[3:]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"url": PAGE, "organization": "checks.example.org"},
        {"url": "no address"},
        {"organization": "checks.example.org", "pageToken": "x"},
        {"organization": "checks.example.org", "fields": "claims"},
    ],
    ids=str,
)
def test_a_bad_request_is_googles_error(pages, asked):
    with pytest.raises(HttpError) as refused:
        pages.list(**asked).execute()
    assert refused.value.status_code == 400
