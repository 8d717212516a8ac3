"""Holds what is served, which is built by hand for speed, to the shapes that describe it."""

from collections.abc import Iterator
from typing import Any

from marshmallow import fields

from service.assessments.schemas import DifferencesShape
from service.http.answers import to_json
from service.http.bodies import Shape

PARTIAL = (DifferencesShape,)
"""Shapes of which only what applies is there."""

ASKED_FOR = {"excerpts"}
"""What only an answer to a search has."""


def assert_shaped(shape: type[Shape], body: bytes, value: Any) -> None:
    """The body is the shape's own dump of it, byte for byte, and no field is missing."""
    assert list(_missing(shape(), value)) == []
    assert to_json(shape().dump(shape().load(value))) == body


def _missing(shape: Any, value: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, field in shape.fields.items():
        key = field.data_key or name
        here = f"{path}.{key}".lstrip(".")
        if key not in value:
            if not isinstance(shape, PARTIAL) and key not in ASKED_FOR:
                yield here
            continue
        inner, values = (
            (field.inner, value[key]) if isinstance(field, fields.List) else (field, [value[key]])
        )
        if isinstance(inner, fields.Nested):
            for each in values:
                if each is not None:
                    yield from _missing(inner.schema, each, here)
