"""Writes fact-checks as ClaimReview of schema.org. Pure.

What is not known is a key that is not there. The page of a claim, the data feed and exports hold
the same object, and it says nothing else than the page.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.formats.plain_text import plain_text

if TYPE_CHECKING:
    from datetime import date

    from service.fact_checks.record import Appearance, Correction, Record
    from service.settings import Settings

CONTEXT = "https://schema.org"
WORST, BEST = 1, 5
"""The ends of our scale; nearer the best is truer."""


def claim_review(record: "Record", settings: "Settings") -> dict[str, Any]:
    """A fact-check, ours or imported, as one ClaimReview.

    Only our own has an `@id`, a logo and a licence: those of another publisher's are not ours to
    give. One without any rating has no `reviewRating`.
    """
    ours = record.is_ours
    return _known(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "@id": f"{record.url}#review" if ours else None,
            "url": record.url,
            "claimReviewed": record.text,
            "datePublished": _day(record.reviewed_at and record.reviewed_at.date()),
            "dateModified": record.verdict["updated_at"][:10] if record.verdict else None,
            "inLanguage": record.language,
            "author": _publisher(record, settings),
            "reviewRating": _rating(record),
            "itemReviewed": _claim(record),
            "citation": [_citation(each) for each in record.citations],
            "correction": correction_note(record.correction) if record.correction else None,
            "sdLicense": settings.publisher_licence if ours else None,
        }
    )


def _publisher(record: "Record", settings: "Settings") -> dict[str, Any]:
    return _known(
        {
            "@type": "Organization",
            "name": record.publisher,
            "url": record.publisher_url,
            "logo": settings.publisher_logo if record.is_ours else None,
        }
    )


def _rating(record: "Record") -> dict[str, Any] | None:
    """The publisher's words, which consumers insist on, and the value if it has one.

    Where only our code is known, its words stand for them, or else the value does.
    """
    value, words = record.rating_value, record.rating_label
    if not words and record.rating_code:
        words = record.rating_code.replace("_", " ").capitalize()
    if not words and value is not None:
        words = f"{value} of {BEST}"
    if not words:
        return None
    scale = {"ratingValue": value, "worstRating": WORST, "bestRating": BEST}
    # Only ours are Markdown.
    explanation = plain_text(record.rationale) if record.is_ours else record.rationale
    return _known(
        {
            "@type": "Rating",
            **(scale if value is not None else {}),
            "alternateName": words,
            "ratingExplanation": explanation,
        }
    )


def _claim(record: "Record") -> dict[str, Any]:
    author = {"@type": "Person", "name": record.claimant, "sameAs": record.claimant_url}
    appearances = [_appearance(each) for each in record.appearances]
    return _known(
        {
            "@type": "Claim",
            "@id": record.url if record.is_ours else None,
            "text": record.text,
            "author": _known(author) if record.claimant else None,
            "datePublished": _day(record.claim_date),
            "firstAppearance": _first(record.appearances),
            "appearance": appearances,
        }
    )


def _first(appearances: Sequence["Appearance"]) -> dict[str, Any] | None:
    """The first that is known, which is all that schema.org means by it."""
    return {"@type": "NewsArticle", "url": appearances[0].url} if appearances else None


def _appearance(appearance: "Appearance") -> dict[str, Any]:
    return _known(
        {
            "@type": "NewsArticle",
            "url": appearance.url,
            "headline": appearance.title,
            "datePublished": _day(appearance.published_on),
        }
    )


def _citation(citation: Mapping[str, Any]) -> dict[str, Any]:
    return _known({"@type": "CreativeWork", "url": citation["url"], "name": citation.get("title")})


def correction_note(correction: "Correction") -> str:
    """A sentence on it, such as: Corrected on 2026-01-05: the rating was “False” before."""
    before = correction.former_rating
    rated = f": the rating was “{before}” before" if before else ""
    return f"Corrected on {correction.at:%Y-%m-%d}{rated}."


def _day(value: "date | None") -> str | None:
    return value.isoformat() if value else None


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are known: what is unknown or empty is no key."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}
