"""Writes the data feed: a DataFeed of schema.org with a ClaimReview for each verdict. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from service.formats.claimreview.writing import CONTEXT, claim_review
from service.formats.json_streams import OPTIONS, write_list

if TYPE_CHECKING:
    from datetime import datetime

    from service.fact_checks.record import Record
    from service.settings import Settings

MEDIA_TYPE = "application/ld+json"


def write_data_feed(
    batches: "Iterable[Sequence[Record]]", settings: "Settings", modified_at: "datetime | None"
) -> Iterator[bytes]:
    """The feed in pieces; `modified_at` is None while nothing was ever published."""
    head: dict[str, Any] = {"@context": CONTEXT, "@type": "DataFeed"}
    if modified_at is not None:
        head["dateModified"] = modified_at
    items = ([data_feed_item(record, settings) for record in batch] for batch in batches)
    opened = orjson.dumps(head, option=OPTIONS).removesuffix(b"}") + b',"dataFeedElement":['
    return write_list(items, before=opened, after=b"]}")


def data_feed_item(record: "Record", settings: "Settings") -> dict[str, Any]:
    """A fact-check as an item of a DataFeed."""
    return {
        "@type": "DataFeedItem",
        "dateCreated": record.published_at,
        "url": record.url,
        "item": [claim_review(record, settings)],
    }
