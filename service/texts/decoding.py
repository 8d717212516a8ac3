"""Finds out how the bytes of a text file are to be read. Pure."""

import codecs
import re

from service.errors import Invalid

UTF_8, UTF_16, WINDOWS_1252 = "UTF-8", "UTF-16", "Windows-1252"

MOST_FOREIGN = 0.3
"""The share of characters outside ASCII from which a text is no western European one."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file, with `\\n` at the end of its lines, and the encoding it was read in.

    UTF-8 and UTF-16 are certain; Windows-1252 is a guess that the reader should hear of. Raises
    Invalid, at the field `file`, for what is no text.
    """
    text, encoding = _decoded(raw)
    if _CONTROL.search(text):
        raise refused("This file is not a plain text: it has characters that no text has.")
    return lines_of(text), encoding


def lines_of(text: str) -> str:
    """The text with `\\n` at the end of its lines.

    Forms send `\\r\\n` whatever was typed, and files differ: the same article is the same text.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused(sentence: str) -> Invalid:
    """The refusal of a file."""
    return Invalid(sentence, errors={"file": [sentence]})


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16"), UTF_16
        except UnicodeDecodeError:
            raise refused("This file says that it is UTF-16, but it is damaged.") from None
    try:
        return raw.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        return _western(raw), WINDOWS_1252


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
