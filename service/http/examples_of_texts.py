"""Examples of documents and their texts, with which the story of the others begins."""

from typing import Any

TEXT = (
    "Council spends more on buses than ever\n\n"
    "The city spent 9 million pounds on buses in 2024. Fares stayed as they were.\n"
)
SENTENCE = "The city spent 9 million pounds on buses in 2024."
URL = "https://news.example.org/buses"
MORNING = "2026-11-22T09:30:00Z"
DOCUMENT = {
    "id": 1,
    "title": "Council spends more on buses than ever",
    "url": URL,
    "author": "Jo Writer",
    "publisher": "The Example",
    "published_at": "2026-11-20T00:00:00Z",
    "language": "en",
    "visibility": "public",
    "blind": False,
    "version": 1,
    "claims_count": 3,
    "revision": 1,
    "created_at": MORNING,
    "updated_at": MORNING,
    "archived_at": None,
}
_version = {"number": 1, "splitter": "sentencex 1.0.31 + claimdesk 1", "created_at": MORNING}
_counts = {"exact": 2, "moved": 0, "changed": 1, "orphaned": 0, "new": 0}

EXAMPLES_OF_TEXTS: dict[str, Any] = {
    "NewDocument": {
        "text": TEXT,
        "url": URL,
        "author": "Jo Writer",
        "publisher": "The Example",
        "published_at": "2026-11-20T00:00:00Z",
        "language": "en",
        "visibility": "public",
    },
    "Description": {"title": "Council spends more on buses", "visibility": "public"},
    "DocumentShape": DOCUMENT,
    "DocumentPage": {"items": [DOCUMENT], "next_cursor": None},
    "VersionSummaryPage": {"items": [_version], "next_cursor": None},
    "VersionShape": _version
    | {
        "text": TEXT,
        "blocks": [
            {"kind": "headline", "level": 1, "start": 0, "end": 38},
            {"kind": "paragraph", "level": None, "start": 40, "end": 116},
        ],
        "snapshot": {
            "url": URL,
            "fetched_at": MORNING,
            "media_type": "text/html",
            "sha256": "9c4ff3df4a6e3f1a3a9ba5d67c1e4d1c0b1f4f6d2c4f5be3a2c9c1f2d9e8a7b6",
            "size": 48213,
        },
    },
    "NewVersion": {"text": TEXT.replace("9 million", "8.9 million"), "version": 1},
    "NewText": {"text": TEXT.replace("9 million", "8.9 million")},
    "AddedVersionShape": _version | {"number": 2, "counts": _counts},
    "VersionPreviewShape": {
        "is_same": False,
        "counts": _counts,
        "lines": [
            {
                "claim_id": 2,
                "state": "changed",
                "before": SENTENCE,
                "after": SENTENCE.replace("9 million", "8.9 million"),
                "status": "published",
                "has_verdict": True,
                "has_open_edits": False,
                "keeps_wording": True,
                "start": 40,
                "end": 91,
            }
        ],
    },
}
"""What a request or an answer in this shape may say."""
