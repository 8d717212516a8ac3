"""Writes the container of annotations and its pages, of the W3C Web Annotation Protocol. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.formats.annotations.addresses import container_url, page_url
from service.formats.annotations.paging import newest_page, start_index
from service.formats.annotations.writing import CONTEXT

if TYPE_CHECKING:
    from service.settings import Settings

LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"


@dataclass(frozen=True, slots=True)
class Collection:
    """The container in one of its two forms: how many annotations, and when the last changed."""

    total: int
    modified: datetime
    iris: bool


def container(
    collection: Collection, settings: "Settings", items: Sequence[Any] | None = None
) -> dict[str, Any]:
    """The container; with `items`, which are those of its first page, that page is embedded."""
    described = {
        "@context": [CONTEXT, LDP_CONTEXT],
        **_described(collection, settings),
        "type": ["BasicContainer", "AnnotationCollection"],
    }
    number = newest_page(collection.total)
    if number is not None:
        if items is None:
            described["first"] = page_url(settings, number, iris=collection.iris)
        else:
            described["first"] = _page(collection, settings, number, items)
        described["last"] = page_url(settings, 0, iris=collection.iris)
    return described


def page(
    collection: Collection, settings: "Settings", number: int, items: Sequence[Any]
) -> dict[str, Any]:
    """A page by itself: `items` are annotations, or IRIs of annotations."""
    return {"@context": CONTEXT, **_page(collection, settings, number, items)}


def _page(
    collection: Collection, settings: "Settings", number: int, items: Sequence[Any]
) -> dict[str, Any]:
    """The next page has older annotations, and so the number below."""
    described = {
        "id": page_url(settings, number, iris=collection.iris),
        "type": "AnnotationPage",
        "partOf": _described(collection, settings),
        "startIndex": start_index(collection.total, number),
        "items": items,
    }
    if number < (newest_page(collection.total) or 0):
        described["prev"] = page_url(settings, number + 1, iris=collection.iris)
    if number > 0:
        described["next"] = page_url(settings, number - 1, iris=collection.iris)
    return described


def _described(collection: Collection, settings: "Settings") -> dict[str, Any]:
    return {
        "id": container_url(settings, iris=collection.iris),
        "label": f"Verdicts of {settings.publisher_name}",
        "total": collection.total,
        "modified": collection.modified,
    }
