"""The shapes of sources."""

from typing import Any

import marshmallow as ma
from marshmallow import fields

from service.errors import Invalid
from service.http.bodies import Shape
from service.http.fields import Id, Instant, Text
from service.http.searching import SearchArgs, searched_page_of
from service.sources.rules import LONGEST_URL, canonical_url


class Url(Text):
    """An absolute http(s) address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LONGEST_URL, metadata={"format": "uri"}, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        url = super()._deserialize(value, *args, **kwargs)
        if url:
            try:
                canonical_url(url)
            except Invalid as error:
                raise ma.ValidationError((error.errors or {}).get("url", [error.message])) from None
        return url


class SourceShape(Shape):
    """A web page or work, once per canonical URL."""

    id = Id()
    url = fields.String()
    canonical_url = fields.String()
    title = fields.String(allow_none=True)
    publisher = fields.String()
    published_at = Instant(allow_none=True)
    archived_url = fields.String(allow_none=True)
    created_at = Instant()


SourcePage = searched_page_of(SourceShape)


class SourceArgs(SearchArgs):
    """Which sources to list."""

    url = Url()
