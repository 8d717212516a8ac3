"""What tests type into the form, and what becomes of it."""

from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Desk, Person
from tests.workbench.reading import (
    Form,
    form,
    own_edits,
    words,
)

LEDGER = "https://example.org/ledger"

SAID = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": ["statistic"],
    "citations": [(LEDGER, "supports", "8.9 million")],
}

TYPED = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": "statistic",
    "citations__0__url": LEDGER,
    "citations__0__quote": "8.9 million",
}

FILLED = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": ["statistic"],
    "citations.0.url": LEDGER,
    "citations.0.stance": "supports",
    "citations.0.quote": "8.9 million",
}


def only_edit(desk: Desk, who: Person | None = None) -> dict[str, Any]:
    [edit] = own_edits(desk, who or desk.annotator)
    return edit


def draft(desk: Desk, claim: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return desk.draft(claim or desk.claim(), **fields).get_json()


def claim_of(edit: dict[str, Any]) -> dict[str, Any]:
    return {"id": edit["claim_id"], "document_id": edit["document_id"]}


def follow(who: Person, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, words(answer)
    return who.browser.get(answer.location)


def both_are_shown(answer: TestResponse, saved: str, typed: str) -> None:
    shown = words(answer)
    assert "This draft was saved somewhere else" in shown
    assert shown.index(saved) < shown.index("Keep the saved one")
    assert shown.index("Keep the saved one") < shown.index(typed) < shown.index("Keep mine")


def two_tabs(desk: Desk) -> tuple[dict[str, Any], Form]:
    """A draft that was saved in another tab since this one was opened."""
    edit = draft(desk, rationale="At first.")
    stale = form(desk.annotator, claim_of(edit))
    follow(
        desk.annotator, form(desk.annotator, claim_of(edit)).press(rationale="From the other tab.")
    )
    return edit, stale
