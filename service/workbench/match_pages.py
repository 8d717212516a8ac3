"""What was checked before: a claim's matches, which a script asks for once the panel is there, the
answers to them, and the look through a whole article."""

from typing import Any

from flask import Response, url_for

from service.claims.queries import check_claim, check_document, lock_text
from service.errors import Malformed
from service.http.auth import page, viewer
from service.http.forms import sent
from service.http.pages import is_fragment, pages, redirect, redirect_to, render, settings
from service.http.transactions import reading, transaction
from service.matches import actions
from service.matches.queries import check_match, find_match
from service.models import Document
from service.permissions import Permission
from service.vocabulary import MatchState
from service.workbench import checked, queries
from service.workbench.rules import CHECKED

bp = pages("matches", __name__)

NOTICES = {
    MatchState.CONFIRMED: "match_confirmed",
    MatchState.REJECTED: "match_rejected",
    MatchState.SUGGESTED: "match_reopened",
}


@bp.get("/claims/<id:claim_id>/matches")
@page(Permission.READ_DESK, exists=check_claim)
def show_matches(claim_id: int) -> Response:
    """The section of the panel; for who has no script, the page with it."""
    return _show(claim_id)


@bp.post("/claims/<id:claim_id>/matches/<id:fact_check_id>")
@page(Permission.MATCH, exists=check_match)
def create_answer(claim_id: int, fact_check_id: int) -> Response:
    """Say whether a fact-check is of this claim, or take that back."""
    try:
        answer = MatchState(sent().get("answer", ""))
    except ValueError:
        raise Malformed("The form does not say whether they match. Load the page again.") from None
    with reading() as session:
        wording, found = find_match(session, viewer(), settings(), claim_id, fact_check_id)
    with transaction() as session:
        actions.answer_match(session, viewer(), claim_id, wording, found, answer)
    return _show(claim_id, NOTICES[answer])


@bp.get("/documents/<id:document_id>/matches")
@page(Permission.READ_DESK, exists=check_document)
def show_run(document_id: int) -> Response:
    """The line that says how far the look through an article is; else the article itself."""
    if not is_fragment():
        here: dict[str, Any] = {"document_id": document_id, "order": CHECKED}
        return redirect("workbench_pages.show_document", **here)
    with reading() as session:
        document = session.get_one(Document, document_id)
        shown = checked.show_run(session, viewer(), document_id)
    return render("workbench/run.html", document=document, **shown)


@bp.post("/documents/<id:document_id>/matches")
@page(Permission.MATCH, exists=check_document)
def create_run(document_id: int) -> Response:
    """Have an article looked through again."""
    with transaction() as session:
        lock_text(session, viewer(), document_id)
        actions.begin_run(session, viewer(), session.get_one(Document, document_id))
    there: dict[str, Any] = {"document_id": document_id, "order": CHECKED}
    return redirect("workbench_pages.show_document", "matching_begun", **there)


def _show(claim_id: int, notice: str | None = None) -> Response:
    with reading() as session:
        if is_fragment():
            found = checked.of_claim(session, viewer(), settings(), claim_id)
            return render("workbench/checked.html", claim_id=claim_id, found=found)
        document_id = queries.document_of(session, viewer(), claim_id)
    there: dict[str, Any] = {"document_id": document_id, "claim_id": claim_id, "matches": 1}
    path = url_for("workbench_pages.show_claim", **there, _anchor="matches")
    return redirect_to(path, notice)
