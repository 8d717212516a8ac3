"""Finds the title of a page, and tells it from the name of its site. Pure."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

LONGEST = 1_000
"""In code points. What is longer is no title, and may be endless."""

MOST_HEADINGS = 100

FEWEST_WORDS = 3
"""A heading that nothing else on the page repeats is its title only if it has this many words."""

MOST_OF_A_SITE = 4
"""Words in the name of a site that is told by its place alone."""

_PARTS = re.compile(r"\s+[|–—·•»«›:/-]+\s+|\s*\|\s*|:\s+")
_BAR = re.compile(r"[|–—-]+")
_HOME = re.compile(r"(https?://[^/?#]+)?/?|(\.?/)?index\.\w{3,5}", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def words(text: str) -> str:
    """What the ways of writing one line have in common: its words, without case."""
    return " ".join(_WORD.findall(text.casefold()))


def find_title(page: Any, said: str | None, sites: Iterable[str]) -> str | None:
    """The title of a page, which a tree holds.

    `said` is what it declares as its title, apart from the element `title`; `sites` are names of
    its site. A heading that repeats what is declared wins, for it is what readers see; then the
    only `h1`; then what is declared, without the site.
    """
    element = page.find(".//title")
    own = _line(element)[:LONGEST] if element is not None else ""
    said = said and said[:LONGEST]
    names = {name for site in sites if (name := words(site))}
    declared = [said] if said else []
    declared += [own, *(part for part in _PARTS.split(own) if " " in part), *_ends(own)]
    wanted = {words(each) for each in declared if each} - names
    headings = [each for tag in ("h1", "h2") for each in islice(page.iter(tag), MOST_HEADINGS)]
    lines = {_line(each): each.tag for each in headings if not _leads_home(each)}
    candidates = [line for line in lines if words(line) and words(line) not in names]
    for goal in ({words(said or "")}, wanted):
        if found := next((line for line in candidates if words(line) in goal), None):
            return found
    only = [line for line in candidates if lines[line] == "h1"]
    if len(only) == 1 and len(words(only[0]).split()) >= FEWEST_WORDS:
        if said and _squeezed(only[0]).endswith(_squeezed(said)):
            return said  # behind a kicker
        return only[0]
    return without_site(said or own, names) or None


def without_site(title: str, names: Iterable[str]) -> str:
    """The title without the name of its site at either end, where that is clear.

    `names` are written as `words` does. A site that they do not name is a few words behind a dash
    or bar, after a longer title.
    """
    cuts = list(_PARTS.finditer(title))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    head, tail = title[: last.start()], title[last.end() :]
    if words(tail) in names or (
        _BAR.fullmatch(last.group().strip())
        and len(words(tail).split()) <= MOST_OF_A_SITE < len(words(head).split())
    ):
        return head
    return title[first.end() :] if words(title[: first.start()]) in names else title


def site_of(url: str | None) -> str:
    """What the address of a page tells of the name of its site: the host without www."""
    return (urlsplit(url or "").hostname or "").removeprefix("www.")


def _ends(title: str) -> list[str]:
    """The title without its last part, and without its first."""
    cuts = list(_PARTS.finditer(title))
    return [title[: cuts[-1].start()], title[cuts[0].end() :]] if cuts else []


def _line(element: Any) -> str:
    return " ".join(element.text_content().split())


def _squeezed(text: str) -> str:
    return words(text).replace(" ", "")


def _leads_home(heading: Any) -> bool:
    """Whether it is the name of the site, linked to its first page."""
    return any(_HOME.fullmatch((link.get("href") or "").strip()) for link in heading.iter("a"))
