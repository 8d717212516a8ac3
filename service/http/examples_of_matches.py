"""Examples of what was checked before."""

from typing import Any

_imported = {
    "id": 8,
    "url": "https://checks.example.com/buses",
    "claim": "The council spends nine million pounds a year on buses.",
    "title": "Does the council spend 9 million on buses?",
    "claimant": "The mayor",
    "claim_date": "2025-03-02",
    "publisher": {"name": "Example Checks", "site": "checks.example.com"},
    "rating": {"label": "Mostly true", "value": 4},
    "reviewed_at": "2025-03-05T00:00:00Z",
    "language": "en",
    "claim_id": None,
}
_match = {
    "score": 0.9312,
    "reasons": ["same figures", "nearly the same words"],
    "fact_check": _imported,
    "answer": "confirmed",
    "answered_by": {"id": 2, "name": "Ada"},
    "answered_at": "2026-11-22T11:00:00Z",
}
_job = {
    "id": 4,
    "kind": "document_matches",
    "state": "running",
    "total": 212,
    "done": 50,
    "created": 9,
    "updated": 0,
    "unchanged": 41,
    "rejected": 0,
    "error": None,
}

EXAMPLES_OF_MATCHES: dict[str, Any] = {
    "NewAnswer": {"answer": "confirmed"},
    "ClaimMatchShape": _match,
    "ClaimMatchesShape": {"items": [_match]},
    "DocumentMatchesShape": {
        "items": [{"claim_id": 2, "text": "It spends 9 million pounds on buses.", **_match}],
        "next_cursor": None,
        "job": _job,
    },
}
