"""Writes a fact-check with all that a record says, and nothing that only this desk knows. Pure.

There are no ids: what is exported here, imported into another desk and exported there is the same.
"""

from typing import TYPE_CHECKING, Any

from service.formats.columns import Column, Kind

if TYPE_CHECKING:
    from service.fact_checks.record import Record

COLUMNS = (
    Column("url", Kind.TEXT),
    Column("claim", Kind.TEXT),
    Column("title", Kind.TEXT),
    Column("claimant", Kind.TEXT),
    Column("claimant_url", Kind.TEXT),
    Column("claim_date", Kind.DAY),
    Column("publisher.name", Kind.TEXT),
    Column("publisher.site", Kind.TEXT),
    Column("publisher.url", Kind.TEXT),
    Column("rating.code", Kind.TEXT),
    Column("rating.label", Kind.TEXT),
    Column("rating.value", Kind.NUMBER),
    Column("reviewed_at", Kind.INSTANT),
    Column("language", Kind.TEXT),
    Column("rationale", Kind.TEXT),
    Column("tags", Kind.LIST),
    Column("citations", Kind.LIST),
    Column("appearances", Kind.LIST),
)
"""The columns of a fact-check as CSV, and by their dots the shape of its JSON."""

CITATION = (
    "url",
    "title",
    "publisher",
    "stance",
    "quote",
    "locator",
    "retrieved_at",
    "archived_url",
)
"""What a citation has; each may be null but the URL."""


def fact_check(record: "Record") -> dict[str, Any]:
    """A fact-check as one object, which has every field; `rating` is null where there is none."""
    rating = {
        "code": record.rating_code,
        "label": record.rating_label,
        "value": record.rating_value,
    }
    return {
        "url": record.url,
        "claim": record.text,
        "title": record.title,
        "claimant": record.claimant,
        "claimant_url": record.claimant_url,
        "claim_date": record.claim_date,
        "publisher": {
            "name": record.publisher,
            "site": record.site,
            "url": record.publisher_url,
        },
        "rating": None if all(each is None for each in rating.values()) else rating,
        "reviewed_at": record.reviewed_at,
        "language": record.language,
        "rationale": record.rationale,
        "tags": list(record.tags),
        "citations": [{name: each.get(name) for name in CITATION} for each in record.citations],
        "appearances": [
            {"url": each.url, "title": each.title, "published_on": each.published_on}
            for each in record.appearances
        ],
    }
