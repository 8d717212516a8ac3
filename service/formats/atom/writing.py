"""Writes the Atom feed (RFC 4287), a page of it by the rules of RFC 5005. Pure."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.fact_checks.record import Record
from service.formats.atom.content import content_of
from service.formats.plain_text import plain_text

if TYPE_CHECKING:
    from service.formats.atom.queries import Retraction
    from service.settings import Settings

NAMESPACE = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/atom+xml"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed: the form wants an instant, and the clock would lie."""

LONGEST_TITLE = 200
LONGEST_SUMMARY = 400
"""Code points."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not."""


@dataclass(frozen=True, slots=True)
class Links:
    """The feed's own addresses: of all of it, of this page, and of the next if there is one."""

    feed: str
    page: str
    next_page: str | None = None


def write_feed(
    entries: "Sequence[Record | Retraction]", settings: "Settings", links: Links
) -> bytes:
    """A page of the feed."""
    feed = ET.Element("feed", {"xmlns": NAMESPACE, LANGUAGE: "en"})
    _add(feed, "id", links.feed)
    _add(feed, "title", f"{settings.publisher_name}: fact-checks")
    _add(feed, "updated", _instant(entries[0].updated_at if entries else NEVER))
    _add_author(feed, settings)
    _add_link(feed, "self", links.page, type=MEDIA_TYPE)
    if links.next_page:
        _add_link(feed, "next", links.next_page, type=MEDIA_TYPE)
    if settings.publisher_licence:
        _add_link(feed, "license", settings.publisher_licence)
    if settings.publisher_logo:
        _add(feed, "logo", settings.publisher_logo)
    for each in entries:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", each.url)
        _add(entry, "published", _instant(each.published_at))
        _add(entry, "updated", _instant(each.updated_at))
        _add_author(entry, settings)
        _add_link(entry, "alternate", each.url, type="text/html")
        if isinstance(each, Record):
            _describe(entry, each, settings)
        else:
            _describe_retraction(entry, each)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _describe(entry: ET.Element, record: Record, settings: "Settings") -> None:
    if record.language:
        entry.set(LANGUAGE, record.language)
    _add(entry, "title", _shortened(f"{record.rating_label}: {record.text}", LONGEST_TITLE))
    for each in record.appearances:
        _add_link(entry, "related", each.url, title=each.title)
    api = f"{settings.base_url}/api/v1"
    rating = {"term": record.rating_code, "label": record.rating_label}
    _add(entry, "category", **rating, scheme=f"{api}/scales")
    for tag in record.tags:
        _add(entry, "category", term=tag, scheme=f"{api}/tags")
    _add(entry, "summary", _shortened(plain_text(record.rationale), LONGEST_SUMMARY), type="text")
    _add(entry, "content", content_of(record), type="html")


def _describe_retraction(entry: ET.Element, retraction: "Retraction") -> None:
    _add(entry, "title", f"Retracted: the verdict on claim {retraction.claim_id}")
    _add(entry, "category", term="retracted", label="Retracted")
    _add(entry, "summary", f"Retracted: {retraction.reason}", type="text")


def _add_author(parent: ET.Element, settings: "Settings") -> None:
    author = ET.SubElement(parent, "author")
    _add(author, "name", settings.publisher_name)
    _add(author, "uri", settings.publisher_url or settings.base_url)


def _add_link(parent: ET.Element, rel: str, href: str, **attributes: str | None) -> None:
    _add(parent, "link", rel=rel, href=href, **attributes)


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str | None) -> None:
    """An element with those attributes that are known; whatever is in them, the XML is sound."""
    known = {name: _NO_XML.sub("", value) for name, value in attributes.items() if value}
    ET.SubElement(parent, tag, known).text = _NO_XML.sub("", text) if text else None


def _instant(value: datetime) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}"


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
