"""What an event says was done, in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from service.vocabulary import Action


class Telling(NamedTuple):
    """One kind of event: its name in a filter; what somebody did, where its subject is known from
    the page; and the same with the words that stand for what it was done to."""

    name: str
    short: str
    whole: str


TELLINGS = {
    Action.DOCUMENT_ADDED: Telling(
        "Document added",
        "added the document",
        "added {document}",
    ),
    Action.DOCUMENT_CHANGED: Telling(
        "Document described anew",
        "changed the details of the document",
        "changed what describes {document}",
    ),
    Action.DOCUMENT_ARCHIVED: Telling(
        "Document archived",
        "archived the document",
        "archived {document}",
    ),
    Action.DOCUMENT_PURGED: Telling(
        "Text removed for good",
        "removed the text for good",
        "removed the text of {document} for good",
    ),
    Action.VERSION_ADDED: Telling(
        "Text updated",
        "updated the text",
        "updated the text of {document}",
    ),
    Action.CLAIM_SPLIT: Telling(
        "Claim split",
        "split a claim",
        "split {claim} of {document}",
    ),
    Action.CLAIMS_MERGED: Telling(
        "Claims merged",
        "merged claims",
        "merged others into {claim} of {document}",
    ),
    Action.CLAIM_REBOUND: Telling(
        "Boundary moved",
        "moved the boundaries of a claim",
        "moved the boundaries of {claim} of {document}",
    ),
    Action.CLAIM_RETIRED: Telling(
        "Claim retired",
        "retired a claim that is none",
        "retired {claim} of {document}, which is none",
    ),
    Action.CLAIM_REATTACHED: Telling(
        "Claim reattached",
        "reattached a claim to the text",
        "reattached {claim} to the text of {document}",
    ),
    Action.REPAIR_UNDONE: Telling(
        "Repair undone",
        "undid a repair",
        "undid a repair of {claim} of {document}",
    ),
    Action.CLAIM_ADDED: Telling(
        "Claim made",
        "made a claim of selected words",
        "made {claim} of selected words of {document}",
    ),
    Action.EDIT_CREATED: Telling(
        "Edit begun",
        "began an edit",
        "began {edit} of {claim} of {document}",
    ),
    Action.EDIT_SUBMITTED: Telling(
        "Edit submitted",
        "submitted an edit for review",
        "submitted {edit} of {claim} of {document}",
    ),
    Action.EDIT_WITHDRAWN: Telling(
        "Edit withdrawn",
        "withdrew an edit",
        "withdrew {edit} of {claim} of {document}",
    ),
    Action.EDIT_REBASED: Telling(
        "Edit begun anew",
        "began an edit anew from what is published",
        "began {edit} of {claim} anew from what is published of {document}",
    ),
    Action.CHANGES_REQUESTED: Telling(
        "Changes requested",
        "asked for changes",
        "asked for changes of {edit} of {claim} of {document}",
    ),
    Action.EDIT_REJECTED: Telling(
        "Edit rejected",
        "rejected an edit",
        "rejected {edit} of {claim} of {document}",
    ),
    Action.EDIT_APPROVED: Telling(
        "Edit approved",
        "approved an edit and published it",
        "approved {edit} of {claim} of {document}",
    ),
    Action.VERDICT_RETRACTED: Telling(
        "Verdict retracted",
        "retracted the verdict",
        "retracted the verdict on {claim} of {document}",
    ),
    Action.COMMENT_ADDED: Telling(
        "Comment added",
        "commented",
        "commented on {subject} of {document}",
    ),
    Action.USER_ADDED: Telling(
        "Person added",
        "added a person",
        "added {person}",
    ),
    Action.USER_CHANGED: Telling(
        "Account changed",
        "changed an account",
        "changed the account of {person}",
    ),
    Action.KEY_ADDED: Telling(
        "API key made",
        "made an API key",
        "made an API key for {person}",
    ),
    Action.KEY_REVOKED: Telling(
        "API key revoked",
        "revoked an API key",
        "revoked an API key of {person}",
    ),
    Action.TAG_ADDED: Telling(
        "Tag described",
        "described a tag",
        "described the tag “{about}”",
    ),
    Action.TAG_CHANGED: Telling(
        "Tag described anew",
        "described a tag anew",
        "described the tag “{about}” anew",
    ),
    Action.SCALE_CHANGED: Telling(
        "Scale changed",
        "changed the scale",
        "changed the rating {about}",
    ),
    Action.FACT_CHECK_CHANGED: Telling(
        "Imported fact-check changed",
        "changed an imported fact-check",
        "changed the {about} by {job}",
    ),
    Action.IMPORT_STARTED: Telling(
        "Import started",
        "started an import",
        "started {job}",
    ),
    Action.IMPORT_CANCELLED: Telling(
        "Import cancelled",
        "cancelled an import",
        "cancelled {job}",
    ),
    Action.RATING_WORD_CHANGED: Telling(
        "Rating word decided",
        "decided what a word of ratings means",
        "decided what the rating “{about}” means",
    ),
    Action.WEBHOOK_ADDED: Telling(
        "Webhook added",
        "added a webhook",
        "added the webhook {about}",
    ),
    Action.WEBHOOK_CHANGED: Telling(
        "Webhook changed",
        "changed a webhook",
        "changed the webhook {about}",
    ),
    Action.WEBHOOK_REMOVED: Telling(
        "Webhook removed",
        "removed a webhook",
        "removed the webhook {about}",
    ),
    Action.MATCHING_CANCELLED: Telling(
        "Look for matches cancelled",
        "cancelled the look for what was checked before",
        "cancelled the look for what of {document} was checked before",
    ),
    Action.MATCH_CONFIRMED: Telling(
        "Match confirmed",
        "confirmed that it was checked before",
        "confirmed that {claim} of {document} was checked before",
    ),
    Action.MATCH_REJECTED: Telling(
        "Match rejected",
        "said that a fact-check is of another claim",
        "said of a fact-check that it is not of {claim} of {document}",
    ),
    Action.MATCH_REOPENED: Telling(
        "Match reopened",
        "took back an answer to a match",
        "took back an answer to a match of {claim} of {document}",
    ),
}


def sentence_of(event: Mapping[str, Any]) -> str:
    """What was done, to be read after the name of whoever did it, on the page of its subject.

    Names what it was done to, where it has a name: "described a tag: legal".
    """
    sentence, about = TELLINGS[Action(event["action"])].short, event.get("about")
    return f"{sentence}: {about}" if about else sentence


def tell(event: Mapping[str, Any], subjects: Mapping[str, Any]) -> Markup:
    """What was done, as a sentence without its actor; what the subjects are is escaped."""
    return escape(TELLINGS[event["action"]].whole).format(**subjects)


def changes(fields: Mapping[str, Sequence[Any]] | None) -> Iterator[tuple[str, str, str]]:
    """What each field is called, what it was and what it is; of labels, those that changed."""
    for name, (before, after) in (fields or {}).items():
        title = name.replace("_", " ").capitalize()
        if name in ("password", "secret"):
            yield title, "", "changed"
        elif name == "position":  # kept from 0, told from 1
            yield "Place", str(before + 1), str(after + 1)
        elif isinstance(before or {}, Mapping) and isinstance(after, Mapping):
            for key in sorted({*(before or {}), *after}):
                old, new = (before or {}).get(key), after.get(key)
                if old != new:
                    yield f"{title}, {key}", _words(old), _words(new)
        else:
            yield title, _words(before), _words(after)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
