"""What somebody else's fact-check says, whatever format it came in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from service.vocabulary import Fault


class Unusable(NamedTuple):
    """Why a row cannot be used: a code, and a sentence that is true of this row."""

    fault: Fault
    reason: str


class OwnRating(NamedTuple):
    """A rating that a desk like this one gave: its code and its value, either may be unknown."""

    code: str | None
    value: int | None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its publisher gave it.

    `label` in words; `number` between `worst` and `best`, which say nothing where they are None.
    """

    label: str | None = None
    number: float | None = None
    worst: float | None = None
    best: float | None = None
    own: OwnRating | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A fact-check of another publisher; None says that a fact is not told, or not legibly.

    `url` is the review's as it came, maybe relative or broken; `id` is the publisher's own name
    for it. Every other address is absolute. Citations and appearances are as a record has them.
    """

    claim: str | None
    url: str | None
    id: str | None = None
    title: str | None = None
    claimant: str | None = None
    claimant_url: str | None = None
    claim_date: date | None = None
    publisher: str | None = None
    site: str | None = None
    publisher_url: str | None = None
    rating: Rating = Rating()
    reviewed_at: datetime | None = None
    language: str | None = None
    rationale: str | None = None
    tags: Sequence[str] = ()
    citations: Sequence[Mapping[str, Any]] = ()
    appearances: Sequence[Mapping[str, Any]] = ()


class Row(NamedTuple):
    """One row of a file: the record in it, or why there is none.

    `raw` is the row as it came, where it is more than the record.
    """

    what: Mapping[str, Any] | Unusable
    raw: str = ""
