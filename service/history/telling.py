"""Events of the whole desk in words, with links to what they are about. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from service.vocabulary import Action

SENTENCES = {
    Action.DOCUMENT_ADDED: "added {document}",
    Action.DOCUMENT_CHANGED: "changed what describes {document}",
    Action.DOCUMENT_ARCHIVED: "archived {document}",
    Action.DOCUMENT_PURGED: "removed the text of {document} for good",
    Action.CLAIM_ADDED: "made {claim} of selected words of {document}",
    Action.EDIT_CREATED: "began {edit} of {claim} of {document}",
    Action.EDIT_SUBMITTED: "submitted {edit} of {claim} of {document}",
    Action.EDIT_WITHDRAWN: "withdrew {edit} of {claim} of {document}",
    Action.EDIT_REBASED: "began {edit} of {claim} anew from what is published of {document}",
    Action.CHANGES_REQUESTED: "asked for changes of {edit} of {claim} of {document}",
    Action.EDIT_REJECTED: "rejected {edit} of {claim} of {document}",
    Action.EDIT_APPROVED: "approved {edit} of {claim} of {document}",
    Action.VERDICT_RETRACTED: "retracted the verdict on {claim} of {document}",
    Action.COMMENT_ADDED: "commented on {subject} of {document}",
    Action.USER_ADDED: "added {person}",
    Action.USER_CHANGED: "changed the account of {person}",
    Action.KEY_ADDED: "made an API key for {person}",
    Action.KEY_REVOKED: "revoked an API key of {person}",
    Action.TAG_ADDED: "described the tag {about}",
    Action.TAG_CHANGED: "described the tag {about} anew",
    Action.SCALE_CHANGED: "changed the rating {about}",
}
"""What somebody did, with the words that stand for what it was done to."""

NAMES = {
    Action.DOCUMENT_ADDED: "Document added",
    Action.DOCUMENT_CHANGED: "Document described anew",
    Action.DOCUMENT_ARCHIVED: "Document archived",
    Action.DOCUMENT_PURGED: "Text removed for good",
    Action.CLAIM_ADDED: "Claim made",
    Action.EDIT_CREATED: "Edit begun",
    Action.EDIT_SUBMITTED: "Edit submitted",
    Action.EDIT_WITHDRAWN: "Edit withdrawn",
    Action.EDIT_REBASED: "Edit begun anew",
    Action.CHANGES_REQUESTED: "Changes requested",
    Action.EDIT_REJECTED: "Edit rejected",
    Action.EDIT_APPROVED: "Edit approved",
    Action.VERDICT_RETRACTED: "Verdict retracted",
    Action.COMMENT_ADDED: "Comment added",
    Action.USER_ADDED: "Person added",
    Action.USER_CHANGED: "Account changed",
    Action.KEY_ADDED: "API key made",
    Action.KEY_REVOKED: "API key revoked",
    Action.TAG_ADDED: "Tag described",
    Action.TAG_CHANGED: "Tag described anew",
    Action.SCALE_CHANGED: "Scale changed",
}
"""The kinds of events, as a filter offers them."""


def tell(event: Mapping[str, Any], subjects: Mapping[str, Any]) -> Markup:
    """What was done, as a sentence without its actor; what the subjects are is escaped."""
    return escape(SENTENCES[event["action"]]).format(**subjects)


def changes(fields: Mapping[str, Sequence[Any]] | None) -> Iterator[tuple[str, str, str]]:
    """What each field is called, what it was and what it is; of labels, those that changed."""
    for name, (before, after) in (fields or {}).items():
        title = name.replace("_", " ").capitalize()
        if name == "password":
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
