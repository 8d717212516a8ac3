"""Finds the lead of an article, which many pages keep apart from its text. Pure."""

import re
from collections.abc import Iterable
from typing import Any

from service.texts.html.titles import words

SHORTEST = 60
"""In code points of `words`. What is shorter may stand on a page for other reasons."""

LONGEST = 1_500
"""In code points of the page. What is longer is no lead."""

WITHIN = 40
"""How many elements behind the headline a lead is looked for that only its class tells."""

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:article-?)?(?:lead|lede|intro|standfirst|excerpt|dek|bajada|chapo|vorspann"
    r"|teaser-?text|sub-?head(?:line|ing)?|sub-?title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = ("p", "div", "h2", "h3", "strong", "span", "section", "header", "dd")
_ELSEWHERE = {"aside", "footer", "nav", "a", "figure", "li", "script", "style", "template"}


def find_lead(page: Any, title: str | None, summaries: Iterable[str]) -> str | None:
    """The text of the paragraph of the page that begins as its own summary does, if there is one.

    Sites sum an article up with its lead, in meta elements and JSON-LD, whole or cut short. If no
    paragraph is like that, one close behind the headline (`title`) that has the class of a lead.
    """
    return _as_summed_up(page, summaries) or _behind(page, title)


def _as_summed_up(page: Any, summaries: Iterable[str]) -> str | None:
    beginnings = {
        summary[:SHORTEST] for each in summaries if len(summary := words(each)) >= SHORTEST
    }
    if not beginnings:
        return None
    for element in page.iter(*_BLOCKS):
        text = " ".join(element.text_content().split()) if _may_be(element) else ""
        if len(text) <= LONGEST and words(text[: 2 * SHORTEST])[:SHORTEST] in beginnings:
            return text
    return None


def _behind(page: Any, title: str | None) -> str | None:
    headings = (
        each for each in page.iter("h1") if words(each.text_content()) == words(title or "")
    )
    heading = next(headings, None)
    if heading is None or not title:
        return None
    for element in heading.xpath(f"following::*[position() <= {WITHIN}]"):
        classes = f"{element.get('class')} {element.getparent().get('class')}"
        if element.tag in _BLOCKS and _CLASS.search(classes) and _may_be(element):
            text = " ".join(element.text_content().split())
            if len(words(text)) >= SHORTEST and len(text) <= LONGEST:
                return text
    return None


def _may_be(element: Any) -> bool:
    """Whether it is a block of its own, with no blocks in it."""
    if any(child.tag in _BLOCKS for child in element if child.tag not in ("span", "strong")):
        return False
    return not any(above.tag in _ELSEWHERE for above in element.iterancestors())
