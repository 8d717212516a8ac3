"""Fact-checks of other publishers, written as an import writes them, without its file and job."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from service.database import Database
from service.models import FactCheck
from service.search import index
from service.search.normalising import text_key

WHEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
_numbers = count(1)


def add_imported(database: Database, text: str, **facts: Any) -> int:
    """The id of a public fact-check of another publisher."""
    [id_] = add_all_imported(database, [{"text": text} | facts])
    return id_


def add_all_imported(database: Database, all_facts: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of several, in this order."""
    with database.transaction() as session:
        rows = [FactCheck(**_columns(**facts)) for facts in all_facts]
        session.add_all(rows)
        session.flush()
        index.put(session, [index.Entry.of(row) for row in rows])
        return [row.id for row in rows]


def _columns(
    *,
    text: str,
    publisher: str = "The Checkers",
    site: str = "checks.example.org",
    url: str | None = None,
    claim_date: date | None = None,
    reviewed_at: datetime | None = WHEN,
    **facts: Any,
) -> dict[str, Any]:
    number = next(_numbers)
    days = [day for day in (claim_date, reviewed_at and reviewed_at.date()) if day]
    return {
        "public": True,
        "etag": f"e{number}",
        "published_at": WHEN,
        "updated_at": WHEN,
        "text": text,
        "text_key": text_key(text),
        "publisher": publisher,
        "site": site,
        "url": url or f"https://{site}/{number}",
        "identity": number.to_bytes(12, "big"),
        "claim_date": claim_date,
        "reviewed_at": reviewed_at,
        "newest_on": max(days, default=None),
        **facts,
    }
