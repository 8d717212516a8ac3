"""Examples of what goes in and out, by the name of the shape: one story, told consistently.

A test holds each to its shape.
"""

from typing import Any

from service.http.examples_of_checkworthiness import EXAMPLES_OF_CHECKWORTHINESS
from service.http.examples_of_duplicates import EXAMPLES_OF_DUPLICATES
from service.http.examples_of_fact_checks import EXAMPLES_OF_FACT_CHECKS
from service.http.examples_of_imports import EXAMPLES_OF_IMPORTS
from service.http.examples_of_jobs import EXAMPLES_OF_JOBS
from service.http.examples_of_matches import EXAMPLES_OF_MATCHES
from service.http.examples_of_texts import DOCUMENT as _document
from service.http.examples_of_texts import EXAMPLES_OF_TEXTS
from service.http.examples_of_texts import MORNING as _MORNING
from service.http.examples_of_texts import SENTENCE as _SENTENCE
from service.http.examples_of_texts import TEXT as _TEXT
from service.http.examples_of_texts import URL as _URL
from service.http.examples_of_webhooks import EXAMPLES_OF_WEBHOOKS

_LEDGER = "https://council.example.org/ledger-2024.pdf"
_RATIONALE = "The ledger of 2024 has 8.9 million pounds, which is 9 million rounded."
_NOON = "2026-11-22T12:00:00Z"

_annotator = {"id": 2, "name": "Ada"}
_reviewer = {"id": 3, "name": "Grace"}
_rating = {"code": "mostly_true", "label": "Mostly true", "value": 4}
_claimant = {"name": "City Council", "same_as": "https://www.wikidata.org/wiki/Q1"}
_new_citation = {
    "url": _LEDGER,
    "title": "Ledger of 2024",
    "stance": "supports",
    "quote": "Buses: 8,912,400",
    "locator": "page 7",
}
_citation = _new_citation | {
    "publisher": "council.example.org",
    "retrieved_at": _MORNING,
    "archived_url": None,
}
_anchor = {
    "version": 1,
    "start": 40,
    "end": 89,
    "prefix": "spends more on buses than ever\n\n",
    "suffix": " Fares stayed as they were.\n",
    "state": "exact",
}
_proposal = {
    "rating": "mostly_true",
    "rationale": _RATIONALE,
    "claimant": _claimant,
    "claim_date": "2026-11-20",
    "tags": ["statistic", "transport"],
    "citations": [_new_citation],
}
_said = {
    "text": _SENTENCE,
    "rating": _rating,
    "rationale": _RATIONALE,
    "claimant": _claimant,
    "claim_date": "2026-11-20",
    "tags": ["statistic", "transport"],
    "citations": [_citation],
}
_assessment = _said | {
    "id": 11,
    "author": _annotator,
    "amended_by": None,
    "created_at": _MORNING,
    "submitted_at": _MORNING,
}
_differences = {
    "rating": {"before": None, "after": _rating},
    "claimant": {"before": None, "after": _claimant},
    "claim_date": {"before": None, "after": "2026-11-20"},
    "rationale": {"words": [{"kind": "added", "text": _RATIONALE}]},
    "tags": {"added": ["statistic", "transport"], "removed": []},
    "citations": {"added": [_citation], "removed": []},
}
_verdict = _said | {
    "claim_id": 2,
    "document": {"id": 1, "title": _document["title"], "url": _URL},
    "anchor": _anchor,
    "assessment": 11,
    "needs_recheck": False,
    "published_at": _NOON,
    "updated_at": _NOON,
}
_claim = {
    "id": 2,
    "document_id": 1,
    "text": _SENTENCE,
    "block": "paragraph",
    "anchor": _anchor,
    "status": "published",
    "revision": 2,
    "tags": ["statistic", "transport"],
    "checkworthiness": 0.9863,
    "verdict": _verdict,
}
_unchecked = _claim | {"status": "unchecked", "tags": [], "verdict": None}
_other = _unchecked | {
    "id": 4,
    "text": _TEXT[90:116],
    "anchor": _anchor | {"start": 90, "end": 116, "prefix": _TEXT[58:90], "suffix": "\n"},
    "revision": 1,
}
_lease = {"edit_id": 5, "reviewer": _reviewer, "until": "2026-11-22T09:50:00Z", "yours": False}
_edit = {
    "id": 5,
    "claim_id": 2,
    "document_id": 1,
    "author": _annotator,
    "state": "submitted",
    "revision": 2,
    "stale": False,
    "base_revision": 1,
    "base": None,
    "published": None,
    "proposed": _assessment,
    "review": None,
    "lease": _lease,
    "created_at": _MORNING,
    "submitted_at": _MORNING,
    "updated_at": _MORNING,
}
_comment = {
    "id": 6,
    "claim_id": 2,
    "edit_id": 5,
    "author": _reviewer,
    "text": "Page 7 is in thousands, is it not?",
    "created_at": _NOON,
}
_event = {
    "id": 21,
    "at": _NOON,
    "actor": _reviewer,
    "action": "edit_approved",
    "document_id": 1,
    "claim_id": 2,
    "edit_id": 5,
    "user_id": None,
    "job_id": None,
    "about": None,
    "comment": None,
    "fields": None,
    "differences": _differences,
}
_change = {
    "number": 1,
    "kind": "published",
    "claim_id": 2,
    "fact_check_id": 1,
    "at": _NOON,
    "reason": None,
    "verdict": _verdict,
}
_source = {
    "id": 1,
    "url": _LEDGER,
    "canonical_url": _LEDGER,
    "title": "Ledger of 2024",
    "publisher": "council.example.org",
    "published_at": None,
    "archived_url": None,
    "created_at": _MORNING,
}
_new_tag = {
    "name": "transport",
    "kind": "topic",
    "description": "Buses, trains, roads and what they cost.",
    "colour": "#2a47c2",
}
_tag = {"id": 8} | _new_tag
_new_rating = {
    "code": "outdated",
    "labels": {"en": "Outdated", "de": "Veraltet"},
    "value": None,
    "averitec_label": "Not Enough Evidence",
}
_scale = {
    "id": 1,
    "name": "Claimdesk",
    "active": True,
    "ratings": [
        {
            "code": "mostly_true",
            "labels": {"en": "Mostly true"},
            "value": 4,
            "averitec_label": "Supported",
            "retired_at": None,
        }
    ],
}
_user = {"id": 2, "name": "Ada", "role": "annotator", "created_at": _MORNING, "disabled_at": None}
_key = {
    "id": 4,
    "label": "the bus model",
    "prefix": "cdk_9xQ2LmZr",
    "created_at": _MORNING,
    "expires_at": "2027-02-20T09:30:00Z",
    "last_used_at": None,
    "revoked_at": None,
}


def _page(item: Any) -> dict[str, Any]:
    return {"items": [item], "next_cursor": None}


EXAMPLES: dict[str, Any] = {
    **EXAMPLES_OF_TEXTS,
    **EXAMPLES_OF_FACT_CHECKS,
    **EXAMPLES_OF_CHECKWORTHINESS,
    **EXAMPLES_OF_JOBS,
    **EXAMPLES_OF_MATCHES,
    **EXAMPLES_OF_DUPLICATES,
    **EXAMPLES_OF_IMPORTS,
    **EXAMPLES_OF_WEBHOOKS,
    "ClaimShape": _claim,
    "ClaimPage": _page(_claim),
    "NewClaim": {"version": 1, "start": 40, "end": 74},
    "Splitting": {"version": 1, "at": [90]},
    "Pieces": {"items": [_unchecked, _other]},
    "Merging": {"version": 1, "claims": [2, 3]},
    "Retiring": {},
    "Undoing": {"event": 21},
    "Retraction": {"reason": "The ledger turned out to be forged."},
    "NewEdit": _proposal | {"submit": True},
    "Proposal": {"rationale": _RATIONALE, "citations": [_new_citation]},
    "EditShape": _edit | {"wording": _SENTENCE, "differences": _differences, "meanwhile": None},
    "RebasedShape": _edit
    | {"state": "draft", "revision": 3, "base_revision": 2, "lease": None, "submitted_at": None}
    | {"wording": _SENTENCE, "differences": _differences, "meanwhile": None}
    | {"conflicts": ["rating"]},
    "LeaseShape": _lease | {"yours": True},
    "EditSummaryPage": _page(_edit),
    "Nothing": {},
    "Comment": {"comment": "Page 7 has the budget; the spending is on page 9."},
    "Approval": {"comment": "Clear.", "tags": ["statistic", "transport"]},
    "NewComment": {"text": _comment["text"]},
    "CommentShape": _comment,
    "CommentPage": _page(_comment),
    "VerdictShape": _verdict,
    "VerdictPage": _page(_verdict),
    "ChangePage": _page(_change) | {"cursor": "bO2-R3fXWzEsImNoYW5nZXMiXQ"},
    "EventPage": _page(_event),
    "SourceShape": _source,
    "SourcePage": _page(_source),
    "TagShape": _tag,
    "TagPage": _page(_tag),
    "NewTag": _new_tag,
    "TagChange": {"description": "Everything that moves people."},
    "ScalePage": _page(_scale),
    "RatingShape": _new_rating | {"retired_at": None},
    "NewRating": _new_rating,
    "RatingChange": {"labels": {"en": "Out of date", "de": "Veraltet"}, "position": 5},
    "UserShape": _user,
    "UserPage": _page(_user),
    "NewUser": {"name": "Ada", "role": "annotator"},
    "UserChange": {"role": "reviewer"},
    "KeyShape": _key,
    "KeyPage": _page(_key),
    "NewKey": {"label": "the bus model", "expires_in_days": 90},
    "NewKeyShape": _key | {"key": "cdk_9xQ2LmZrT5vB8nKcW1yHs4dJf7gAeR0pUiOqXtMlVbN"},
}
"""What a request or an answer in this shape may say."""
