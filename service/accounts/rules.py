"""What names, passwords, keys and sessions look like, and when they count. Pure."""

import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from service.errors import Invalid

KEY_PREFIX = "cdk_"
SHOWN_OF_KEY = 12
LONGEST_NAME = 80
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
MARK_USE_EVERY = timedelta(hours=1)
SESSION_LASTS_UNUSED = timedelta(days=14)
LONGEST_BROWSER = 200
FREE_FAILURES = 4
SHORTEST_LOCK, LONGEST_LOCK = timedelta(seconds=30), timedelta(minutes=15)
FAILURES_COUNT_FOR = timedelta(hours=1)
FAILURES_KEPT_FOR = timedelta(days=1)

_BESIDES = frozenset(" .@'-_")


def clean_name(name: str) -> str:
    """The name in NFC. Raises Invalid unless it has letters of any script, digits and ` .@'-_`."""
    name = unicodedata.normalize("NFC", name).strip()
    kinds = [unicodedata.category(letter)[0] for letter in name]
    usable = all(
        kind in "LNM" or letter in _BESIDES for letter, kind in zip(name, kinds, strict=True)
    )
    if not (
        0 < len(name) <= LONGEST_NAME and usable and kinds[0] in "LN" and name[-1] not in " @'-"
    ):
        sentence = (
            f"A name has 1 to {LONGEST_NAME} letters and digits, spaces and . @ ' - _ among them."
        )
        raise Invalid(sentence, errors={"name": [sentence]})
    return name


def fold(name: str) -> str:
    """What two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def fold_to_sign_in(name: str) -> str | None:
    """The folded name that somebody typed, or None when nobody can be called so."""
    if len(name) > 4 * LONGEST_NAME:  # not worth normalising: NFC makes no name that much shorter
        return None
    try:
        return fold(clean_name(name))
    except Invalid:
        return None


def check_password(password: str, *, field: str = "password") -> None:
    """Raise Invalid for a password that is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        sentence = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        raise Invalid(sentence, errors={field: [sentence]})


def hash_key(key: str) -> bytes:
    """What is kept of a key. Keys are 256 random bits: a slow hash would add nothing."""
    return sha256(key.encode(errors="replace")).digest()


def key_counts(now: datetime, *, expires_at: datetime | None, revoked_at: datetime | None) -> bool:
    """Whether a key still lets anyone in."""
    return revoked_at is None and (expires_at is None or now < expires_at)


def use_is_to_be_marked(now: datetime, last_used_at: datetime | None) -> bool:
    """Whether the last use that is on record is too old; reads would otherwise all be writes."""
    return last_used_at is None or now - last_used_at >= MARK_USE_EVERY


def session_counts(now: datetime, *, last_used_at: datetime, ended_at: datetime | None) -> bool:
    """Whether a browser is still signed in."""
    return ended_at is None and now - last_used_at < SESSION_LASTS_UNUSED


def clean_browser(browser: str | None) -> str | None:
    """What a browser says of itself, short and without control characters."""
    letters = (letter for letter in browser or "" if unicodedata.category(letter)[0] != "C")
    return "".join(letters).strip()[:LONGEST_BROWSER] or None


def locked_for(now: datetime, *, failures: int, last_at: datetime) -> int:
    """For how many more seconds nobody signs in under a name with so many failures; 0 for none."""
    if failures <= FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES - 1, 10)  # the longest lock is reached long before
    lock = min(SHORTEST_LOCK * (1 << doublings), LONGEST_LOCK)
    return max(0, ceil((last_at + lock - now).total_seconds()))
