"""Where else the sentences of an article stand, as the workbench shows it."""

from typing import Any

from sqlalchemy.orm import Session

from service.assessments.differences import words
from service.duplicates.queries import find_duplicates, list_known
from service.permissions import Viewer

MOST_SHOWN = 3
MOST_LISTED = 50


def of_claim(session: Session, viewer: Viewer, claim_id: int, text: str) -> dict[str, Any]:
    """The first places where a sentence stands too, and how many `more`. How the words there differ
    from `text` is in `words` where they do."""
    found = find_duplicates(session, viewer, claim_id)
    shown = [
        each | {"words": words(text, each["text"]) if each["likeness"] < 1 else None}
        for each in found[:MOST_SHOWN]
    ]
    return {"duplicates": shown, "more_duplicates": len(found) - len(shown)}


def of_article(session: Session, viewer: Viewer, document_id: int) -> dict[str, Any]:
    """The first claims whose sentences were judged in other articles, and how many there are."""
    known = list_known(session, viewer, document_id)
    return {"known": known[:MOST_LISTED], "known_count": len(known)}
