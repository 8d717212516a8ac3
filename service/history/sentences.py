"""What an event says was done, as a sentence without its subject. Pure."""

from collections.abc import Mapping
from typing import Any

from service.vocabulary import Action

SENTENCES = {
    Action.DOCUMENT_ADDED: "added the document",
    Action.DOCUMENT_CHANGED: "changed the details of the document",
    Action.DOCUMENT_ARCHIVED: "archived the document",
    Action.DOCUMENT_PURGED: "removed the text for good",
    Action.CLAIM_ADDED: "made a claim of selected words",
    Action.EDIT_CREATED: "began an edit",
    Action.EDIT_SUBMITTED: "submitted an edit for review",
    Action.EDIT_WITHDRAWN: "withdrew an edit",
    Action.EDIT_REBASED: "began an edit anew from what is published",
    Action.CHANGES_REQUESTED: "asked for changes",
    Action.EDIT_REJECTED: "rejected an edit",
    Action.EDIT_APPROVED: "approved an edit and published it",
    Action.VERDICT_RETRACTED: "retracted the verdict",
    Action.COMMENT_ADDED: "commented",
    Action.USER_ADDED: "added a person",
    Action.USER_CHANGED: "changed an account",
    Action.KEY_ADDED: "made an API key",
    Action.KEY_REVOKED: "revoked an API key",
    Action.TAG_ADDED: "described a tag",
    Action.TAG_CHANGED: "described a tag anew",
    Action.SCALE_CHANGED: "changed the scale",
}


def sentence_of(event: Mapping[str, Any]) -> str:
    """What was done, to be read after the name of whoever did it.

    Names the tag or the rating that it was done to: "described a tag: legal".
    """
    sentence, about = SENTENCES[Action(event["action"])], event.get("about")
    return f"{sentence}: {about}" if about else sentence
