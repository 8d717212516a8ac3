"""How a fact-check is shown to programs. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from service.fact_checks.record import Record
    from service.settings import Settings

SAME_WORDS = "same words"


class Shown(NamedTuple):
    """What the API shows of a fact-check, as a Record has it: for the path that is too hot for one.

    Its fields are columns, and SQLite's driver returns days and instants as texts.
    """

    id: int
    claim_id: int | None
    text: str
    title: str | None
    claimant: str | None
    claim_date: date | str | None
    rating_label: str | None
    rating_value: int | None
    reviewed_at: datetime | str | None
    language: str | None
    url: str
    publisher: str
    site: str


def shown(row: Sequence[Any], settings: "Settings") -> Shown:
    """What is shown of a row with the columns of `Shown`, from what the driver itself returns."""
    facts = Shown._make(row)
    if facts.claim_id is not None:
        url = f"{settings.base_url}/claims/{facts.claim_id}"
        publisher, site = settings.publisher_name, settings.site
        facts = facts._replace(url=url, publisher=publisher, site=site)
    at = facts.reviewed_at
    return facts._replace(reviewed_at=f"{at[:10]}T{at[11:19]}Z") if isinstance(at, str) else facts


def as_json(record: "Record | Shown") -> dict[str, Any]:
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
