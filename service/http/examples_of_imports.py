"""Examples of imports."""

from typing import Any

_review = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://facts.example.org/2026/buses",
    "claimReviewed": "The city has 400 buses.",
    "datePublished": "2026-11-20",
    "author": {"@type": "Organization", "name": "Example Facts"},
    "reviewRating": {"@type": "Rating", "alternateName": "Mostly false"},
}
_line = (
    '{"claim": "The city has 400 buses.", "url": "https://facts.example.org/2026/buses",'
    ' "rating": {"label": "Mostly false"}}\n'
)
_table = (
    "claim,url,rating.label\n"
    "The city has 400 buses.,https://facts.example.org/2026/buses,Mostly false\n"
)

EXAMPLES_OF_FILES: dict[str, Any] = {
    "application/ld+json": _review,
    "application/json": [_review],
    "application/x-ndjson": _line,
    "application/jsonl": _line,
    "text/csv": _table,
    "text/tab-separated-values": _table.replace(",", "\t"),
}
"""A file of each type that is read."""

_rejection = {
    "number": 17,
    "code": "no_claim",
    "reason": "It has no text of a claim.",
    "raw": '{"@type":"ClaimReview","url":"https://facts.example.org/2026/trams"}',
}

EXAMPLES_OF_IMPORTS: dict[str, Any] = {
    "RejectionShape": _rejection,
    "RejectionPage": {"items": [_rejection], "next_cursor": None},
}
