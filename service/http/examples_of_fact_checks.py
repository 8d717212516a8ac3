"""Examples of fact-checks and of looking them up."""

from typing import Any

from service.http.examples_of_texts import SENTENCE

_fact_check = {
    "id": 1,
    "url": "https://desk.example.org/claims/2",
    "claim": SENTENCE,
    "title": SENTENCE,
    "claimant": "The mayor",
    "claim_date": "2026-11-20",
    "publisher": {"name": "The Example Desk", "site": "desk.example.org"},
    "rating": {"label": "Mostly true", "value": 4},
    "reviewed_at": "2026-11-22T12:00:00Z",
    "language": "en",
    "claim_id": 2,
}
_match = {"score": 1.0, "reasons": ["same words"], "fact_check": _fact_check}

EXAMPLES_OF_FACT_CHECKS: dict[str, Any] = {
    "FactCheckShape": _fact_check,
    "FactCheckPage": {"items": [_fact_check], "next_cursor": None},
    "Lookup": {"sentences": [SENTENCE], "limit": 5},
    "LookupAnswer": {"results": [{"sentence": SENTENCE, "matches": [_match]}]},
}
