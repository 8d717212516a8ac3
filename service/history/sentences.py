"""What an event says was done, as a sentence without its subject. Pure."""

import re
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
    Action.EDIT_WITHDRAWN: "withdrew the edit",
    Action.EDIT_REBASED: "began the edit anew from what is published",
    Action.CHANGES_REQUESTED: "asked for changes",
    Action.EDIT_REJECTED: "rejected the edit",
    Action.EDIT_APPROVED: "approved the edit and published it",
    Action.VERDICT_RETRACTED: "retracted the verdict",
    Action.COMMENT_ADDED: "commented",
}


def sentence_of(event: Mapping[str, Any]) -> str:
    """What was done, to be read after the name of whoever did it."""
    action = Action(event["action"])
    return SENTENCES.get(action, action.replace("_", " "))
