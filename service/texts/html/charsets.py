"""Finds out how the bytes of a web page are to be read, whatever it declares. Pure."""

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, resolve_encoding

UTF_8, WESTERN = "utf-8", "cp1252"

HEAD = 4096
"""Bytes within which a page declares its encoding."""

MOST_BROKEN = 0.01
"""The share of a page's characters that may be broken in the encoding that it declares."""

_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python knows many more codecs, which no page is in and some of which take very long.
_OF_PAGES = re.compile(r"(utf-?(8|16)|cp|iso|koi8|gb|hz|big5|euc|shift|mac|tis)[\w-]*", re.I)


def decode_page(raw: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """The text of a page and, if that was a guess, the name of the encoding it was read in.

    `charset` is what came beside it, as in an HTTP header. A byte order mark is certain; UTF-8
    that decodes cleanly wins over what is declared; Windows-1252, as which every page can be read
    and many are declared by mistake, comes last. What stays broken becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.removeprefix(mark).decode(encoding, "replace"), None
    declared = _declared(raw, charset)
    for encoding in declared[:-1] if declared[-1:] == [WESTERN] else declared:
        if encoding.startswith(("iso2022", "iso-2022", "hz")) and (text := _clean(raw, encoding)):
            return text, None  # in seven bits, like ASCII
    if (wide := _utf_16_without_mark(raw)) and (text := _clean(raw, wide)):
        return text, None
    if (text := _clean(raw, UTF_8)) is not None:
        return text, None
    broken = raw.decode(UTF_8, "replace")
    if _mostly_read(broken):
        return broken, None
    for encoding in declared:
        if encoding != UTF_8 and (text := _nearly_clean(raw, encoding)) is not None:
            return text, None
    return _guess(raw)


def _declared(raw: bytes, charset: str | None) -> list[str]:
    """The encodings that the header and the page declare, Windows-1252 last."""
    names = [charset, html_body_declared_encoding(raw[:HEAD])]
    known = dict.fromkeys(
        encoding
        for name in names
        if name and name.isascii() and (encoding := resolve_encoding(name))
        if _OF_PAGES.fullmatch(encoding)
    )
    return sorted(known, key=lambda encoding: encoding == WESTERN)


def _utf_16_without_mark(raw: bytes) -> str | None:
    """Markup is ASCII: half of its bytes are NUL in UTF-16, always the same half."""
    head = raw[:HEAD]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) // 4 else None


def _clean(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _nearly_clean(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding, "replace")
    except (UnicodeError, LookupError):
        return None
    return text if text.count("\ufffd") <= MOST_BROKEN * len(text) else None


def _mostly_read(text: str) -> bool:
    """Whether of a text, read as UTF-8, more characters outside ASCII could be read than not."""
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) > 2 * broken


def _guess(raw: bytes) -> tuple[str, str]:
    from trafilatura.utils import detect_encoding  # late: it loads much

    for encoding in detect_encoding(raw):
        if (text := _clean(raw, encoding)) is not None:
            return text, encoding
    return raw.decode(WESTERN, "replace"), WESTERN
