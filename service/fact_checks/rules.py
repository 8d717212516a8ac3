"""How a fact-check is shown to programs. Pure."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.fact_checks.record import Record

SAME_WORDS = "same words"


def as_json(record: "Record") -> dict[str, Any]:
    """A fact-check as the API shows it."""
    rating = None
    if record.rating_label is not None or record.rating_value is not None:
        rating = {"label": record.rating_label, "value": record.rating_value}
    return {
        "id": record.id,
        "url": record.url,
        "claim": record.text,
        "title": record.title,
        "claimant": record.claimant,
        "claim_date": record.claim_date,
        "publisher": {"name": record.publisher, "site": record.site},
        "rating": rating,
        "reviewed_at": record.reviewed_at,
        "language": record.language,
        "claim_id": record.claim_id,
    }
