"""Reads other people's ClaimReviews, as they are found on the web. Pure.

The vocabulary is https://schema.org/ClaimReview; what is written with it is rarely as it should be:
a list for a text, a text for an object, an older type, numbers as texts. So every property is read
by what it says, whatever its form, and one that says nothing legible counts as not told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from service.formats.incoming import Incoming, Rating, Unusable
from service.formats.loose_values import (
    LONGEST_TEXT,
    address_of,
    addresses_in,
    day_of,
    instant_of,
    language_of,
    name_of,
    number_of,
    text_of,
    values_of,
)
from service.sources.rules import publisher_of
from service.vocabulary import Fault, Stance

MOST = 200
"""Tags, citations and appearances that are taken of one review."""

NOTHING = Unusable(Fault.NOT_A_RECORD, "There is no fact-check in it.")


def is_review(record: Mapping[str, Any]) -> bool:
    """Whether a record is a ClaimReview, by its type or by what only one has."""
    return "claimReviewed" in record or "ClaimReview" in _types(record)


def reviews_in(value: Any) -> Iterator[Mapping[str, Any] | Unusable]:
    """The records in what stands where a ClaimReview may stand.

    In an item of a feed, or a list; in a `@graph` the ClaimReviews alone, because a graph describes
    a page with everything on it. An item with nothing in it is Unusable.
    """
    if isinstance(value, list) and value:
        for each in value:
            yield from reviews_in(each)
    elif not isinstance(value, dict):
        yield NOTHING
    elif is_review(value):
        yield value
    elif "@graph" in value:
        found = [each for each in reviews_in(value["@graph"]) if _is_found(each)]
        yield from found or [NOTHING]
    elif "dataFeedElement" in value:
        yield from reviews_in(value["dataFeedElement"])
    elif "item" in value and _types(value) & {"DataFeedItem", "ListItem"}:
        yield from reviews_in(value["item"])
    else:
        yield value


def _is_found(each: Mapping[str, Any] | Unusable) -> bool:
    return not isinstance(each, Unusable) and is_review(each)


def read_review(record: Mapping[str, Any]) -> Incoming:
    """What a ClaimReview says."""
    claim = _first(record.get("itemReviewed"))
    rating = _first(record.get("reviewRating"))
    claimant = claim.get("author") or claim.get("creator")
    publisher = _publisher(record)
    return Incoming(
        claim=text_of(record.get("claimReviewed"), LONGEST_TEXT + 1)
        or text_of(claim.get("text"), LONGEST_TEXT + 1),
        url=_url(record),
        id=text_of(record.get("identifier")) or text_of(record.get("@id")),
        title=text_of(record.get("headline")) or text_of(record.get("name")),
        claimant=", ".join(dict.fromkeys(filter(None, map(name_of, values_of(claimant))))) or None,
        claimant_url=_claimant_url(claimant),
        claim_date=day_of(claim.get("datePublished")) or day_of(claim.get("dateCreated")),
        publisher=name_of(publisher),
        publisher_url=address_of(publisher) if isinstance(publisher, dict) else None,
        rating=_rating(rating),
        reviewed_at=instant_of(record.get("datePublished"))
        or instant_of(record.get("dateCreated")),
        language=language_of(record.get("inLanguage")),
        rationale=text_of(rating.get("ratingExplanation"), LONGEST_TEXT)
        or text_of(record.get("reviewBody"), LONGEST_TEXT),
        tags=list(_tags(record.get("keywords")))[:MOST],
        citations=list(_citations(record.get("citation")))[:MOST],
        appearances=list(_appearances(claim))[:MOST],
    )


def _types(record: Mapping[str, Any]) -> set[str]:
    """The types of an object without their vocabulary: `http://schema.org/Claim` is `Claim`."""
    types = [each for each in values_of(record.get("@type")) if isinstance(each, str)]
    return {each.replace(":", "/").rpartition("/")[2] for each in types}


def _first(value: Any) -> Mapping[str, Any]:
    """The first object there is; a bare text is what a claim says, or how it is rated."""
    for each in values_of(value):
        if isinstance(each, dict):
            return each
        if (text := text_of(each)) and not address_of(text):
            return {"text": text, "alternateName": text}
    return {}


def _url(record: Mapping[str, Any]) -> str | None:
    """The page of the review, as it came, maybe broken; where it is not told, the next best."""
    for name in ("url", "mainEntityOfPage", "@id"):
        for each in values_of(record.get(name)):
            told = text_of(each.get("@id") or each.get("url") if isinstance(each, dict) else each)
            if told and (name == "url" or address_of(told)):
                return told
    return None


def _publisher(record: Mapping[str, Any]) -> Any:
    """Whose review it is: the first organization among its authors, or else its publisher."""
    authors = [each for each in values_of(record.get("author")) if name_of(each)]
    organizations = [each for each in authors if isinstance(each, dict) and _is_organization(each)]
    named = [each for each in values_of(record.get("publisher")) if name_of(each)]
    return next(iter([*organizations, *named, *authors]), None)


def _is_organization(author: Mapping[str, Any]) -> bool:
    return any(each.endswith("Organization") for each in _types(author))


def _claimant_url(claimant: Any) -> str | None:
    for each in values_of(claimant):
        if isinstance(each, dict) and (
            found := address_of(each.get("sameAs")) or address_of(each.get("url"))
        ):
            return found
    return None


def _rating(given: Mapping[str, Any]) -> Rating:
    number = number_of(given.get("ratingValue"))
    label = text_of(given.get("alternateName")) or text_of(given.get("name"))
    if label is None and number is None:
        label = text_of(given.get("ratingValue"))
    return Rating(
        label=label,
        number=number,
        worst=number_of(given.get("worstRating")),
        best=number_of(given.get("bestRating")),
    )


def _tags(value: Any) -> Iterator[str]:
    """Keywords: a list, or one text with commas."""
    for each in values_of(value):
        for part in (name_of(each) or "").split(","):
            if part.strip():
                yield part.strip()


def _citations(value: Any) -> Iterator[dict[str, Any]]:
    for each in values_of(value):
        is_object = isinstance(each, dict)
        for url in addresses_in(each):
            yield {
                "url": url,
                "title": name_of([each.get("name"), each.get("headline")]) if is_object else None,
                "publisher": publisher_of(url),
                "stance": Stance.CONTEXT.value,
                "quote": None,
                "locator": None,
                "retrieved_at": None,
                "archived_url": None,
            }


def _appearances(claim: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Where the claim stands, the first appearance first, each page once."""
    seen = set()
    for each in values_of([claim.get("firstAppearance"), claim.get("appearance")]):
        about = each if isinstance(each, dict) else {}
        for url in addresses_in(each):
            if url not in seen:
                seen.add(url)
                yield {
                    "url": url,
                    "title": text_of(about.get("headline")) or text_of(about.get("name")),
                    "published_on": day_of(about.get("datePublished")),
                }
