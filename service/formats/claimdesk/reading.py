"""Reads fact-checks whose fields stand one beside the other: our own export, and what a mapping
makes of anybody's columns. Pure.

A field is looked for under its own name, whose dots lead into objects, or under the name of the
column that the mapping gives it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import orjson

from service.formats.claimdesk.writing import CITATION, COLUMNS
from service.formats.incoming import Incoming, OwnRating, Rating
from service.formats.loose_values import (
    LONGEST_LINE,
    LONGEST_TEXT,
    address_of,
    addresses_in,
    day_of,
    instant_of,
    language_of,
    number_of,
    text_of,
    values_of,
)
from service.sources.rules import publisher_of
from service.vocabulary import Stance

FIELDS = (
    *(column.name for column in COLUMNS),
    "id",
    "rating.number",
    "rating.worst",
    "rating.best",
)
"""What a mapping may name: the fields of our export, then what others have instead.

`rating.value` is on our scale; `rating.number` on the publisher's, from `rating.worst` to
`rating.best`.
"""

VALUES: Mapping[float, int] = {value: value for value in range(1, 6)}
"""What a value on our scale may be."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ABSENT: Any = object()


def is_fact_check(record: Mapping[str, Any]) -> bool:
    """Whether a record is a line of our export, or like one: a claim, and what names its review."""
    return "claim" in record and ("url" in record or "id" in record)


def read_fact_check(
    record: Mapping[str, Any], mapping: Mapping[str, str] | None = None
) -> Incoming:
    """What the fields of a record say; `mapping` has the name of a field's column by FIELDS."""
    told = _Fields(record, mapping or {})
    return Incoming(
        claim=told.text("claim", LONGEST_TEXT + 1),
        url=told.text("url"),
        id=told.text("id"),
        title=told.text("title", LONGEST_TEXT),
        claimant=told.text("claimant"),
        claimant_url=address_of(told["claimant_url"]),
        claim_date=day_of(told["claim_date"]),
        publisher=told.text("publisher.name"),
        site=told.text("publisher.site"),
        publisher_url=address_of(told["publisher.url"]),
        rating=_rating(told),
        reviewed_at=instant_of(told["reviewed_at"]),
        language=language_of(told["language"]),
        rationale=told.text("rationale", LONGEST_TEXT),
        tags=list(_tags(told["tags"])),
        citations=list(_citations(_listed(told["citations"]))),
        appearances=list(_appearances(_listed(told["appearances"]))),
    )


class _Fields:
    """The fields of one record, wherever they stand in it."""

    def __init__(self, record: Mapping[str, Any], mapping: Mapping[str, str]) -> None:
        self._record, self._mapping = record, mapping

    def __getitem__(self, field: str) -> Any:
        found = self._find(field)
        return None if found is _ABSENT else found

    def __contains__(self, field: str) -> bool:
        return self._find(field) is not _ABSENT

    def text(self, field: str, longest: int = LONGEST_LINE) -> str | None:
        """A field as a text."""
        return text_of(self[field], longest)

    def _find(self, field: str) -> Any:
        name = self._mapping.get(field, field)
        if name in self._record:
            return self._record[name]
        here: Any = self._record
        for part in name.split("."):
            if not isinstance(here, dict) or part not in here:
                return _ABSENT
            here = here[part]
        return here


def _rating(told: _Fields) -> Rating:
    """What has a code, or says that it has none, was rated by a desk like this one."""
    label, code = told.text("rating.label"), told.text("rating.code")
    value = VALUES.get(number_of(told["rating.value"]) or 0)
    own = None
    if code or value or (label and "rating.code" in told):
        own = OwnRating(code if code and _CODE.fullmatch(code) else None, value)
    return Rating(
        label=label,
        number=number_of(told["rating.number"]),
        worst=number_of(told["rating.worst"]),
        best=number_of(told["rating.best"]),
        own=own,
    )


def _listed(value: Any) -> Any:
    """A list, or what the JSON in a cell says; a cell with something else is one text."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
    return value


def _tags(value: Any) -> Iterator[str]:
    """A list, or the parts of one text between commas."""
    listed = _listed(value)
    parts = listed.split(",") if isinstance(listed, str) else values_of(listed)
    for each in parts:
        if tag := text_of(each):
            yield tag


def _citations(value: Any) -> Iterator[dict[str, Any]]:
    for each in values_of(value):
        for url in addresses_in(each):
            about = each if isinstance(each, dict) else {}
            told = {name: text_of(about.get(name), LONGEST_TEXT) for name in CITATION}
            stance = told["stance"]
            yield told | {
                "url": url,
                "publisher": told["publisher"] or publisher_of(url),
                "stance": stance if stance in set(Stance) else Stance.CONTEXT.value,
                "retrieved_at": _written(instant_of(told["retrieved_at"])),
                "archived_url": address_of(told["archived_url"]),
            }


def _appearances(value: Any) -> Iterator[dict[str, Any]]:
    for each in values_of(value):
        for url in addresses_in(each):
            about = each if isinstance(each, dict) else {}
            published: date | None = day_of(about.get("published_on"))
            yield {"url": url, "title": text_of(about.get("title")), "published_on": published}


def _written(moment: datetime | None) -> str | None:
    """An instant as the API writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
