"""How shapes are described in the OpenAPI document."""

import re
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from service.http.fields import Text

SEARCHED = ("ClaimPage", "DocumentPage", "FactCheckPage", "SourcePage")
SOME_ABSENT = ("DifferencesShape", "ProblemShape", *SEARCHED)
"""Shapes that go out with only those properties that say something; all others have all of them."""


class _Converter(OpenAPIConverter):
    """What apispec makes of our shapes, and what it cannot know."""

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        described: dict[str, Any] = super().schema2jsonschema(schema)
        shape: Any = resolve_schema_cls(schema)
        sentences = vars(shape).get("__doc__") or "A page of a list."
        described["description"] = _on_one_line(sentences)
        if shape.__name__.endswith(("Shape", "Page")) and shape.__name__ not in SOME_ABSENT:
            described["required"] = sorted(described["properties"])
        return described

    def field2pattern(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """In the dialect of JSON Schema, which has no \\A and \\Z."""
        found: dict[str, Any] = super().field2pattern(field, **kwargs)
        if "pattern" in found:
            found["pattern"] = found["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
        return found

    def field2length(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().field2length(field, **kwargs)
        if isinstance(field, Text) and not field.allow_none:
            found["minLength"] = 1
        return found

    def _field2parameter(self, field: Any, *, name: str, location: str) -> dict[str, Any]:
        """A parameter is there or not; it is never null."""
        found: dict[str, Any] = super()._field2parameter(field, name=name, location=location)
        schema = found["schema"]
        if isinstance(schema.get("type"), list):
            schema["type"], *_null = schema["type"]
            schema.pop("default", None)
        return found


class ShapesPlugin(MarshmallowPlugin):
    """Lets the description of the API be built from our shapes."""

    Converter = _Converter


def _on_one_line(sentences: str) -> str:
    return re.sub(r"\s+", " ", sentences).strip()
