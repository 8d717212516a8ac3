"""What a name, a password and a key look like, and when a key counts. Pure."""

import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from service.errors import Invalid

KEY_PREFIX = "cdk_"
SHOWN_OF_KEY = 12
LONGEST_NAME = 80
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
MARK_USE_EVERY = timedelta(hours=1)

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


def check_password(password: str) -> None:
    """Raise Invalid for a password that is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        sentence = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        raise Invalid(sentence, errors={"password": [sentence]})


def hash_key(key: str) -> bytes:
    """What is kept of a key. Keys are 256 random bits: a slow hash would add nothing."""
    return sha256(key.encode(errors="replace")).digest()


def key_counts(now: datetime, *, expires_at: datetime | None, revoked_at: datetime | None) -> bool:
    """Whether a key still lets anyone in."""
    return revoked_at is None and (expires_at is None or now < expires_at)


def use_is_to_be_marked(now: datetime, last_used_at: datetime | None) -> bool:
    """Whether the last use that is on record is too old; reads would otherwise all be writes."""
    return last_used_at is None or now - last_used_at >= MARK_USE_EVERY
