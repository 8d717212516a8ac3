"""Keyset pages: an order that ends in an id, and a cursor that says where to go on."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

import orjson
from marshmallow import fields, validate

from service.errors import Malformed
from service.http.bodies import Shape

VERSION = 1
DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class PageArgs(Shape):
    """The parameters of every list; a list's own filters are further fields."""

    limit = fields.Integer(
        load_default=DEFAULT_LIMIT,
        validate=validate.Range(min=1, max=MAX_LIMIT),
        metadata={"description": "How many items at most."},
    )
    cursor = fields.String(
        load_default=None,
        metadata={"description": "The `next_cursor` of the page before, with the same filters."},
    )


def page_of(item: type[Shape]) -> type[Shape]:
    """The shape of a page of items."""
    page: type[Any] = Shape.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(required=True, allow_none=True),
        },
        name=item.__name__.removesuffix("Shape") + "Page",
    )
    return page


class Page:
    """One request for a page of the list `name`: its filters, its limit, and where it begins."""

    def __init__(self, name: str, args: Mapping[str, Any], key: Sequence[type]) -> None:
        """`key` are the types of the values that items are ordered by. Raises Malformed."""
        self.name = name
        self.limit: int = args["limit"]
        self.filters = {
            field: value
            for field, value in args.items()
            if field not in ("limit", "cursor") and value is not None
        }
        self.after: tuple[Any, ...] | None = None
        if args["cursor"] is not None:
            self.after = self._read(args["cursor"], key)

    def cut(
        self, rows: Sequence[Any], key: Callable[[Any], tuple[Any, ...]]
    ) -> tuple[Sequence[Any], str | None]:
        """The page's rows out of up to `limit + 1` read ones, and the cursor of the next page."""
        if len(rows) <= self.limit:
            return rows, None
        rows = rows[: self.limit]
        return rows, self.cursor(key(rows[-1]))

    def cursor(self, key: tuple[Any, ...]) -> str:
        """The cursor that goes on after this key."""
        values = [value.isoformat() if isinstance(value, datetime) else value for value in key]
        body = orjson.dumps([VERSION, self.name, self._fingerprint(), values])
        return base64.urlsafe_b64encode(_checksum(body) + body).decode().rstrip("=")

    def _fingerprint(self) -> str:
        filters = orjson.dumps(self.filters, option=orjson.OPT_SORT_KEYS, default=str)
        return blake2b(filters, digest_size=6).hexdigest()

    def _read(self, cursor: str, key: Sequence[type]) -> tuple[Any, ...]:
        broken = Malformed("This cursor is damaged. Start again without one.")
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            checksum, body = raw[:6], raw[6:]
            if _checksum(body) != checksum:
                raise broken
            version, name, fingerprint, values = orjson.loads(body)
            after = tuple(_value(kind, value) for kind, value in zip(key, values, strict=True))
        except (binascii.Error, TypeError, ValueError):
            raise broken from None
        if (version, name, fingerprint) != (VERSION, self.name, self._fingerprint()):
            raise Malformed("This cursor belongs to another list or other filters.")
        return after


def _value(kind: type, value: Any) -> Any:
    """A value of the key; the checksum is no secret, so whoever wants can write a cursor."""
    if kind is datetime:
        value = datetime.fromisoformat(value)
        if value.tzinfo is None:
            raise ValueError
    elif type(value) is not int or not 0 <= value < 2**63:
        raise ValueError
    return value


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=6).digest()
