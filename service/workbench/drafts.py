"""What the form of the panel sends: begin, save, submit and withdraw an edit of one's own.

A script saves by itself while somebody writes; it asks with the header X-Autosave and gets back the
line that says how the draft stands. A script or a person who presses a button gets the panel or the
page. Nothing typed is lost: whatever is refused comes back as it was sent.
"""

from collections.abc import Callable
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.claims.queries import check_claim
from service.edits import actions
from service.edits.queries import get_edit, get_edit_to_withdraw, get_own_edit
from service.edits.schemas import Proposal
from service.errors import Conflict, Forbidden, Invalid, Malformed, Refusal, RevisionChanged
from service.http import forms, notices
from service.http.auth import page, viewer
from service.http.pages import is_fragment, pages, redirect, render
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Edit
from service.permissions import Permission, Viewer
from service.workbench import queries
from service.workbench.pages import show

bp = pages("edits", __name__)

REFUSALS = (Invalid, Conflict, Forbidden, RevisionChanged)


def _claim_exists(session: Session, someone: Viewer, claim_id: int, **_path: int) -> None:
    check_claim(session, someone, claim_id)


@bp.post("/claims/<id:claim_id>/edits")
@page(Permission.PROPOSE, exists=check_claim)
def create_edit(claim_id: int) -> Response:
    """Begin an edit with what the form holds, and submit it if asked."""

    def begin(session: Session) -> Edit:
        submit = _wants("submit")
        return actions.create_edit(session, viewer(), claim_id, _content(), submit=submit)

    return _act(claim_id, begin)


@bp.post("/edits/<id:edit_id>")
@page(Permission.PROPOSE, exists=get_own_edit)
def save_edit(edit_id: int) -> Response:
    """Save the draft."""

    def save(session: Session) -> Edit:
        return actions.save_edit(session, viewer(), edit_id, _content(), seen=seen())

    return _act(_claim_of(edit_id), save)


@bp.post("/edits/<id:edit_id>/submission")
@page(Permission.PROPOSE, exists=get_own_edit)
def create_submission(edit_id: int) -> Response:
    """Save what the form holds and hand it over for review, or neither."""

    def submit(session: Session) -> Edit:
        edit = actions.save_edit(session, viewer(), edit_id, _content(), seen=seen())
        session.flush()
        return actions.submit_edit(session, viewer(), edit_id, seen=frozenset({edit.revision}))

    return _act(_claim_of(edit_id), submit, submits=True)


@bp.post("/edits/<id:edit_id>/withdrawal")
@page(Permission.PROPOSE, exists=get_edit_to_withdraw)
def create_withdrawal(edit_id: int) -> Response:
    """Take an edit back; the next page offers to undo it."""
    claim_id = _claim_of(edit_id)
    with transaction() as session:
        actions.withdraw_edit(session, viewer(), edit_id)
    return _to_claim(claim_id, "withdrawn", edit_id)


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


def _act(claim_id: int, act: Callable[[Session], Edit], *, submits: bool | None = None) -> Response:
    """Do it, or show the form again as it was sent, with the reason."""
    submits = _wants("submit") if submits is None else submits
    try:
        with transaction() as session:
            edit = act(session)
            session.flush()
            state = {"id": edit.id, "revision": edit.revision, "saved_at": edit.updated_at}
    except REFUSALS as refusal:
        return _show_again(claim_id, refusal)
    if _is_autosave():
        return render("workbench/draft_state.html", state=state)
    if submits:
        return _to_next(claim_id, state["id"])
    if is_fragment():
        with reading() as session:
            return show(session, queries.document_of(session, viewer(), claim_id), claim_id)
    return _to_claim(claim_id, "draft_saved")


def _show_again(claim_id: int, refusal: Refusal) -> Response:
    """The form as it was sent; beside it what is saved, where somebody else saved meanwhile."""
    status = status_of(refusal)
    again = {"detail": refusal.message, "errors": refusal.errors, "code": refusal.code}
    with reading() as session:
        if _is_autosave() and status == 422:
            return render("workbench/draft_state.html", status, refusal=again)
        document_id = queries.document_of(session, viewer(), claim_id)
        panel = queries.show_panel(session, viewer(), document_id, claim_id)
        more: dict[str, Any] = {"refusal": again, "content": _as_typed()}
        if status in (409, 412) and panel["mine"] is not None:
            more["saved"] = queries.content_of(panel["mine"]["proposed"])
        if _is_autosave():
            return render("workbench/draft_state.html", status, panel=panel | more, refusal=again)
        return show(session, document_id, claim_id, status, **more)


def _to_next(claim_id: int, edit_id: int) -> Response:
    """After a submission, on to the next claim that nobody has looked at."""
    with reading() as session:
        document_id = queries.document_of(session, viewer(), claim_id)
        done, onward = queries.after(session, viewer(), document_id, claim_id)
        if is_fragment():
            said = notices.NOTICES["submitted"].sentence
            return show(session, document_id, onward, done=done, said=said, submitted=edit_id)
    return redirect(
        "workbench_pages.show_claim",
        "submitted",
        edit_id,
        document_id=document_id,
        claim_id=onward,
    )


def _to_claim(claim_id: int, notice: str, number: int = 0) -> Response:
    with reading() as session:
        document_id = queries.document_of(session, viewer(), claim_id)
    return redirect(
        "workbench_pages.show_claim",
        notice,
        number,
        document_id=document_id,
        claim_id=claim_id,
    )


def _claim_of(edit_id: int) -> int:
    with reading() as session:
        return get_edit(session, viewer(), edit_id).claim_id


def _content() -> dict[str, Any]:
    content = forms.read_form(Proposal)
    return {name: content.get(name) for name in queries.NOTHING} | _pressed(content)


def _pressed(content: dict[str, Any]) -> dict[str, Any]:
    """What a button of the form takes away: `remove` is `tags.<name>`."""
    what, _, name = forms.sent().get("remove", "").partition(".")
    if what == "tags":
        return {"tags": [tag for tag in content.get("tags") or [] if tag != name]}
    return {}


def _as_typed() -> dict[str, Any]:
    schema = Proposal()
    raw = forms.raw_of(schema, forms.nested(forms.sent()))
    return queries.NOTHING | {name: value for name, value in raw.items() if value is not None}


def seen() -> frozenset[int]:
    """The revision of the edit that was on screen. Raises Malformed."""
    revision = forms.sent().get("revision", "")
    if not (revision.isascii() and revision.isdecimal() and len(revision) < 19):
        raise Malformed("The form does not say which draft was on screen. Load the page again.")
    return frozenset({int(revision)})


def _wants(what: str) -> bool:
    return forms.sent().get("do") == what


def _is_autosave() -> bool:
    return "X-Autosave" in request.headers
