"""What is kept of an answer: its type, its body unpacked, and harmless headers. Pure."""

import re
import zlib
from collections.abc import Iterable

from service.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024
"""Of a body, before its content encoding is undone and after."""

PASTE = "paste the text of the page instead"
"""What always helps."""

MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Types that say nothing: the body tells."""

_KEPT = frozenset({"content-language", "content-type", "date", "etag", "last-modified"})
_LONGEST_VALUE = 500
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml.*?\?>|<!--.*?-->)*<(?:!doctype\s+html|html)\b", re.I | re.S
)


def refused(sentence: str) -> Invalid:
    """The refusal of an address, at its field."""
    return Invalid(f"url: {sentence}", errors={"url": [sentence]})


def too_large() -> Invalid:
    """The refusal of a page that does not end."""
    return refused(f"The page is larger than {MOST_BYTES // 2**20} MiB: {PASTE}.")


def read_type(content_type: str) -> tuple[str, str | None]:
    """The media type that a header declares, in lower case, and its charset.

    Raises Invalid, naming the type, for one that is not read here.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES | UNSAID:
        raise _wrong_type(media_type)
    charset = _CHARSET.search(content_type)
    return media_type, charset[1].lower() if charset else None


def find_type(media_type: str, body: bytes) -> str:
    """The declared media type, or where that says nothing, what the first bytes say."""
    if media_type not in UNSAID:
        return media_type
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if _HTML.match(body[:1024]):
        return "text/html"
    raise _wrong_type(media_type or "of no declared type")


def _wrong_type(media_type: str) -> Invalid:
    named = media_type[:100] if media_type.isprintable() else "of a damaged type"
    return refused(f"What is there is {named}: only HTML, plain text and PDF are read.")


def unpack(raw: bytes, encoding: str) -> bytes:
    """Undo the content encoding. Never makes more than MOST_BYTES and one of it."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return raw
    if encoding in ("gzip", "x-gzip"):
        window = zlib.MAX_WBITS | 16
    elif encoding == "deflate":
        # With the header of zlib, as RFC 9110 wants it, or without, as some servers send it.
        headed = len(raw) > 1 and raw[0] & 15 == 8 and (raw[0] << 8 | raw[1]) % 31 == 0
        window = zlib.MAX_WBITS if headed else -zlib.MAX_WBITS
    else:
        named = encoding[:40] if encoding.isprintable() else "something damaged"
        raise refused(f"The page comes packed as {named}, which is not read here: {PASTE}.")
    unpacker = zlib.decompressobj(window)
    try:
        body = unpacker.decompress(raw, MOST_BYTES + 1)
    except zlib.error:
        raise _damaged() from None
    if len(body) > MOST_BYTES:
        raise too_large()
    if not unpacker.eof or unpacker.unused_data.startswith(b"\x1f\x8b"):
        raise _damaged()
    return body


def _damaged() -> Invalid:
    return refused(f"The page comes damaged (it cannot be unpacked): try again, or {PASTE}.")


def keep_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers worth keeping, in their order: none that tells of a session."""
    return [
        (name, value)
        for name, value in headers
        if name in _KEPT and value.isprintable() and len(value) <= _LONGEST_VALUE
    ]
