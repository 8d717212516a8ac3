"""What the fact-checks of other publishers say, and how that changes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson

TOLD = (
    "text",
    "url",
    "title",
    "claimant",
    "claimant_url",
    "claim_date",
    "publisher",
    "publisher_url",
    "rating_label",
    "rating_code",
    "rating_value",
    "rating",
    "reviewed_at",
    "language",
    "rationale",
    "tags",
    "citations",
    "appearances",
)
"""The fields whose changes an event tells: columns of `fact_checks`, and what `detail` has."""

WORST, BEST = 1, 5
"""Between what a number is, says schema.org, where nothing is said of it."""

LONGEST_IN_EVENT = 200
"""Characters of a value that an event keeps."""


@dataclass(slots=True)
class Imported:
    """A fact-check of another publisher, ready to be written.

    `columns` are those of `fact_checks` by name, and `raw` is the record as it came, compressed
    with zlib. `is_rated` says that a desk like this one rated it, so that words change nothing.
    `own_claim_id` is the claim of this desk on whose page the review is, if it is.
    """

    columns: dict[str, Any]
    raw: bytes
    is_rated: bool = False
    own_claim_id: int | None = None

    @property
    def identity(self) -> bytes:
        """What tells it from all others."""
        identity: bytes = self.columns["identity"]
        return identity


class Outcome(StrEnum):
    """What became of one record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    """The same import had it before, and what that said counts."""

    OWN = "own"
    """This desk published it itself."""


def value_given(rating: Mapping[str, Any] | None) -> int | None:
    """The value on our scale, 1..5, of a rating as the `detail` of a record has it.

    That of a desk like this one is on our scale already. A number is scaled; out of its range it
    says nothing.
    """
    if rating is None:
        return None
    if "value" in rating:
        value: int | None = rating["value"]
        return value
    number: float = rating["number"]
    worst: float = WORST if rating["worst"] is None else rating["worst"]
    best: float = BEST if rating["best"] is None else rating["best"]
    if best <= worst or not worst <= number <= best:
        return None
    return round(1 + 4 * (number - worst) / (best - worst))


def told_differently(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, list[str | int | None]]:
    """What a record said and says now, by field, as an event keeps it: cut short.

    Both have the columns of `fact_checks`.
    """
    old, new = ({**each, **orjson.loads(each["detail"] or b"{}")} for each in (before, after))
    return {
        name: [_in_short(old.get(name)), _in_short(new.get(name))]
        for name in TOLD
        if (old.get(name) or None) != (new.get(name) or None)
    }


def _in_short(value: Any) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= LONGEST_IN_EVENT else f"{text[:LONGEST_IN_EVENT]}…"
