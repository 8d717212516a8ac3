"""How tags are spelled. Pure."""

import unicodedata

LONGEST_TAG = 80
MOST_TAGS = 20


def clean_tag(name: str) -> str:
    """The tag in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fold(name: str) -> str:
    """What two spellings of one tag have in common."""
    return unicodedata.normalize("NFKC", clean_tag(name)).casefold()
