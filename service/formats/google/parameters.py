"""What a request asks, in Google's words. Pure.

The parameters that every API of Google's takes (`alt`, `prettyPrint`, `fields`) count; those that
say who asks (`key`, `access_token` and so on) are taken and do not.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from service.errors import Invalid
from service.search.asking import LONGEST_QUERY

IGNORED = frozenset(
    ("key", "access_token", "oauth_token", "quotaUser", "uploadType", "upload_protocol", "$.xgafv")
)
COMMON = IGNORED | {"alt", "prettyPrint", "fields"}
DEFAULT_SIZE = 10
LARGEST_SIZE = 100
FURTHEST = 1_000
"""How far an offset may lead; a token leads to the end."""

_MOST = 2**31 - 1
_LONGEST = 10_000


class Turn(NamedTuple):
    """Which part of a list is asked for. With a token, the offset is only what it was before."""

    size: int
    token: str | None
    offset: int


class Search(NamedTuple):
    """What `claims:search` is asked."""

    query: str | None
    site: str | None
    language: str | None
    max_age: int | None
    """Days."""

    turn: Turn


def read_search(given: Mapping[str, str]) -> Search:
    """The parameters of `claims:search`. Raises Invalid, which names the one at fault."""
    check_known(
        given,
        "query",
        "reviewPublisherSiteFilter",
        "languageCode",
        "maxAgeDays",
        "pageSize",
        "pageToken",
        "offset",
    )
    query = given.get("query", "").strip()[:LONGEST_QUERY] or None  # any text is a query
    site = _text(given, "reviewPublisherSiteFilter")
    if query is None and site is None:
        raise refused("query", "give a query, or reviewPublisherSiteFilter")
    return Search(
        query, site, _text(given, "languageCode"), _number(given, "maxAgeDays"), read_turn(given)
    )


def read_turn(given: Mapping[str, str]) -> Turn:
    """`pageSize`, `pageToken` and `offset`. Larger sizes than are given become the largest."""
    size = _number(given, "pageSize") or DEFAULT_SIZE
    token, offset = _text(given, "pageToken"), _number(given, "offset") or 0
    if offset > FURTHEST:
        raise refused("offset", f"more than {FURTHEST}: follow pageToken to go further")
    return Turn(min(size, LARGEST_SIZE), token, offset)


def read_pages(given: Mapping[str, str]) -> tuple[str | None, str | None, Turn]:
    """The parameters of `pages`: a URL or an organization's site, and the turn."""
    check_known(given, "url", "organization", "pageSize", "pageToken", "offset")
    url, organization = _text(given, "url"), _text(given, "organization")
    if (url is None) == (organization is None):
        raise refused("url", "give either url or organization")
    return url, organization, read_turn(given)


def check_known(given: Mapping[str, str], *names: str) -> None:
    """Raise Invalid for a parameter that is none of these and none of every API's."""
    for name in given:
        if name not in COMMON and name not in names:
            raise refused(name, "there is no such parameter")
    if given.get("alt", "json") != "json":
        raise refused("alt", "only json is given")


def wants_lines(given: Mapping[str, str]) -> bool:
    """`prettyPrint`: as with Google, yes unless told otherwise."""
    return given.get("prettyPrint", "true").lower() not in ("false", "0")


def refused(name: str, why: str) -> Invalid:
    """What to raise for a parameter, here and in what reads its meaning."""
    return Invalid(f"Invalid value at '{name[:100]}': {why}.", errors={name[:100]: [why]})


def _text(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name, "").strip()
    if len(value) > _LONGEST:
        raise refused(name, f"longer than {_LONGEST} characters")
    return value or None


def _number(given: Mapping[str, str], name: str) -> int | None:
    """A number from 0; 0 is none, as where Google's clients leave a number out."""
    value = given.get(name, "").strip()
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", value) or int(value) > _MOST:
        raise refused(name, "not a whole number from 0 to 2147483647")
    return int(value) or None
