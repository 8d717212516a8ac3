"""Takes in a text, however it comes: pasted, as HTML, as a file, or fetched from its address.

Done before any transaction begins.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from service.documents.rules import LANGUAGE, LONGEST_NAME, LONGEST_TITLE
from service.errors import Invalid, TooLarge
from service.fetching.fetched import Fetched
from service.fetching.fetching import fetch
from service.settings import Settings
from service.sources.rules import canonical_url
from service.texts.cutting import Cut, cut
from service.texts.extract import Extract
from service.texts.languages import choose_language
from service.texts.limits import MOST_FILE
from service.texts.reading.apart import read_apart
from service.vocabulary import FileKind

KINDS = {kind.value: kind for kind in FileKind} | {
    "text": FileKind.TEXT,
    "markdown": FileKind.MARKDOWN,
    "htm": FileKind.HTML,
    "xhtml": FileKind.HTML,
}
"""What a file is, by the end of its name."""

MEDIA_TYPES = {
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "text/plain": FileKind.TEXT,
    "application/pdf": FileKind.PDF,
}
"""What a fetched page may be."""

_LONGEST = {"title": LONGEST_TITLE, "author": LONGEST_NAME, "publisher": LONGEST_NAME}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Intake:
    """A text that is cut, what describes it, and what was fetched to make it, if it was.

    `described` and `snapshot` go by the names of columns; `guessed` names the encoding where it
    could only be guessed.
    """

    cut: Cut
    described: dict[str, Any]
    snapshot: dict[str, Any] | None = None
    guessed: str | None = None


def take_in(
    *,
    settings: Settings,
    text: str | None = None,
    html: str | None = None,
    url: str | None = None,
    **described: Any,
) -> Intake:
    """Take in a pasted text or HTML, which may be from `url`; with neither, what is at `url`.

    `described` are other fields of a document that somebody gave: they win over what the page says
    of itself. Raises Invalid, which names the field, or TooLarge.
    """
    if url is not None:
        described = described | {"url": url}
    if text is not None and html is not None:
        raise _refused("html", "Send a text or its HTML, not both.")
    if text is not None:
        return _taken(Extract(text), described)
    if html is not None:
        return _taken(_reading("html", html.encode(), FileKind.HTML, "utf-8"), described)
    if url is not None:
        return take_url(url, described, settings)
    raise _refused("text", "Send a text, its HTML, or the address (url) to fetch it from.")


def take_url(url: str, described: Mapping[str, Any], settings: Settings) -> Intake:
    """Take in what is at an address. The address that the page gives as its own counts, where it is
    of the same site."""
    fetched = fetch(url, settings)
    extract = _reading("url", fetched.body, MEDIA_TYPES[fetched.media_type], fetched.charset)
    own = extract.url if extract.url and _site(extract.url) == _site(fetched.url) else fetched.url
    taken = _taken(replace(extract, url=own), {**described, "url": own})
    return replace(taken, snapshot=_snapshot(fetched))


def take_file(name: str, raw: bytes, described: Mapping[str, Any]) -> Intake:
    """Take in a file, which is read as what the end of its name says."""
    kind = KINDS.get(PurePath(name).suffix.removeprefix(".").lower())
    if kind is None:
        raise _refused("file", f"Only files that end in {', '.join('.' + each for each in KINDS)}.")
    return _taken(_reading("file", raw, kind), described)


def _reading(field: str, raw: bytes, kind: FileKind, charset: str | None = None) -> Extract:
    """Read it apart; a refusal names the field by which it came."""
    if len(raw) > MOST_FILE:
        raise TooLarge(f"{len(raw)} bytes are too many: {MOST_FILE} is the most.")
    try:
        return read_apart(raw, kind, charset)
    except Invalid as refusal:
        sentences = next(iter((refusal.errors or {}).values()), [refusal.message])
        raise Invalid(f"{field}: {sentences[0]}", errors={field: sentences}) from None


def _taken(extract: Extract, described: Mapping[str, Any]) -> Intake:
    given = {name: value for name, value in described.items() if value is not None}
    language = given.get("language") or choose_language(extract.text, extract.language)
    said = _plausible(extract.described) | ({"language": language} if language else {})
    return Intake(
        cut(extract.text, language, extract.blocks), said | given, guessed=extract.guessed
    )


def _snapshot(fetched: Fetched) -> dict[str, Any]:
    return {
        "url": fetched.url,
        "fetched_at": fetched.fetched_at,
        "media_type": fetched.media_type,
        "headers": [list(header) for header in fetched.headers],
        "hash": sha256(fetched.body).digest(),
        "size": len(fetched.body),
        "body": zlib.compress(fetched.body),
    }


def _plausible(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of itself, as far as a document can hold it."""
    found = dict(said)
    for name, longest in _LONGEST.items():
        if name in found:
            found[name] = " ".join(_CONTROL.sub(" ", found[name]).split())[:longest].strip()
    if not LANGUAGE.fullmatch(found.get("language", "")):
        found.pop("language", None)
    try:
        canonical_url(found.get("url", ""))
    except Invalid:
        found.pop("url", None)
    return {name: value for name, value in found.items() if value}


def _site(url: str) -> str:
    host = (urlsplit(url).hostname or "").lower()
    return re.sub(r"^(www|m|mobile|amp)\.", "", host)


def _refused(field: str, sentence: str) -> Invalid:
    return Invalid(f"{field}: {sentence}", errors={field: [sentence]})
