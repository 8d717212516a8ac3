"""Examples of sentences that stand elsewhere too."""

from typing import Any

from service.http.examples_of_texts import SENTENCE

_judged = {
    "claim_id": 91,
    "document_id": 12,
    "title": "What the city spends",
    "text": "The city spent 9 million pounds on buses in 2024, the council says.",
    "likeness": 0.71,
    "status": "published",
    "rating": {"code": "mostly_true", "label": "Mostly true", "value": 4},
}
_unchecked = {
    "claim_id": 203,
    "document_id": 31,
    "title": None,
    "text": SENTENCE,
    "likeness": 1.0,
    "status": "unchecked",
    "rating": None,
}

EXAMPLES_OF_DUPLICATES: dict[str, Any] = {
    "DuplicatesShape": {"items": [_judged, _unchecked]},
    "KnownClaimPage": {
        "items": [{"claim_id": 7, "text": SENTENCE, "duplicates": [_judged]}],
        "next_cursor": None,
    },
}
