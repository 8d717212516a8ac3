"""Writes verdicts as annotations of the W3C Web Annotation Data Model. Pure.

What is not known is a key that is not there.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.formats.annotations.addresses import annotation_url

if TYPE_CHECKING:
    from service.fact_checks.record import Record, Stood
    from service.settings import Settings

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:claimdesk:"
"""What the W3C has no word for is a whole IRI of ours, which needs no context to be understood."""

WORST, BEST = 1, 5


def annotation(record: "Record", settings: "Settings") -> dict[str, Any]:
    """A verdict of our own as an annotation of the sentence that it is about."""
    verdict: dict[str, Any] = record.verdict or {}  # there is one, of our own
    creator = {"id": record.publisher_url, "type": "Organization", "name": record.publisher}
    return _known(
        {
            "@context": CONTEXT,
            "id": annotation_url(settings, verdict["claim_id"]),
            "type": "Annotation",
            "motivation": "assessing",
            "created": record.published_at,
            "modified": record.updated_at,
            "creator": creator,
            "rights": settings.publisher_licence,
            "body": list(_bodies(record, settings)),
            "target": _target(record, verdict, settings),
        }
    )


def _bodies(record: "Record", settings: "Settings") -> Iterator[dict[str, Any]]:
    yield _rating(record, settings)
    if record.rationale:
        yield _known(
            {
                "type": "TextualBody",
                "purpose": "describing",
                "value": record.rationale,
                "format": "text/markdown",
                "language": record.language,
            }
        )
    for tag in record.tags:
        yield {"type": "TextualBody", "purpose": "tagging", "value": tag}
    for citation in record.citations:
        yield _citation(citation)


def _rating(record: "Record", settings: "Settings") -> dict[str, Any]:
    """The rating by its place in our scales, with its label and, if it has one, its value."""
    value = {
        "schema:ratingValue": record.rating_value,
        "schema:worstRating": WORST,
        "schema:bestRating": BEST,
    }
    return {
        "type": "SpecificResource",
        "purpose": "classifying",
        "source": f"{settings.base_url}/api/v1/scales#{record.rating_code}",
        "label": record.rating_label,
        **(value if record.rating_value is not None else {}),
    }


def _citation(citation: Mapping[str, Any]) -> dict[str, Any]:
    """A source as it was when it was read, with the words that count and what they say."""
    quote = {"type": "TextQuoteSelector", "exact": citation["quote"]}
    return _known(
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "source": citation["url"],
            "label": citation["title"],
            "selector": quote if citation["quote"] else None,
            "state": _state(citation["retrieved_at"], citation["archived_url"]),
            f"{NAMESPACE}stance": citation["stance"],
        }
    )


def _target(record: "Record", verdict: Mapping[str, Any], settings: "Settings") -> dict[str, Any]:
    """The words in the article that the verdict is about, in the state in which they stood there.

    Where they were changed since, or are gone, that state is an earlier one: what stands in the
    text now is not what was judged.
    """
    article = f"{settings.base_url}/articles/{verdict['document']['id']}"
    source = verdict["document"]["url"] or article
    stood = record.stood
    if stood is None:
        selector: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": record.text}]
        return {"type": "SpecificResource", "source": source, "selector": selector}
    is_newest = stood.version == verdict["anchor"]["version"]
    readable = is_newest and settings.article_text == "full"
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": _selectors(stood),
        "state": _state(stood.at, article if readable else None),
    }


def _selectors(stood: "Stood") -> list[dict[str, Any]]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": stood.exact,
        "prefix": stood.prefix,
        "suffix": stood.suffix,
    }
    position = {"type": "TextPositionSelector", "start": stood.start, "end": stood.end}
    return [quote, position]


def _state(at: datetime | str, cached: str | None) -> dict[str, Any]:
    return _known({"type": "TimeState", "sourceDate": at, "cached": cached})


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "")}
