"""When a fact-check has to be embedded anew: by what it says of the claim, without its title, which
finds less when it is added. Pure."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

LEASE = timedelta(minutes=1)
"""How long a worker has for a batch before another may do it."""


class Known(NamedTuple):
    """What the table has of a fact-check; all of it None where it has nothing."""

    model: str | None
    text_hash: bytes | None
    leased_until: datetime | None


def hash_of(text: str) -> bytes:
    """16 bytes that only this text has."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def is_due(known: Known, model: str, text: str, now: datetime) -> bool:
    """Whether a vector is missing, of another text or by another model, and nobody is at it."""
    if known.leased_until is not None:
        return known.leased_until <= now
    return known.model != model or known.text_hash != hash_of(text)


def is_elsewhere(known: Known, now: datetime) -> bool:
    """Whether another worker is at it."""
    return known.leased_until is not None and known.leased_until > now
