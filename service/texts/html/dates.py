"""Reads the dates that web pages declare. Pure."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = 1900, 2200
"""Years. Others are mistakes."""

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_CLOCK = re.compile(
    r"[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?(?![\d:])"
)


def read_instant(text: str) -> datetime | None:
    """The instant (UTC) of a date as machines write it: ISO 8601 or RFC 2822, whole or in part.

    A bare date is its first moment in UTC, and so is one whose time is midnight wherever it was
    written: nobody knew the hour. A time without a zone is taken as UTC. None if it is no date.
    """
    text = text.strip()[:100]
    day = _DAY.match(text) or _COMPACT.match(text)
    try:
        instant = _read(text, day) if day else parsedate_to_datetime(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        if (instant.hour, instant.minute, instant.second) == (0, 0, 0):
            instant = instant.replace(tzinfo=UTC)
        instant = instant.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return instant if EARLIEST <= instant.year <= LATEST else None


def _read(text: str, day: re.Match[str]) -> datetime:
    year, month, date = map(int, day.groups())
    clock = _CLOCK.match(text, day.end())
    if clock is None:
        return datetime(year, month, date, tzinfo=UTC)
    hour, minute, second, zone = clock.groups()
    if zone in (None, "Z", "UTC", "GMT"):
        zone = "+00:00"
    offset = datetime.strptime(zone.replace(":", "").ljust(5, "0"), "%z").tzinfo
    return datetime(year, month, date, int(hour), int(minute), int(second or 0), tzinfo=offset)
