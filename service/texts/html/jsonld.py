"""Reads what a page says of itself in JSON-LD. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

Node = dict[str, Any]

MOST_NODES = 20_000
"""Objects looked at in one page."""

_ARTICLE = re.compile(
    r"\w*Article|\w*BlogPosting|Report|\w*Review|SocialMediaPosting|DiscussionForumPosting|Recipe"
    r"|NewsItem|Posting"
)
_PAGE = re.compile(r"WebPage|ItemPage|CreativeWork")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")


def find_article(scripts: Iterable[str]) -> Node:
    """The article of the page among the objects in its scripts; {} if there is none.

    The first with a headline counts, else the first that describes the page as a whole. References
    (`@id`) to other objects of the page are resolved one step deep.
    """
    nodes = [node for script in scripts for node in _nodes(_parsed(script))][:MOST_NODES]
    articles = [node for node in nodes if _is_a(node, _ARTICLE)]
    pages = [node for node in nodes if _is_a(node, _PAGE)]
    found = next((node for node in articles if text_of(node.get("headline"))), None)
    found = found or next(iter(articles + pages), {})
    known = {
        node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1
    }
    return {name: _resolved(value, known) for name, value in found.items()}


def names_of(value: Any) -> list[str]:
    """The names of people or organisations, however they are given."""
    if isinstance(value, list):
        return [
            name for each in value[:50] if not isinstance(each, list) for name in names_of(each)
        ]
    if isinstance(value, dict):
        value = value.get("name") or " ".join(
            filter(None, (text_of(value.get("givenName")), text_of(value.get("familyName"))))
        )
    name = text_of(value)
    return [name] if name else []


def text_of(value: Any) -> str | None:
    """A string without markup and escapes, on one line; None if the value is none."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^<>]{0,200}>", "", unescape(value)).split()) or None


def _parsed(script: str) -> Any:
    text = _WRAPPING.sub("", script)
    for candidate in (text, _LAST_COMMA.sub("", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(parsed: Any) -> Iterator[Node]:
    """All objects, outer ones first."""
    level = [parsed]
    while level:
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield value
                below += value.values()
            elif isinstance(value, list):
                below += value
        level = below


def _is_a(node: Node, wanted: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and wanted.fullmatch(kind.rpartition("/")[2])
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _resolved(value: Any, known: dict[str, Node]) -> Any:
    if isinstance(value, list):
        return [_resolved(each, known) if isinstance(each, dict) else each for each in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
        return known.get(value["@id"], value)
    return value
