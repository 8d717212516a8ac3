"""Fact-checks to write formats from."""

from datetime import UTC, date, datetime
from typing import Any

from service.fact_checks.record import Appearance, Record
from service.settings import Settings

DESK = Settings(
    public_url="https://desk.example.org",
    publisher_name="The Example Desk",
    publisher_url="https://www.example.org",
)
PUBLISHED_AT = datetime(2026, 1, 2, 23, 59, tzinfo=UTC)
UPDATED_AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
VERDICT = {"updated_at": "2026-01-05T10:00:00Z", "needs_recheck": False}
CITATION = {
    "url": "https://example.org/ledger",
    "title": "Ledger",
    "publisher": "example.org",
    "stance": "refutes",
    "quote": "8.9 million",
    "locator": "p. 4",
}


def own_record(**facts: Any) -> Record:
    """A verdict of ours of which nothing is known that need not be."""
    known: dict[str, Any] = {
        "id": 7,
        "url": "https://desk.example.org/claims/42",
        "text": "It cost 9 million pounds.",
        "publisher": DESK.publisher_name,
        "publisher_url": DESK.publisher_url,
        "site": DESK.site,
        "published_at": PUBLISHED_AT,
        "updated_at": UPDATED_AT,
        "reviewed_at": PUBLISHED_AT,
        "claim_id": 42,
        "document_id": 3,
        "rating_code": "false",
        "rating_label": "False",
        "rating_value": 1,
        "rationale": "The *ledger* says 8.9.",
        "verdict": VERDICT,
    }
    return Record(**known | facts)


def full_record(**facts: Any) -> Record:
    """One of which all is known."""
    known: dict[str, Any] = {
        "language": "en",
        "claimant": "The mayor",
        "claimant_url": "https://example.org/mayor",
        "claim_date": date(2025, 12, 30),
        "tags": ["statistic"],
        "citations": [CITATION],
        "appearances": [Appearance("https://example.org/a", "A", date(2025, 12, 31))],
    }
    return own_record(**known | facts)


def imported_record(**facts: Any) -> Record:
    """One of another publisher's, of which nothing is known that need not be."""
    known: dict[str, Any] = {
        "id": 8,
        "url": "https://facts.example.net/1",
        "text": "It cost 9 million pounds.",
        "publisher": "Facts",
        "site": "facts.example.net",
        "published_at": PUBLISHED_AT,
        "updated_at": UPDATED_AT,
    }
    return Record(**known | facts)
