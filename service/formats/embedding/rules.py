"""Which claim an address means, and what oEmbed says of its card. Pure."""

import math
import re
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from markupsafe import Markup

from service.errors import Invalid
from service.sources.rules import canonical_url

if TYPE_CHECKING:
    from service.fact_checks.record import Record

AN_HOUR = 3600
WIDTH = 600
MOST_SOURCES = 3
"""On a card; how many there are stands beside them."""

LONGEST_CLAIM = 400
"""Code points on a card, and in a title LONGEST_TITLE."""

LONGEST_TITLE = 200

SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
"""What a card needs: its links open in a tab that is like any other."""

# Pixels, as static/card.css draws them: what every card has; a line of the claim and a letter in
# it; a row below it, and one line more of that; a source, for which a narrow card has no room.
_FRAME = 144
_MARGINS = 42
_LINE = 28
_LETTER = 8.6
_ROW = 32
_LINE_OF_ROW = 20
_SOURCE = 26
_NARROW = 416


def claim_at(url: str, base_url: str) -> int | None:
    """The number of the claim whose page on this desk the address leads to, in any of its forms.

    http or https, with a slash at the end, a query or a fragment; None for every other address.
    """
    try:
        given = urlsplit(
            canonical_url(url if "://" in url else f"https://{url.strip().lstrip('/')}")
        )
    except Invalid:
        return None
    desk = urlsplit(canonical_url(base_url))
    page = re.fullmatch(
        re.escape(desk.path.rstrip("/")) + r"/claims/([1-9][0-9]{0,17})/?", given.path
    )
    return int(page[1]) if page and given.netloc == desk.netloc else None


def title_of(record: "Record") -> str:
    """The rating and the claim, in one line."""
    text = " ".join(record.text.split())
    if len(text) > LONGEST_TITLE:
        text = text[: LONGEST_TITLE - 1].rstrip() + "…"
    return f"{record.rating_label}: {text}"


def oembed_of(
    record: "Record", base_url: str, *, most_width: int | None, most_height: int | None
) -> dict[str, Any]:
    """The answer to a consumer of oEmbed 1.0 who has room for so many pixels."""
    width = min(WIDTH, most_width or WIDTH)
    height = height_of(record, width)
    height = min(height, most_height or height)
    frame = Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" sandbox="{}"'
        ' style="max-width: 100%; border: 0"></iframe>'
    ).format(f"{record.url}/card", width, height, f"Fact-check: {title_of(record)}", SANDBOX)
    return {
        "version": "1.0",
        "type": "rich",
        "title": title_of(record),
        "author_name": record.publisher,
        "author_url": record.publisher_url,
        "provider_name": record.publisher,
        "provider_url": base_url,
        "cache_age": AN_HOUR,
        "width": width,
        "height": height,
        "html": str(frame),
    }


def height_of(record: "Record", width: int) -> int:
    """How high a card this wide is, in pixels: estimated, rather a little too high than too low."""
    text = record.text[:LONGEST_CLAIM]
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    lines = math.ceil(letters * _LETTER / max(width - _MARGINS, _LINE))
    is_narrow = width <= _NARROW
    rows = bool(record.claimant or record.claim_date) + bool(record.citations)
    height = _FRAME + lines * _LINE + rows * _ROW
    if record.verdict and record.verdict["needs_recheck"]:
        height += _ROW + is_narrow * _LINE_OF_ROW
    return height if is_narrow else height + min(len(record.citations), MOST_SOURCES) * _SOURCE
