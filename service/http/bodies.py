"""Reading what a request carries, refused in the documented order: 413, 415, 400, 422."""

import json
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import Invalid, Malformed, TooLarge, UnsupportedMediaType

MAX_BODY = 1 << 20


class Shape(ma.Schema):
    """The base of every shape that comes in or goes out; an unknown field is refused."""

    max_body = MAX_BODY
    """Bytes of a body in this shape."""

    error_messages = {"type": "Not a JSON object."}

    class Meta:
        unknown = ma.RAISE


class Parser(FlaskParser):
    """Parses JSON bodies and query parameters into shapes, with errors that name the field."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE, "json": ma.RAISE}

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """The body as JSON; an empty one is an empty object; in a POST, null equals absent."""
        raw = _read(req, getattr(schema, "max_body", MAX_BODY))
        if not raw:
            return {}
        if not req.is_json:
            raise UnsupportedMediaType("Send the body as application/json.")
        return read_json(raw, keep_nulls=req.method != "POST")

    def handle_error(self, error: ma.ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise Invalid with one flat table of fields."""
        messages = error.messages
        if isinstance(messages, dict):
            messages = next(iter(messages.values()))
        found = flatten(messages)
        name, sentences = next(iter(found.items()))
        raise Invalid(f"{name}: {sentences[0]}" if name else sentences[0], errors=found)


def _read(req: Request, limit: int) -> bytes:
    """The body, of up to `limit` bytes; one byte more tells that one in chunks was cut."""
    req.max_content_length = limit + 1
    too_large = TooLarge(f"The body has more than {limit} bytes.")
    if (req.content_length or 0) > limit:
        raise too_large
    try:
        raw = req.get_data()
    except RequestEntityTooLarge:
        raise too_large from None
    if len(raw) > limit:
        raise too_large
    return raw


def read_json(raw: bytes, *, keep_nulls: bool) -> Any:
    """Strict JSON: UTF-8, no NaN, no repeated names. Raises Malformed."""
    try:
        body = json.loads(
            raw.decode(), parse_constant=_no_constant, object_pairs_hook=_no_repeated_names
        )
        return body if keep_nulls else without_nulls(body)
    except RecursionError:
        raise Malformed("The body is nested too deeply.") from None
    except ValueError as error:
        raise Malformed(f"The body is not valid JSON: {error}.") from None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _no_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def without_nulls(value: Any) -> Any:
    """The value without object members that are null."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def flatten(messages: Any, path: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as `{"citations.0.url": ["..."]}`."""
    if isinstance(messages, dict):
        found: dict[str, list[str]] = {}
        for name, inner in messages.items():
            here = path if name == "_schema" else f"{path}.{name}".lstrip(".")
            found.update(flatten(inner, here))
        return found
    return {path: [str(message) for message in messages]}
