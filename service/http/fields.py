"""Field types that shapes share."""

import re
from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class RawText(fields.String):
    """Text kept to the letter. NUL and lone surrogates cannot be stored and are refused."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, *args, **kwargs)
        if "\x00" in text:
            raise ma.ValidationError("Contains the character NUL.")
        if _SURROGATE.search(text):
            raise ma.ValidationError("Contains half of a surrogate pair, which is no character.")
        return text


class Text(RawText):
    """What a person typed: without white space at its ends, without control characters.

    Blank text is null where null is allowed, and otherwise refused. `longest` counts code points.
    """

    def __init__(self, longest: int, *, lines: bool = False, **kwargs: Any) -> None:
        metadata = {"maxLength": longest, **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)
        self.longest = longest
        self.lines = lines

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs).strip()
        if len(text) > self.longest:
            raise ma.ValidationError(f"Longer than {self.longest} characters.")
        if _CONTROL.search(text) or (not self.lines and _LINE_BREAK.search(text)):
            raise ma.ValidationError("Contains a control character.")
        if not text and not self.allow_none:
            raise ma.ValidationError("Must not be empty.")
        return text or None  # type: ignore[return-value]


class Instant(fields.Field[datetime]):
    """An RFC 3339 instant; a bare date is its first moment in UTC."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        try:
            instant = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ma.ValidationError(
                "Not a time such as 2026-11-22T10:00:00Z or a date such as 2026-11-22."
            ) from None
        if instant.tzinfo is None:
            if len(value) > len("2026-11-22"):
                raise ma.ValidationError("A time needs its zone, such as Z or +01:00.")
            instant = instant.replace(tzinfo=UTC)
        try:
            return instant.astimezone(UTC)
        except OverflowError:
            raise ma.ValidationError("Outside the years 1 to 9999.") from None

    def _serialize(self, value: datetime | None, *args: Any, **kwargs: Any) -> Any:
        return value  # the JSON writer knows instants


class Day(fields.Date):
    """A calendar day, in full: 2026-11-22."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise ma.ValidationError("Not a date such as 2026-11-22.")
        day: date = super()._deserialize(value, *args, **kwargs)
        return day

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


class YesOrNo(fields.Boolean):
    """true or false, and no other word for them."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Id(fields.Integer):
    """The number of a row: a whole number from 1."""

    def __init__(self, *, strict: bool = True, **kwargs: Any) -> None:
        """`strict=False` for query parameters, which are text."""
        in_range = ma.validate.Range(min=1, max=2**63 - 1)
        super().__init__(strict=strict, validate=in_range, **kwargs)
