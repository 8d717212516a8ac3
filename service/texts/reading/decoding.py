"""Finds out how the bytes of a text file are to be read. Pure."""

import codecs
import re

from service.errors import Invalid

WINDOWS_1252 = "Windows-1252"

MOST_FOREIGN = 0.3
"""The share of characters outside ASCII from which a text is no western European one."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

# Python knows many more codecs: some are no encodings of texts, some take very long.
_OF_TEXTS = re.compile(
    r"((us-)?ascii|utf|cp|windows|iso|koi8|gb|hz|big5|euc|shift|sjis|mac|tis|latin)[\w-]*", re.I
)
# They are declared by habit, and then Windows-1252 is meant.
_WESTERN = frozenset({"ascii", "cp1252", "iso8859-1"})


def decode(raw: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """The text of a file, with `\\n` at the end of its lines, and its encoding if that is a guess.

    `charset` is what was declared beside it, which may be wrong: UTF-8 and UTF-16 are certain and
    win over it. Windows-1252, unless declared, is a guess that the reader should hear of. Raises
    Invalid, at the field `file`, for what is no text.
    """
    text, guessed = _decoded(raw, _known(charset))
    if _CONTROL.search(text):
        raise refused("This file is not a plain text: it has characters that no text has.")
    return lines_of(text), guessed


def lines_of(text: str) -> str:
    """The text with `\\n` at the end of its lines.

    Forms send `\\r\\n` whatever was typed, and files differ: the same article is the same text.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused(sentence: str) -> Invalid:
    """The refusal of a file."""
    return Invalid(sentence, errors={"file": [sentence]})


def _known(charset: str | None) -> str | None:
    """The name that Python has for an encoding of texts."""
    if charset is None or not _OF_TEXTS.fullmatch(charset):
        return None
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None


def _decoded(raw: bytes, declared: str | None) -> tuple[str, str | None]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), None
        except UnicodeDecodeError:
            raise refused("This file says that it is UTF-16, but it is damaged.") from None
    text = _read_as("utf-8-sig", raw)
    if text is not None and not (_is_in_escapes(declared) or _CONTROL.search(text)):
        return text, None
    if declared is not None and declared not in _WESTERN:
        found = _read_as(declared, raw)
        if found is not None and not _CONTROL.search(found):
            return found, None
    if text is not None:
        return text, None
    return _western(raw), None if declared in _WESTERN else WINDOWS_1252


def _read_as(encoding: str, raw: bytes) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeError:
        return None


def _is_in_escapes(encoding: str | None) -> bool:
    """Whether it writes its characters with those of ASCII, so that it passes for UTF-8."""
    return encoding is not None and encoding.startswith(("iso2022", "hz", "utf-7"))


def _western(raw: bytes) -> str:
    """The text as Windows-1252, if that makes sense."""
    if _is_damaged_utf_8(raw):
        raise refused("This file is UTF-8 with damaged places. Save it again and choose it anew.")
    unknown = refused(
        "In which encoding this file is cannot be told. Save it as UTF-8 and choose it again."
    )
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        raise unknown from None
    if sum(not char.isascii() for char in text) > MOST_FOREIGN * len("".join(text.split())):
        raise unknown
    return text


def _is_damaged_utf_8(raw: bytes) -> bool:
    """Whether more characters outside ASCII can be read as UTF-8 than cannot."""
    text = raw.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken > broken
