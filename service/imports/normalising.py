"""Makes one form of what publishers tell: a record that can be written, or why it cannot. Pure."""

import re
import zlib
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import orjson

from service.errors import Invalid
from service.formats.incoming import Incoming, Rating, Unusable
from service.formats.loose_values import LONGEST_TEXT
from service.imports.rules import Parameters
from service.search.normalising import normalise, text_key
from service.sources.rules import canonical_url, check_url, publisher_of
from service.verdicts.foreign import Imported, value_given
from service.vocabulary import Fault

LONGEST_WORD = 80
"""Characters of a rating's label that may be a word with a meaning; a longer one is a sentence."""

_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+(?:[a-z]{2}_)?/(https?://.+)")
_CLAIM_PAGE = re.compile(r"/claims/([0-9]{1,18})/?(?:[?#].*)?")
_ENDS_OPEN = ("/", "=", "#", "?", "&")


def normalised(
    incoming: Incoming, given: Parameters, raw: str, base_url: str
) -> Imported | Unusable:
    """The record, whose rating has no meaning yet; `base_url` is that of this desk.

    Two records are one when publisher, address and claim are the same but for how they are
    written; they say the same when their `etag` is the same.
    """
    if incoming.claim is None:
        return Unusable(Fault.NO_CLAIM, "It has no text of a claim.")
    if len(incoming.claim) > LONGEST_TEXT:
        reason = f"Its claim has more than {LONGEST_TEXT:,} characters."
        return Unusable(Fault.CLAIM_TOO_LONG, reason)
    found = _address(incoming, given)
    if isinstance(found, Unusable):
        return found
    url, canonical = found
    site = _site(incoming.site or given.site) or _site_of(url)
    told = {
        "text": incoming.claim,
        "title": incoming.title,
        "claimant": incoming.claimant,
        "claim_date": incoming.claim_date,
        "reviewed_at": incoming.reviewed_at,
        "language": incoming.language or given.language,
        "rating_label": incoming.rating.label,
        "url": url,
        "publisher": _name(incoming.publisher) or given.publisher or site,
        "site": site,
    }
    rating = _given(incoming.rating)
    detail = {
        "publisher_url": incoming.publisher_url,
        "claimant_url": incoming.claimant_url,
        "rationale": incoming.rationale,
        "tags": incoming.tags,
        "citations": incoming.citations,
        "appearances": incoming.appearances,
        "rating": rating,
    }
    key = text_key(incoming.claim)
    own = incoming.rating.own
    columns: dict[str, Any] = told | {
        "public": True,
        "text_key": key,
        "newest_on": _newest(incoming.claim_date, incoming.reviewed_at),
        "rating_code": own.code if own else None,
        "rating_value": value_given(rating),
        "rating_key": None if own and own.code else word_key(incoming.rating.label),
        "identity": _hash(f"{site}\n{canonical}\n".encode() + key, 16),
        "etag": _hash(orjson.dumps([told, detail]), 9).hex(),
        "detail": orjson.dumps(detail),
    }
    return Imported(columns, _packed(raw), own is not None, _own_claim(url, base_url))


@lru_cache(4096)
def word_key(label: str | None) -> str | None:
    """What a word of a rating has in common with its other spellings; None for no word."""
    return normalise(label) if label and len(label) <= LONGEST_WORD else None


def _address(incoming: Incoming, given: Parameters) -> tuple[str, str] | Unusable:
    """The address of the review, whole, and its canonical form; of one that has only an id, below
    `base_url`."""
    told, named = incoming.url, incoming.id and given.publisher and given.base_url
    for url in (
        told,
        _joined(given.base_url, told),
        _below(given.base_url, incoming.id) if named else None,
    ):
        try:
            if url:
                return url, canonical_url(url)
        except Invalid:
            continue
    if told:
        return Unusable(Fault.BROKEN_URL, f"Its address is no web address: {told[:200]}")
    if incoming.id:
        reason = "It has an id and no address: the import has to name a publisher and a base_url."
        return Unusable(Fault.NO_URL, reason)
    return Unusable(Fault.NO_URL, "It has neither an address nor an id.")


def _below(base_url: str | None, id_: str | None) -> str:
    between = "" if (base_url or "").endswith(_ENDS_OPEN) else "/"
    return f"{base_url}{between}{quote(id_ or '', safe='')}"


def _joined(base_url: str | None, url: str | None) -> str | None:
    try:
        return urljoin(base_url, url) if base_url and url else None
    except ValueError:
        return None


def _site_of(url: str) -> str:
    """Whose page it is, also where the address is that of an archived copy."""
    if archived := _ARCHIVED.match(url):
        with suppress(Invalid):
            return publisher_of(check_url(archived[1]))
    return publisher_of(url)


def _site(told: str | None) -> str | None:
    """A host without www, from whatever tells one."""
    if not told:
        return None
    try:
        host = urlsplit(told if "//" in told else f"//{told}").hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.")[:253] or None


def _name(told: str | None) -> str | None:
    """The name of a publisher; an address is none."""
    return None if told is None or told.lower().startswith(("http:", "https:")) else told


def _given(rating: Rating) -> dict[str, Any] | None:
    """The rating beside its words, as `value_given` reads it again."""
    if rating.own:
        return {"code": rating.own.code, "value": rating.own.value}
    if rating.number is None:
        return None
    return {"number": rating.number, "worst": rating.worst, "best": rating.best}


def _newest(claimed: date | None, reviewed: datetime | None) -> date | None:
    days = (claimed, reviewed.date() if reviewed else None)
    return max((day for day in days if day), default=None)


def _own_claim(url: str, base_url: str) -> int | None:
    """The claim of this desk whose page this is, if it is one."""
    found = url.startswith(base_url) and _CLAIM_PAGE.fullmatch(url[len(base_url) :])
    return int(found[1]) if found else None


def _packed(raw: str) -> bytes:
    """With a small window: to make the usual one takes longer than to compress a record."""
    packing = zlib.compressobj(level=1, wbits=12, memLevel=5)
    return packing.compress(raw.encode(errors="replace")) + packing.flush()


def _hash(content: bytes, size: int) -> bytes:
    return blake2b(content, digest_size=size).digest()
