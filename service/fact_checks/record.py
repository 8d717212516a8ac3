"""One fact-check, whoever published it: what every public format is written from.

Our own comes from the verdict as the API answers it, an imported one from the columns of its row;
nothing that writes a format has to know which it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row

from service.models import FactCheck
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Appearance:
    """A page on which the claim stands."""

    url: str
    title: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The last time that the verdict became another; what its rating was, if that changed."""

    at: datetime
    former_rating: str | None = None


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the claim's words stand, or stood last if they were changed or are gone since.

    Offsets are code points of the version, `at` is when it was fetched, or else made.
    """

    version: int
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A fact-check that stands; None says that a fact is not known.

    `url` is the page of the review. `rating_value` is on our scale, 1..5, nearer 5 is truer;
    `rating_label` are the publisher's own words, None where it gave none. `published_at` and
    `updated_at` are when this desk published or imported, and last changed, the record;
    `reviewed_at` is when its publisher published it. `verdict` is that of the API, for our own.
    """

    id: int
    url: str
    text: str
    publisher: str
    site: str
    published_at: datetime
    updated_at: datetime
    publisher_url: str | None = None
    claim_id: int | None = None
    document_id: int | None = None
    title: str | None = None
    claimant: str | None = None
    claimant_url: str | None = None
    claim_date: date | None = None
    reviewed_at: datetime | None = None
    language: str | None = None
    rating_code: str | None = None
    rating_label: str | None = None
    rating_value: int | None = None
    rationale: str | None = None
    tags: Sequence[str] = ()
    citations: Sequence[dict[str, Any]] = ()
    appearances: Sequence[Appearance] = ()
    correction: Correction | None = None
    stood: Stood | None = None
    verdict: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def is_ours(self) -> bool:
        """Whether this desk published it."""
        return self.claim_id is not None


COLUMNS = (
    FactCheck.id,
    FactCheck.url,
    FactCheck.text,
    FactCheck.publisher,
    FactCheck.site,
    FactCheck.published_at,
    FactCheck.updated_at,
    FactCheck.claim_id,
    FactCheck.document_id,
    FactCheck.title,
    FactCheck.claimant,
    FactCheck.claim_date,
    FactCheck.reviewed_at,
    FactCheck.language,
    FactCheck.rating_code,
    FactCheck.rating_label,
    FactCheck.rating_value,
    FactCheck.detail,
    FactCheck.body,
)
"""What `record_of` needs of a row that stands."""


def record_of(row: Row[*tuple[Any, ...]], settings: Settings) -> Record:
    """The record of a row with COLUMNS, which may have others too."""
    values = {column.key: row._mapping[column.key] for column in COLUMNS}
    detail = orjson.loads(values.pop("detail") or b"{}")
    body = values.pop("body")
    if body is not None:
        values |= _of_ours(values["claim_id"], orjson.loads(body), settings)
    else:
        values |= {name: detail[name] for name in _TOLD if detail.get(name)}
    appearances = [
        Appearance(each["url"], each["title"], _day(each["published_on"]))
        for each in detail.get("appearances", ())
    ]
    correction = None
    if corrected := detail.get("correction"):
        at = datetime.fromisoformat(corrected["at"])
        correction = Correction(at, corrected["former_rating"])
    stood = None
    if stands := detail.get("stood"):
        stood = Stood(**{**stands, "at": datetime.fromisoformat(stands["at"])})
    return Record(**values, appearances=appearances, correction=correction, stood=stood)


_TOLD = ("publisher_url", "claimant_url", "rationale", "tags", "citations")
"""What `detail` tells of an imported fact-check, beside `appearances`."""


def claim_url(settings: Settings, claim_id: int) -> str:
    """The page of a claim of ours: the address of its review."""
    return f"{settings.base_url}/claims/{claim_id}"


def _of_ours(claim_id: int, verdict: dict[str, Any], settings: Settings) -> dict[str, Any]:
    return {
        "url": claim_url(settings, claim_id),
        "publisher": settings.publisher_name,
        "publisher_url": settings.publisher_url or settings.base_url,
        "site": settings.site,
        "claimant_url": (verdict["claimant"] or {}).get("same_as"),
        "rationale": verdict["rationale"],
        "tags": verdict["tags"],
        "citations": verdict["citations"],
        "verdict": verdict,
    }


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def standing() -> sa.ColumnElement[bool]:
    """The rows that stand: not retracted."""
    return FactCheck.retracted_at.is_(None)
