"""How pages write instants, days, numbers and languages: the one place that knows."""

from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
LOOKS = ("true", "mostly_true", "mixed", "mostly_false", "false", "unverifiable", "not_a_claim")
_BY_VALUE = {5: "true", 4: "mostly_true", 3: "mixed", 2: "mostly_false", 1: "false"}


def day(value: date | None) -> str:
    """A calendar day: 22 November 2026."""
    return "" if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def instant(value: datetime | str | None) -> Markup:
    """An instant in UTC, which a script rewrites in the reader's zone; the title keeps UTC."""
    moment = _moment(value)
    if moment is None:
        return Markup()
    words = f"{day(moment)}, {moment:%H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(_iso(moment), words, words)


def waited(value: datetime | str | None, now: datetime | None = None) -> Markup:
    """How long ago an instant was, roughly: 20 min, 7 h, 3 days. The title keeps UTC."""
    moment = _moment(value)
    if moment is None:
        return Markup()
    minutes = max(0, int(((now or datetime.now(UTC)) - moment).total_seconds() // 60))
    if minutes < 60:
        words = f"{minutes} min"
    elif minutes < 48 * 60:
        words = f"{minutes // 60} h"
    else:
        words = f"{minutes // (24 * 60)} days"
    title = f"{day(moment)}, {moment:%H:%M} UTC"
    return Markup('<time datetime="{}" title="{}" data-as-is>{}</time>').format(
        _iso(moment), title, words
    )


def minutes_left(until: datetime, now: datetime | None = None) -> int:
    """Whole minutes until an instant, at least 0."""
    return max(0, round((until - (now or datetime.now(UTC))).total_seconds() / 60))


def number(value: int) -> str:
    """A number with thousands apart: 1,731."""
    return f"{value:,}"


def size(value: int) -> str:
    """A number of bytes, roughly: 240 KiB, 3.1 MiB."""
    if value < 1 << 20:
        return f"{max(1, round(value / 1024))} KiB"
    return f"{value / (1 << 20):.1f} MiB"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 claim, 41 claims."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def words_of(code: Any) -> str:
    """A word of a closed set as people read it: changes requested."""
    return str(code).replace("_", " ")


def language(code: str | None) -> str:
    """The English name of a language (BCP-47), or its code."""
    base = (code or "").partition("-")[0].lower()
    return LANGUAGES.get(base, code or "")


def variety(code: str) -> str:
    """A language told from its neighbours: Portuguese, Portuguese (pt-BR)."""
    return f"{language(code)} ({code})" if "-" in code else language(code)


def direction(code: str | None) -> str:
    """rtl or ltr for a language; auto lets the browser look at the text."""
    if not code:
        return "auto"
    return "rtl" if code.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def look(code: str | None, value: int | None) -> str:
    """Which of the drawn ratings a rating looks like: itself, or by its value."""
    if code in LOOKS:
        return str(code)
    return _BY_VALUE.get(value or 0, "unverifiable")


def _moment(value: datetime | str | None) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC) if moment else None


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


FILTERS = {
    "day": day,
    "instant": instant,
    "waited": waited,
    "minutes_left": minutes_left,
    "number": number,
    "size": size,
    "counted": counted,
    "words": words_of,
    "language": language,
    "variety": variety,
    "direction": direction,
}
