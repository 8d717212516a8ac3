"""Other people's ClaimReviews, as ugly as they come."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.formats.claimreview.reading import read_review, reviews_in
from service.formats.claimreview.writing import claim_review
from service.formats.incoming import Incoming, Rating, Unusable
from tests.formats.records import DESK, full_record

URL = "https://facts.example.net/buses"
REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": URL,
    "claimReviewed": "The city has 400 buses.",
    "author": {"@type": "Organization", "name": "Facts"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}
A, B, C = "https://a.example.org/1", "https://b.example.org/2", "https://c.example.org/3"


def read(**said: Any) -> Incoming:
    """What REVIEW says with this in it."""
    return read_review({**REVIEW, **said})


def claim(**said: Any) -> dict[str, Any]:
    return {"itemReviewed": {"@type": "Claim", **said}}


def rated(**said: Any) -> dict[str, Any]:
    return {"reviewRating": {"@type": "Rating", **said}}


SENTENCE = "The photo is old, and it shows another bridge. " * 9
LABEL = {"@value": "F", "@language": "en"}
ADA, F, P = {"@type": "Person", "name": "Ada"}, {"@type": "NewsMediaOrganization", "name": "F"}, "P"
SCRIPT = "<script>alert(1)</script>"

CASES: dict[str, dict[str, tuple[dict[str, Any], Any]]] = {
    "claim": {
        "with white space": ({"claimReviewed": " So. \n"}, "So."),
        "as a value": ({"claimReviewed": {"@value": "So."}}, "So."),
        "in a list": ({"claimReviewed": [None, "", "So."]}, "So."),
        "with NUL and half a surrogate pair": ({"claimReviewed": "S\x00o\ud800."}, "So."),
        "in what is reviewed": ({"claimReviewed": None, **claim(text="So.")}, "So."),
        "a number": ({"claimReviewed": ["", {}], **claim(text=7.5)}, "7.5"),
        "none at all": ({"claimReviewed": ""}, None),
    },
    "url": {
        "in a list": ({"url": [None, URL]}, URL),
        "broken": ({"url": "htp:/facts"}, "htp:/facts"),
        "as the main entity": ({"url": None, "mainEntityOfPage": {"@id": URL}}, URL),
        "as the id": ({"url": None, "@id": URL}, URL),
        "an id that is no address": ({"url": None, "@id": "_:b1"}, None),
    },
    "publisher": {
        "a person": ({"author": ADA}, "Ada"),
        "a text": ({"author": "Facts"}, "Facts"),
        "no author but a publisher": ({"author": None, "publisher": {"name": P}}, P),
        "a person and an organization": ({"author": [ADA, F]}, "F"),
        "a person of a publisher": ({"author": ADA, "publisher": {"name": P}}, P),
        "a name that carries script": ({"author": {"name": SCRIPT}}, SCRIPT),
        "nothing": ({"author": [None, {}, [], {"name": ""}]}, None),
    },
    "claimant": {
        "a list": (claim(author=[{"name": "Ada"}, "Bob"]), "Ada, Bob"),
        "a text": (claim(author="Ada"), "Ada"),
        "of a creative work": ({"itemReviewed": {"@type": "CreativeWork", "author": ADA}}, "Ada"),
        "of a list of what is reviewed": ({"itemReviewed": [{"author": ADA}]}, "Ada"),
        "of nothing": ({"itemReviewed": None}, None),
    },
    "claimant_url": {
        "of many": (claim(author={"name": "A", "sameAs": ["x", A, B]}), A),
        "none": (claim(author={"name": "A", "sameAs": "the mayor"}), None),
    },
    "rating": {
        "in a list": ({"reviewRating": [{"alternateName": "F"}]}, Rating("F")),
        "as a text": ({"reviewRating": "F"}, Rating("F")),
        "label as a value": (rated(alternateName=LABEL), Rating("F")),
        "label in a list": (rated(alternateName=["", "F"]), Rating("F")),
        "label a whole sentence": (rated(alternateName=SENTENCE), Rating(SENTENCE.strip())),
        "numbers as texts": (
            rated(ratingValue="2", worstRating="1", bestRating="5,0"),
            Rating(None, 2, 1, 5),
        ),
        "best = worst = -1": (
            rated(ratingValue=-1, worstRating=-1, bestRating="-1"),
            Rating(None, -1, -1, -1),
        ),
        "a word for a number": (rated(ratingValue="False"), Rating("False")),
        "numbers that are none": (rated(ratingValue=True, bestRating="1e9"), Rating()),
        "none": ({"reviewRating": None}, Rating()),
    },
    "reviewed_at": {
        "a day": ({"datePublished": "2026-01-02"}, datetime(2026, 1, 2, tzinfo=UTC)),
        "an instant": (
            {"datePublished": "2026-01-02T01:00:00.7+02:00"},
            datetime(2026, 1, 1, 23, tzinfo=UTC),
        ),
        "in words": ({"datePublished": "January 2nd, 2026"}, datetime(2026, 1, 2, tzinfo=UTC)),
        "no day of the calendar": ({"datePublished": "2026-02-31"}, None),
        "before all time": ({"datePublished": "0001-01-01T00:00:00+05:00"}, None),
    },
    "claim_date": {
        "broken": (claim(datePublished="last week"), None),
        "short": (claim(datePublished="2026-1-2"), date(2026, 1, 2)),
    },
    "language": {
        "as an object": ({"inLanguage": {"alternateName": "pt_BR"}}, "pt-BR"),
        "in words": ({"inLanguage": "Brazilian Portuguese"}, None),
    },
    "tags": {
        "as one text": ({"keywords": "buses, , trams"}, ["buses", "trams"]),
        "as terms": ({"keywords": ["buses", {"name": "trams"}]}, ["buses", "trams"]),
    },
}


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        pytest.param(field, said, told, id=f"{field} {how}")
        for field, cases in CASES.items()
        for how, (said, told) in cases.items()
    ],
)
def test_a_property_is_read_by_what_it_says(field: str, said: dict[str, Any], told: Any):
    assert getattr(read(**said), field) == told


@pytest.mark.parametrize(
    ("said", "pages"),
    [
        ({"appearance": A}, [A]),
        ({"appearance": {"url": A}}, [A]),
        ({"appearance": {"@id": A}}, [A]),
        ({"appearance": [A, {"url": [B]}, None, 7, "nowhere"]}, [A, B]),
        ({"appearance": f"{A}, {B} and {C}"}, [A, B, C]),
        ({"appearance": {"url": f"{A} and {B}"}}, [A, B]),
        ({"firstAppearance": {"url": B}, "appearance": [A, B]}, [B, A]),
        ({"appearance": "http://", "firstAppearance": []}, []),
    ],
)
def test_every_appearance_is_found_once(said: dict[str, Any], pages: list[str]):
    assert [each["url"] for each in read(**claim(**said)).appearances] == pages


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (REVIEW, 1),
        ([REVIEW, REVIEW], 2),
        ({"@graph": [{"@type": "WebPage"}, REVIEW, None]}, 1),
        ({"@type": "DataFeedItem", "item": [REVIEW, REVIEW]}, 2),
        ({"@type": "DataFeedItem", "item": REVIEW}, 1),
        ({"@type": ["Review", "http://schema.org/ClaimReview"]}, 1),
        ({"@type": "schema:ClaimReview"}, 1),
    ],
)
def test_reviews_are_found_wherever_they_stand(value: Any, count: int):
    found = list(reviews_in(value))
    assert len(found) == count
    assert not any(isinstance(each, Unusable) for each in found)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        7,
        {"@type": "DataFeedItem", "item": None},
        {"@type": "DataFeedItem", "item": []},
        {"@graph": [{"@type": "WebPage"}]},
    ],
)
def test_where_nothing_stands_is_one_row_that_cannot_be_used(value: Any):
    [found] = reviews_in(value)
    assert isinstance(found, Unusable)


def test_what_we_write_is_read_again():
    record = full_record()
    incoming = read_review(claim_review(record, DESK))
    assert (incoming.claim, incoming.url) == (record.text, record.url)
    assert (incoming.claimant, incoming.claimant_url) == (record.claimant, record.claimant_url)
    assert (incoming.claim_date, incoming.language) == (record.claim_date, "en")
    assert incoming.rating == Rating("False", 1, 1, 5)
    assert (incoming.publisher, incoming.publisher_url) == (record.publisher, record.publisher_url)
    assert [each["url"] for each in incoming.appearances] == [record.appearances[0].url]
    assert [each["url"] for each in incoming.citations] == [record.citations[0]["url"]]
