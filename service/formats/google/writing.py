"""Writes fact-checks as Google's API has them; what is not known is no key at all. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from service.formats.plain_text import plain_text

if TYPE_CHECKING:
    from service.fact_checks.record import Record
    from service.settings import Settings

WORST, BEST = 1, 5


def _names(*plain: str, **with_names: dict[str, Any]) -> dict[str, Any]:
    return {name: {} for name in plain} | with_names


CLAIMS = _names(
    "nextPageToken",
    claims=_names(
        "text", "claimant", "claimDate",
        claimReview=_names(
            "url", "title", "reviewDate", "textualRating", "languageCode",
            publisher=_names("name", "site"),
        ),
    ),
)  # fmt: skip
PAGE = _names(
    "name", "pageUrl", "publishDate", "versionId",
    claimReviewAuthor=_names("name", "imageUrl"),
    claimReviewMarkups=_names(
        "url", "claimReviewed", "claimDate", "claimLocation", "claimFirstAppearance",
        "claimAppearances",
        claimAuthor=_names("name", "jobTitle", "imageUrl", "sameAs"),
        rating=_names(
            "textualRating", "ratingValue", "worstRating", "bestRating", "ratingExplanation",
            "imageUrl",
        ),
    ),
)  # fmt: skip
PAGES = _names("nextPageToken", claimReviewMarkupPages=PAGE)
"""The names that Google's answers have, those too that we know nothing for: `fields` may ask."""


def claim(records: "Sequence[Record]") -> dict[str, Any]:
    """One claim, and how each of these fact-checks of it, best first, reviews it."""
    first = records[0]
    claimants = (record.claimant for record in records)
    dates = (record.claim_date for record in records)
    return _known(
        {
            "text": first.text,
            "claimant": next(filter(None, claimants), None),
            "claimDate": _instant(next(filter(None, dates), None)),
            "claimReview": [_review(record) for record in records],
        }
    )


def _review(record: "Record") -> dict[str, Any]:
    return _known(
        {
            "publisher": _known({"name": record.publisher, "site": record.site}),
            "url": record.url,
            "title": record.title,
            "reviewDate": _instant(record.reviewed_at),
            "textualRating": record.rating_label,
            "languageCode": record.language,
        }
    )


def markup_page(records: "Sequence[Record]", settings: "Settings") -> dict[str, Any]:
    """The page on which these stand, called after the first, with a markup for each."""
    first = records[0]
    logo = settings.publisher_logo if first.is_ours else None
    days = [record.reviewed_at.date() for record in records if record.reviewed_at]
    version = max(record.updated_at for record in records)
    return _known(
        {
            "name": f"pages/{first.id}",
            "pageUrl": first.url,
            "publishDate": min(days).isoformat() if days else None,
            "versionId": f"{version:%Y%m%d%H%M%S%f}",
            "claimReviewAuthor": _known({"name": first.publisher, "imageUrl": logo}),
            "claimReviewMarkups": [_markup(record) for record in records],
        }
    )


def _markup(record: "Record") -> dict[str, Any]:
    urls = [appearance.url for appearance in record.appearances]
    return _known(
        {
            "url": record.url,
            "claimReviewed": record.text,
            "claimDate": record.claim_date.isoformat() if record.claim_date else None,
            "claimFirstAppearance": urls[0] if urls else None,
            "claimAppearances": urls[1:],
            "claimAuthor": _known({"name": record.claimant, "sameAs": record.claimant_url}),
            "rating": _rating(record),
        }
    )


def _rating(record: "Record") -> dict[str, Any]:
    rating: dict[str, Any] = {
        "textualRating": record.rating_label,
        "ratingExplanation": plain_text(record.rationale),
    }
    if record.rating_value is not None:
        rating |= {"ratingValue": record.rating_value, "worstRating": WORST, "bestRating": BEST}
    return _known(rating)


def _instant(value: datetime | date | None) -> str | None:
    """In UTC, to the second; a day is its first moment."""
    return None if value is None else f"{value:%Y-%m-%dT%H:%M:%SZ}"


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [], {})}
