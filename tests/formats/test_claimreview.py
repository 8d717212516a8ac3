"""A fact-check as ClaimReview: every key that is known, and no other."""

from dataclasses import replace
from datetime import UTC, datetime

import jsonschema_rs
import pytest

from service.fact_checks.record import Correction
from service.formats.claimreview.writing import claim_review
from tests.formats.claim_review_schema import CLAIM_REVIEW
from tests.formats.records import DESK, full_record, imported_record, own_record

SCHEMA = jsonschema_rs.validator_for(CLAIM_REVIEW)
PAGE = "https://desk.example.org/claims/42"


def test_all_that_is_known_is_written():
    settings = replace(
        DESK,
        publisher_logo="https://www.example.org/logo.png",
        publisher_licence="https://creativecommons.org/licenses/by/4.0/",
    )
    correction = Correction(datetime(2026, 1, 5, tzinfo=UTC), "Mostly false")
    review = claim_review(full_record(correction=correction), settings)
    SCHEMA.validate(review)
    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{PAGE}#review",
        "url": PAGE,
        "claimReviewed": "It cost 9 million pounds.",
        "datePublished": "2026-01-02",
        "dateModified": "2026-01-05",
        "inLanguage": "en",
        "author": {
            "@type": "Organization",
            "name": "The Example Desk",
            "url": "https://www.example.org",
            "logo": "https://www.example.org/logo.png",
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": "False",
            "ratingExplanation": "The ledger says 8.9.",
        },
        "itemReviewed": {
            "@type": "Claim",
            "@id": PAGE,
            "text": "It cost 9 million pounds.",
            "author": {
                "@type": "Person",
                "name": "The mayor",
                "sameAs": "https://example.org/mayor",
            },
            "datePublished": "2025-12-30",
            "firstAppearance": {"@type": "NewsArticle", "url": "https://example.org/a"},
            "appearance": [
                {
                    "@type": "NewsArticle",
                    "url": "https://example.org/a",
                    "headline": "A",
                    "datePublished": "2025-12-31",
                }
            ],
        },
        "citation": [
            {"@type": "CreativeWork", "url": "https://example.org/ledger", "name": "Ledger"}
        ],
        "correction": "Corrected on 2026-01-05: the rating was “Mostly false” before.",
        "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_what_is_not_known_is_no_key():
    review = claim_review(own_record(rationale=None), DESK)
    SCHEMA.validate(review)
    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{PAGE}#review",
        "url": PAGE,
        "claimReviewed": "It cost 9 million pounds.",
        "datePublished": "2026-01-02",
        "dateModified": "2026-01-05",
        "author": {
            "@type": "Organization",
            "name": "The Example Desk",
            "url": "https://www.example.org",
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": "False",
        },
        "itemReviewed": {"@type": "Claim", "@id": PAGE, "text": "It cost 9 million pounds."},
    }


@pytest.mark.parametrize("code", ["unverifiable", "not_a_claim"])
def test_a_rating_without_a_value_sends_its_words_alone(code: str):
    record = own_record(rating_code=code, rating_label="Words", rating_value=None, rationale=None)
    review = claim_review(record, DESK)
    SCHEMA.validate(review)
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Words"}


def test_a_correction_that_left_the_rating_says_when_alone():
    record = own_record(correction=Correction(datetime(2026, 1, 5, tzinfo=UTC)))
    assert claim_review(record, DESK)["correction"] == "Corrected on 2026-01-05."


def test_another_publishers_is_theirs():
    settings = replace(
        DESK, publisher_logo="https://www.example.org/logo.png", publisher_licence="https://a.org/b"
    )
    record = imported_record(
        publisher_url="https://facts.example.net",
        reviewed_at=datetime(2025, 5, 6, 7, tzinfo=UTC),
        rating_label="Pants on fire",
        rating_code="false",
        rating_value=1,
        rationale="It says *8.9*.",
    )
    review = claim_review(record, settings)
    SCHEMA.validate(review)
    assert review == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://facts.example.net/1",
        "claimReviewed": "It cost 9 million pounds.",
        "datePublished": "2025-05-06",
        "author": {
            "@type": "Organization",
            "name": "Facts",
            "url": "https://facts.example.net",
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": "Pants on fire",
            "ratingExplanation": "It says *8.9*.",
        },
        "itemReviewed": {"@type": "Claim", "text": "It cost 9 million pounds."},
    }


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"rating_value": 4, "rating_code": "mostly_true"}, "Mostly true"),
        ({"rating_value": 4}, "4 of 5"),
        ({"rating_code": "unverifiable"}, "Unverifiable"),
    ],
    ids=["those of our code", "its place on the scale", "those of a code without a value"],
)
def test_a_rating_that_came_without_words_gets(known: dict, words: str):
    review = claim_review(imported_record(**known), DESK)
    SCHEMA.validate(review)
    assert review["reviewRating"]["alternateName"] == words
    assert review["reviewRating"].get("ratingValue") == known.get("rating_value")


def test_what_came_without_any_rating_has_none():
    assert "reviewRating" not in claim_review(imported_record(), DESK)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ratingValue": "1"},
        {"ratingValue": 6},
        {"alternateName": ""},
        {"ratingExplanation": None},
    ],
    ids=str,
)
def test_the_schema_refuses(wrong: dict):
    review = claim_review(own_record(), DESK)
    review["reviewRating"] |= wrong
    assert not SCHEMA.is_valid(review)
