"""What files say of themselves, as far as it can be believed. Pure."""

import re
from datetime import UTC, datetime

YEARS = range(1000, 3000)
"""Years of a date that is no slip."""

_PROGRAM = re.compile(r"^microsoft (office )?(word|powerpoint|excel)( -|$)\s*", re.I)
_FILE_NAME = re.compile(r"\S+\.(docx?|odt|rtf|pdf|pages|txt|tex|dvi|ps|indd|qxd|pub|html?)", re.I)
_NO_TITLE = re.compile(
    r"(untitled|unnamed|document|dokument|documento|word document|new|title|slide|print|layout)"
    r"[\s_-]*\d*",
    re.I,
)
_NOBODY = re.compile(
    r"((admin(istrator)?|anonymous|author|guest|microsoft|office|owner|python-docx|root|unknown"
    r"|user|windows)\b\s*)*",
    re.I,
)


def title_in(value: str | None) -> str | None:
    """The title that a file names, unless a program made it up."""
    title = " ".join((value or "").split())
    if _PROGRAM.match(title) or _FILE_NAME.fullmatch(title) or _NO_TITLE.fullmatch(title):
        return None
    return title or None


def author_in(value: str | None) -> str | None:
    """The author that a file names, unless it is the name of an account or of a program."""
    author = " ".join((value or "").split())
    return None if _NOBODY.fullmatch(author) else author


def in_utc(when: datetime | None) -> datetime | None:
    """A moment in UTC, which is meant where it names no zone; None for what can be no date."""
    if when is None or when.year not in YEARS:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def moment_in(value: str) -> datetime | None:
    """A moment written as ISO 8601 has it; a day is its first moment in UTC."""
    try:
        return in_utc(datetime.fromisoformat(value.strip()))
    except ValueError:
        return None
