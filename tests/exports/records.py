"""Imported fact-checks, as many as wanted, written directly."""

from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from service.db import Base
from tests.factories import Desk

FACT_CHECKS = Base.metadata.tables["fact_checks"]
AT = datetime(2026, 11, 22, tzinfo=UTC)


def add_records(desk: Desk, count: int, *, rationale: str = "Because.", **columns: Any) -> None:
    """Add so many, each of another claim."""
    detail = orjson.dumps({"rationale": rationale, "tags": ["water"]})
    with desk.database.transaction() as session:
        session.execute(
            sa.insert(FACT_CHECKS),
            [
                {
                    "public": True,
                    "etag": "a",
                    "published_at": AT,
                    "updated_at": AT,
                    "text": f"It cost {number} million.",
                    "url": f"https://checks.example/{number}",
                    "publisher": "Checks",
                    "site": "checks.example",
                    "identity": f"{columns}{number}".encode(),
                    "detail": detail,
                }
                | columns
                for number in range(count)
            ],
        )
