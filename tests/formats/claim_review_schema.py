"""What a ClaimReview of ours may look like, as JSON Schema."""

from typing import Any

TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
URL = {"type": "string", "pattern": "^https?://[^/]+"}


def thing(kind: str, required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """An object of this type, with these properties and no others."""
    return {
        "type": "object",
        "properties": {"@type": {"const": kind}, **properties},
        "required": ["@type", *required],
        "additionalProperties": False,
    }


RATING = thing(
    "Rating",
    ("alternateName",),
    alternateName=TEXT,
    ratingExplanation=TEXT,
    ratingValue={"type": "integer", "minimum": 1, "maximum": 5},
    worstRating={"const": 1},
    bestRating={"const": 5},
) | {
    "dependentRequired": {
        "ratingValue": ["worstRating", "bestRating"],
        "worstRating": ["ratingValue"],
        "bestRating": ["ratingValue"],
    }
}
CLAIM = thing(
    "Claim",
    ("text",),
    **{"@id": URL},
    text=TEXT,
    author=thing("Person", ("name",), name=TEXT, sameAs=URL),
    datePublished=DAY,
    firstAppearance=thing("NewsArticle", ("url",), url=URL),
    appearance={
        "type": "array",
        "minItems": 1,
        "items": thing("NewsArticle", ("url",), url=URL, headline=TEXT, datePublished=DAY),
    },
)
CLAIM_REVIEW = thing(
    "ClaimReview",
    ("@context", "url", "claimReviewed", "reviewRating", "author", "itemReviewed"),
    **{"@context": {"const": "https://schema.org"}, "@id": URL},
    url=URL,
    claimReviewed=TEXT,
    datePublished=DAY,
    dateModified=DAY,
    inLanguage=TEXT,
    author=thing("Organization", ("name",), name=TEXT, url=URL, logo=URL),
    reviewRating=RATING,
    itemReviewed=CLAIM,
    citation={
        "type": "array",
        "minItems": 1,
        "items": thing("CreativeWork", ("url",), url=URL, name=TEXT),
    },
    correction=TEXT,
    sdLicense=URL,
)
