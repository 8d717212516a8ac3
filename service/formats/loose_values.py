"""Reads what people write where a format wants a text, a day, a number or an address. Pure.

Nothing here refuses: what cannot be read is None, as if it had not been told.
"""

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from service.errors import Invalid
from service.sources.rules import check_url

LONGEST_LINE = 2000
"""Characters of a name, a title or a rating; the rest of a longer one is left out."""

LONGEST_TEXT = 100_000
"""Characters of a claim or a rationale."""

_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BETWEEN_URLS = re.compile(r"(?:[,;]|\s+and)?\s+(?=https?://)|[,;](?=https?://)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")
_YEAR_FIRST = re.compile(r"\s*(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "(" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r")\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)


def values_of(value: Any) -> Iterator[Any]:
    """What a property holds, one by one: many write one where a list may be, and the reverse."""
    if isinstance(value, list):
        for each in value:
            yield from values_of(each)
    elif value is not None:
        yield value


def text_of(value: Any, longest: int = LONGEST_LINE) -> str | None:
    """The first text there is: itself, a number, `{"@value": ...}`, or the first of a list.

    White space around it and what no database keeps in a text go.
    """
    if value is None:
        return None
    for each in (value,) if isinstance(value, str) else values_of(value):
        if isinstance(each, dict):
            each = each.get("@value")
        if isinstance(each, int | float | Decimal) and not isinstance(each, bool):
            each = str(each)
        if isinstance(each, str) and (text := _clean(each)):
            return text[:longest].rstrip()
    return None


def name_of(value: Any) -> str | None:
    """What somebody or something is called: a text, or the `name` of an object."""
    for each in values_of(value):
        name = text_of(each.get("name") or each if isinstance(each, dict) else each)
        if name:
            return name
    return None


def address_of(value: Any) -> str | None:
    """The first absolute address of the web there is: in texts, or in the objects of a list."""
    return next(addresses_in(value), None)


def addresses_in(value: Any) -> Iterator[str]:
    """Every absolute address of the web, also of several in one text (`a, b and c`)."""
    for each in (value,) if isinstance(value, str) else values_of(value):
        if isinstance(each, dict):
            each = each.get("url") or each.get("@id") or each.get("@value")
            yield from addresses_in(each)
        elif isinstance(each, str):
            yield from _addresses(each)


def language_of(value: Any) -> str | None:
    """A tag such as `en` or `pt-BR`: in a text, or in an object that describes a language."""
    for each in values_of(value):
        if isinstance(each, dict):
            each = each.get("alternateName") or each.get("name") or each.get("@value")
        if isinstance(each, str) and _LANGUAGE.fullmatch(each.strip()):
            primary, *rest = each.strip().replace("_", "-").split("-")
            return "-".join([primary.lower(), *rest])
    return None


def number_of(value: Any) -> float | None:
    """A finite number, also one that is written as a text, with a point or a comma."""
    value = next(values_of(value), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value.strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def day_of(value: Any) -> date | None:
    """A calendar day; of an instant, its day as written."""
    text = text_of(value)
    moment = text and (_iso(text) or _in_words(text))
    return moment.date() if moment else None


def instant_of(value: Any) -> datetime | None:
    """An instant in UTC, to the second; a day is its first moment, and no zone is UTC."""
    text = text_of(value)
    moment = text and (_iso(text) or _in_words(text))
    if not moment:
        return None
    try:
        return moment.replace(tzinfo=moment.tzinfo or UTC, microsecond=0).astimezone(UTC)
    except OverflowError:
        return None


@lru_cache(4096)
def _addresses(text: str) -> tuple[str, ...]:
    """Kept for a while, because those of publishers come again and again."""
    found = []
    for part in _BETWEEN_URLS.split(_clean(text)):
        with suppress(Invalid):
            found.append(check_url(part))
    return tuple(found)


def _clean(text: str) -> str:
    return (text if text.isprintable() else _NO_CHARACTERS.sub("", text)).strip()


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _YEAR_FIRST.match(text)
        return _moment(found[1], found[2], found[3]) if found else None


def _in_words(text: str) -> datetime | None:
    """A day with an English month anywhere in a text: `May 26, 2015`, `26 May 2015`."""
    if found := _MONTH_FIRST.search(text):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.search(text):
        day, month, year = found.groups()
    else:
        return None
    number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()))
    return _moment(year, str(number), day)


def _moment(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day))  # noqa: DTZ001  a day has no zone
    except ValueError:
        return None
