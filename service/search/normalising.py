"""When two sentences are the same but for how they are written. Pure."""

import re
import unicodedata
from hashlib import blake2b

_PIECE = re.compile(r"(?:(?<![^\s(])-)?\d+(?:[.,:/]\d+)*|[^\W\d_]+|[^\s\w]")
_MINUS = "\u2212"


def normalise(text: str) -> str:
    """The text without what does not count: case, forms of characters, white space, punctuation.

    Signs that mean something stay: currency, per cent, a minus before a number, the point in one.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace(_MINUS, "-")
    kept = [each for each in _PIECE.findall(folded) if len(each) > 1 or not _is_punctuation(each)]
    return " ".join(kept) or folded.strip()


def text_key(text: str) -> bytes:
    """12 bytes that sentences share when `normalise` makes them the same."""
    return key_of_normal(normalise(text))


def key_of_normal(normal: str) -> bytes:
    """The key of a text that is normalised already."""
    return blake2b(normal.encode("utf-8", "replace"), digest_size=12).digest()


def _is_punctuation(character: str) -> bool:
    return character != "%" and unicodedata.category(character)[0] in "PCZ"
