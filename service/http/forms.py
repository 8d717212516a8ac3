"""Reading what a page's form sends, through the same shapes as the JSON API.

Names are paths, `citations.0.url`, as errors name them: a message finds its field by its name.
"""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl

import marshmallow as ma
from flask import g, request
from marshmallow import fields
from werkzeug.datastructures import MultiDict

from service.errors import Invalid, TooLarge
from service.http.bodies import Shape, flatten
from service.http.fields import RawText

MAX_FORM = 8 << 20
"""Bytes: a text of 2 MiB grows by up to three times on its way."""

MOST_FIELDS = 2000
MOST_LEVELS = 4
MOST_DIGITS = 18
"""Of a number in a form: no database holds more, and longer ones take long to read."""


def sent(most: int = MAX_FORM) -> MultiDict[str, str]:
    """The fields as they came. More than `most` bytes or MOST_FIELDS fields are a 413."""
    request.max_content_length = request.max_form_memory_size = most
    request.max_form_parts = MOST_FIELDS
    if request.mimetype != "application/x-www-form-urlencoded":
        return request.form
    if "form" not in g:
        body = request.get_data().decode(errors="replace")
        try:
            pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise TooLarge(f"The form has more than {MOST_FIELDS} fields.") from None
        g.form = MultiDict(pairs)
    return cast("MultiDict[str, str]", g.form)


def read_form(shape: type[Shape], *, only: frozenset[str] | None = None) -> dict[str, Any]:
    """The form as the shape has it. Raises Invalid, which names the fields.

    Fields of the form that the shape does not know are passed over: buttons have names too.
    """
    schema = shape(only=only) if only else shape()
    return load(schema, raw_of(schema, nested(sent())))


def load(schema: ma.Schema, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Load through a schema, refusing as the JSON API does."""
    try:
        loaded: dict[str, Any] = schema.load(raw)
    except ma.ValidationError as error:
        found = flatten(error.messages)
        name, sentences = next(iter(found.items()))
        raise Invalid(f"{name}: {sentences[0]}" if name else sentences[0], errors=found) from None
    return loaded


def nested(form: MultiDict[str, str]) -> dict[str, Any]:
    """`{"a.0.b": "x"}` as `{"a": {"0": {"b": ["x"]}}}`: every leaf is the list of its values."""
    tree: dict[str, Any] = {}
    for name, values in form.lists():
        *path, leaf = name.split(".", MOST_LEVELS)
        here = tree
        for part in path:
            inner = here.setdefault(part, {})
            if not isinstance(inner, dict):
                break
            here = inner
        else:
            here.setdefault(leaf, values)
    return tree


def raw_of(schema: ma.Schema, tree: Mapping[str, Any]) -> dict[str, Any]:
    """What the schema is to load: blank is null, rows of a table come in the order of their
    numbers and without those left blank, tags are separated by commas."""
    raw = {}
    for name, field in schema.fields.items():
        if name in tree:
            raw[name] = _value(field, tree[name])
    return raw


def _value(field: fields.Field[Any], given: Any) -> Any:
    if isinstance(field, fields.Nested):
        inner = raw_of(field.schema, given) if isinstance(given, dict) else {}
        return inner if any(_filled(each) for each in inner.values()) else None
    if isinstance(field, fields.List):
        if isinstance(field.inner, fields.Nested):
            return _rows(field.inner, given)
        values = given if isinstance(given, list) else []
        return [part.strip() for value in values for part in value.split(",") if part.strip()]
    value = given[-1] if isinstance(given, list) else ""
    if isinstance(field, fields.Boolean):
        return value not in ("", "false", "no")
    if not value.strip() and not (isinstance(field, RawText) and not field.allow_none):
        return None
    if isinstance(field, fields.Integer):
        return int(value) if is_number(value.strip()) else value
    return value.replace("\r\n", "\n")  # browsers end the lines of a text area so


def is_number(text: str) -> bool:
    """Whether this is a whole number that the database could hold."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def _rows(inner: fields.Nested, given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, dict):
        return []
    rows = []
    for number in sorted((key for key in given if is_number(key)), key=int):
        row = given[number]
        if not isinstance(row, dict) or _ticked(row.get("remove")):
            continue
        raw = raw_of(inner.schema, row)
        if any(_filled(raw.get(name)) for name in raw if name != "stance"):
            rows.append(raw)
    return rows


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _ticked(values: Any) -> bool:
    return isinstance(values, list) and any(values)
