"""What the form of the panel sends: begin, save, submit and withdraw an edit of one's own.

A script saves by itself while somebody writes; it asks with the header X-Autosave and gets back the
line that says how the draft stands. A script or a person who presses a button gets the panel or the
page. Nothing typed is lost: whatever is refused comes back as it was sent.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Response, request
from sqlalchemy.orm import Session

from service.claims.queries import check_claim
from service.edits import actions
from service.edits.queries import get_edit, get_edit_to_withdraw, get_own_edit
from service.edits.schemas import Proposal
from service.errors import Conflict, Forbidden, Invalid, Malformed, Refusal, RevisionChanged
from service.http import forms, notices
from service.http.auth import page, viewer
from service.http.pages import is_fragment, pages, redirect, render, settings
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Edit
from service.permissions import Permission, Viewer
from service.workbench import checked, onward, ordering, queries
from service.workbench.pages import draw, show
from service.workbench.rules import NOTHING, Content, content_of, says_the_same

bp = pages("edits", __name__)

REFUSALS = (Invalid, Conflict, Forbidden, RevisionChanged)
WRITTEN_ELSEWHERE = ("revision_changed", "duplicate", "invalid_transition", "already_decided")
"""Refusals after which one's own draft, if there is one, is not what was on screen."""

Act = Callable[[Session, Content], Edit]


def _claim_exists(session: Session, someone: Viewer, claim_id: int, **_path: int) -> None:
    check_claim(session, someone, claim_id)


@bp.post("/claims/<id:claim_id>/edits")
@page(Permission.PROPOSE, exists=check_claim)
def create_edit(claim_id: int) -> Response:
    """Begin an edit with what the form holds, and submit it if asked."""
    submits = forms.sent().get("do") == "submit"

    def begin(session: Session, content: Content) -> Edit:
        return actions.create_edit(session, viewer(), claim_id, content, submit=submits)

    return _act(claim_id, begin, submits=submits)


@bp.post("/edits/<id:edit_id>")
@page(Permission.PROPOSE, exists=get_own_edit)
def save_edit(edit_id: int) -> Response:
    """Save the draft."""
    revisions = seen()

    def save(session: Session, content: Content) -> Edit:
        return actions.save_edit(session, viewer(), edit_id, content, seen=revisions)

    return _act(_claim_of(edit_id), save)


@bp.post("/edits/<id:edit_id>/submission")
@page(Permission.PROPOSE, exists=get_own_edit)
def create_submission(edit_id: int) -> Response:
    """Save what the form holds and hand it over for review, or neither."""
    revisions = seen()

    def submit(session: Session, content: Content) -> Edit:
        edit = actions.save_edit(session, viewer(), edit_id, content, seen=revisions)
        return actions.submit_edit(session, viewer(), edit_id, seen=frozenset({edit.revision}))

    return _act(_claim_of(edit_id), submit, submits=True)


@bp.post("/edits/<id:edit_id>/withdrawal")
@page(Permission.PROPOSE, exists=get_edit_to_withdraw)
def create_withdrawal(edit_id: int) -> Response:
    """Take an edit back; the next page offers to undo it."""
    claim_id = _claim_of(edit_id)
    with transaction() as session:
        edit = actions.withdraw_edit(session, viewer(), edit_id)
        is_own = edit.author_id == viewer().id
    return _to_claim(claim_id, "withdrawn" if is_own else "withdrawn_of_another", edit_id)


@bp.post("/edits/<id:edit_id>/restoration")
@page(Permission.PROPOSE, exists=get_own_edit)
def create_restoration(edit_id: int) -> Response:
    """Begin a withdrawn edit again, with the same content."""
    claim_id = _claim_of(edit_id)
    with transaction() as session:
        actions.restore_edit(session, viewer(), edit_id)
    return _to_claim(claim_id, "restored")


@bp.post("/claims/<id:claim_id>/earlier/<id:assessment_id>")
@page(Permission.PROPOSE, exists=_claim_exists)
def propose_earlier(claim_id: int, assessment_id: int) -> Response:
    """Go back to an earlier assessment: as a draft, which goes through review."""
    with transaction() as session:
        actions.propose_earlier(session, viewer(), claim_id, assessment_id)
    return _to_claim(claim_id, "earlier_proposed")


def _act(claim_id: int, act: Act, *, submits: bool = False) -> Response:
    """Do it with what the form holds, or show the form again as it was sent, with the reason."""
    typed = _typed(claim_id)
    try:
        content = forms.load(Proposal(), typed)
        with transaction() as session:
            edit = act(session, content)
            session.flush()
            edit_id, revision, saved_at = edit.id, edit.revision, edit.updated_at
    except REFUSALS as refusal:
        return _show_again(claim_id, typed, refusal)
    if _is_autosave():
        return _stands(edit_id, revision, saved_at)
    if submits:
        return _to_next(claim_id, edit_id)
    if is_fragment():
        with reading() as session:
            return show(session, queries.document_of(session, viewer(), claim_id), claim_id)
    return _to_claim(claim_id, "draft_saved")


def _stands(edit_id: int, revision: int, saved_at: datetime) -> Response:
    """How the draft stands, to the script that saves it."""
    state = {"id": edit_id, "revision": revision, "saved_at": saved_at}
    return render("workbench/draft_state.html", state=state)


def _show_again(claim_id: int, typed: Content, refusal: Refusal) -> Response:
    """The form as it was sent; beside it what is saved, where it was written elsewhere too."""
    status = status_of(refusal)
    again = {"detail": refusal.message, "errors": _beside_fields(refusal.errors or {})}
    with reading() as session:
        document_id = queries.document_of(session, viewer(), claim_id)
        panel = queries.show_panel(session, viewer(), document_id, claim_id)
        panel |= {"refusal": again, "content": typed}
        if refusal.code in WRITTEN_ELSEWHERE and panel["mine"] and panel["is_writable"]:
            panel["saved"] = content_of(panel["mine"]["proposed"])
        if _is_autosave():
            if panel.get("saved") and says_the_same(panel["saved"], forms.load(Proposal(), typed)):
                # It came, and the answer was lost: the script that sends it again is told now.
                mine = panel["mine"]
                return _stands(mine["id"], mine["revision"], mine["updated_at"])
            return render("workbench/draft_state.html", status, panel=panel, refusal=again)
        return draw(session, panel, status)


def _beside_fields(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """All tags are written in one field."""
    found: dict[str, list[str]] = {}
    for path, sentences in errors.items():
        found.setdefault("tags" if path.startswith("tags.") else path, []).extend(sentences)
    return found


def _to_next(claim_id: int, edit_id: int) -> Response:
    """After a submission, on to the next claim that nobody has looked at."""
    with reading() as session:
        document_id = queries.document_of(session, viewer(), claim_id)
        order = ordering.order()
        done, next_id = onward.after(session, viewer(), document_id, claim_id, order=order)
        if is_fragment():
            said = notices.NOTICES["submitted"].sentence
            return show(session, document_id, next_id, done=done, said=said, submitted=edit_id)
    there = {"document_id": document_id, "claim_id": next_id}
    return redirect("workbench_pages.show_claim", "submitted", edit_id, **there)


def _to_claim(claim_id: int, notice: str, number: int = 0) -> Response:
    with reading() as session:
        document_id = queries.document_of(session, viewer(), claim_id)
    here = {"document_id": document_id, "claim_id": claim_id}
    return redirect("workbench_pages.show_claim", notice, number, **here)


def _claim_of(edit_id: int) -> int:
    with reading() as session:
        return get_edit(session, viewer(), edit_id).claim_id


def _typed(claim_id: int) -> Content:
    """What the form holds, as it was sent, without what a button of it takes away: `remove` is
    `tags.<name>`; and with what one takes over: `take` is `citation.<fact-check>` or `rating.<it>`.
    """
    raw = forms.raw_of(Proposal(), forms.nested(forms.sent()))
    typed = NOTHING | {name: value for name, value in raw.items() if value is not None}
    what, _, name = forms.sent().get("remove", "").partition(".")
    if what == "tags":
        typed["tags"] = [tag for tag in typed["tags"] if tag != name]
    what, _, number = forms.sent().get("take", "").partition(".")
    if forms.is_number(number):
        with reading() as session:
            taken = (viewer(), settings(), claim_id, int(number))
            return checked.take_over(session, *taken, typed, with_rating=what == "rating")
    return typed


def seen() -> frozenset[int]:
    """The revision of the edit that was on screen. Raises Malformed."""
    revision = forms.sent().get("revision", "")
    if not forms.is_number(revision):
        raise Malformed("The form does not say which draft was on screen. Load the page again.")
    return frozenset({int(revision)})


def _is_autosave() -> bool:
    return "X-Autosave" in request.headers
