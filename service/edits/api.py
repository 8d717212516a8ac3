"""Edits and the decisions on them. Each decision is a thing that is created."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.claims.queries import check_claim
from service.edits import actions, leases, queries
from service.edits.schemas import (
    Approval,
    Comment,
    EditArgs,
    EditPage,
    EditShape,
    LeaseShape,
    NewEdit,
    Nothing,
    Proposal,
    RebasedShape,
)
from service.errors import Conflict, RevisionChanged
from service.history.api import show_history
from service.history.schemas import EventPage
from service.http.answers import done, if_match, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, needs_if_match, refuses
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.permissions import Permission
from service.vocabulary import EditState

bp = ApiBlueprint("edits", __name__, url_prefix="/api/v1", description="Proposals and review")


@contextmanager
def _deciding(edit_id: int) -> Iterator[Session]:
    """A transaction whose refusal shows the edit as it is now, for whoever came too late."""
    try:
        with transaction() as session:
            yield session
    except (Conflict, RevisionChanged) as refusal:
        with reading() as session:
            refusal.extra["current"] = queries.show_edit(session, viewer(), edit_id)
        raise


def _done(session: Session, edit_id: int, status: int = 201, **more: Any) -> Response:
    """The edit as it is after the act."""
    session.flush()
    edit = queries.show_edit(session, viewer(), edit_id) | more
    location = f"/api/v1/edits/{edit_id}" if status == 201 else None
    return done(edit, status, revision=edit["revision"], location=location)


@bp.get("/edits")
@requires(Permission.READ_DESK)
@bp.arguments(EditArgs, location="query")
@bp.response(200, EditPage)
def list_edits(args: dict[str, Any]) -> Response:
    """Edits. With `state=submitted`, the queue: the longest waiting first; else newest first."""
    return _show_edits("edits", args)


@bp.get("/claims/<id:claim_id>/edits")
@requires(Permission.READ_DESK)
@bp.arguments(EditArgs, location="query")
@bp.response(200, EditPage)
def list_edits_of_claim(args: dict[str, Any], claim_id: int) -> Response:
    """A claim's edits, as in the list of all."""
    with reading() as session:
        check_claim(session, viewer(), claim_id)
    return _show_edits(f"claims/{claim_id}/edits", args, claim_id=claim_id)


def _show_edits(name: str, args: dict[str, Any], **more: int) -> Response:
    in_queue = args.get("state") is EditState.SUBMITTED
    page = Page(name, args, (datetime, int) if in_queue else (int,))
    after = page.after if in_queue or page.after is None else page.after[0]
    with reading() as session:
        rows = queries.list_edits(
            session, viewer(), filters=args | more, after=after, limit=page.limit + 1
        )
    items, next_cursor = page.cut(
        rows, lambda edit: (edit["submitted_at"], edit["id"]) if in_queue else (edit["id"],)
    )
    return show({"items": items, "next_cursor": next_cursor})


@bp.get("/edits/<id:edit_id>")
@requires(Permission.READ_DESK)
@bp.response(200, EditShape)
def get_edit(edit_id: int) -> Response:
    """One edit: what it began from, what is published, what it proposes, and what differs."""
    with reading() as session:
        edit = queries.show_edit(session, viewer(), edit_id)
    return show(edit, revision=edit["revision"])


@bp.get("/edits/<id:edit_id>/history")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, EventPage)
def get_history(args: dict[str, Any], edit_id: int) -> Response:
    """What happened to an edit, newest first."""
    with reading() as session:
        queries.get_edit(session, viewer(), edit_id)
    return show_history(args, edit_id=edit_id)


@bp.post("/claims/<id:claim_id>/edits")
@requires(Permission.PROPOSE, exists=check_claim)
@refuses(409)
@bp.arguments(NewEdit)
@bp.response(201, EditShape)
def create_edit(body: dict[str, Any], claim_id: int) -> Response:
    """Begin an edit of a claim, as a draft or submitted at once."""
    submit = body.pop("submit")
    with transaction() as session:
        edit = actions.create_edit(session, viewer(), claim_id, body, submit=submit)
        return _done(session, edit.id)


@bp.post("/claims/<id:claim_id>/confirmation")
@requires(Permission.PROPOSE, exists=check_claim)
@refuses(409)
@bp.arguments(Nothing)
@bp.response(201, EditShape)
def create_confirmation(_body: dict[str, Any], claim_id: int) -> Response:
    """Begin an edit that says of a changed sentence what is published; nothing is submitted yet."""
    with transaction() as session:
        edit = actions.confirm_verdict(session, viewer(), claim_id)
        return _done(session, edit.id)


@bp.patch("/edits/<id:edit_id>")
@requires(Permission.PROPOSE, exists=queries.get_own_edit)
@needs_if_match
@bp.arguments(Proposal)
@bp.response(200, EditShape)
def update_edit(body: dict[str, Any], edit_id: int) -> Response:
    """Save what is given; what is absent stays, null clears."""
    seen = if_match()
    with _deciding(edit_id) as session:
        actions.save_edit(session, viewer(), edit_id, body, seen=seen)
        return _done(session, edit_id, 200)


@bp.post("/edits/<id:edit_id>/submission")
@requires(Permission.PROPOSE, exists=queries.get_own_edit)
@needs_if_match
@bp.arguments(Nothing)
@bp.response(201, EditShape)
def create_submission(_body: dict[str, Any], edit_id: int) -> Response:
    """Hand an edit over for review."""
    seen = if_match()
    with _deciding(edit_id) as session:
        actions.submit_edit(session, viewer(), edit_id, seen=seen)
        return _done(session, edit_id)


@bp.post("/edits/<id:edit_id>/rebase")
@requires(Permission.PROPOSE, exists=queries.get_own_edit)
@needs_if_match
@bp.arguments(Proposal)
@bp.response(201, RebasedShape)
def create_rebase(body: dict[str, Any], edit_id: int) -> Response:
    """Make a stale edit a draft on what is published now. A field that is given decides."""
    seen = if_match()
    with _deciding(edit_id) as session:
        conflicts = actions.rebase_edit(session, viewer(), edit_id, body, seen=seen)
        return _done(session, edit_id, conflicts=conflicts)


@bp.post("/edits/<id:edit_id>/withdrawal")
@requires(Permission.PROPOSE, exists=queries.get_edit_to_withdraw)
@refuses(409, 412)
@bp.arguments(Nothing)
@bp.response(201, EditShape)
def create_withdrawal(_body: dict[str, Any], edit_id: int) -> Response:
    """Take an edit back. With If-Match, only if it is as read."""
    seen = if_match() if "If-Match" in request.headers else None
    with _deciding(edit_id) as session:
        actions.withdraw_edit(session, viewer(), edit_id, seen=seen)
        return _done(session, edit_id)


@bp.post("/edits/<id:edit_id>/change-request")
@requires(Permission.REVIEW, exists=queries.get_edit_to_review)
@needs_if_match
@bp.arguments(Comment)
@bp.response(201, EditShape)
def create_change_request(body: dict[str, Any], edit_id: int) -> Response:
    """Give an edit back to its author, with what to change."""
    seen = if_match()
    with _deciding(edit_id) as session:
        actions.request_changes(session, viewer(), edit_id, comment=body["comment"], seen=seen)
        return _done(session, edit_id)


@bp.post("/edits/<id:edit_id>/rejection")
@requires(Permission.REVIEW, exists=queries.get_edit_to_review)
@needs_if_match
@bp.arguments(Comment)
@bp.response(201, EditShape)
def create_rejection(body: dict[str, Any], edit_id: int) -> Response:
    """Refuse an edit for good."""
    seen = if_match()
    with _deciding(edit_id) as session:
        actions.reject_edit(session, viewer(), edit_id, comment=body["comment"], seen=seen)
        return _done(session, edit_id)


@bp.post("/edits/<id:edit_id>/approval")
@requires(Permission.REVIEW, exists=queries.get_edit_to_review)
@needs_if_match
@bp.arguments(Approval)
@bp.response(201, EditShape)
def create_approval(body: dict[str, Any], edit_id: int) -> Response:
    """Publish what an edit proposes. Rationale, tags and citations may be mended on the way."""
    seen = if_match()
    comment = body.pop("comment", None)
    with _deciding(edit_id) as session:
        actions.approve_edit(
            session, viewer(), edit_id, seen=seen, comment=comment, amendments=body
        )
        return _done(session, edit_id)


@bp.post("/edits/<id:edit_id>/lease")
@requires(Permission.REVIEW, exists=queries.get_edit_to_review)
@refuses(409)
@bp.arguments(Nothing)
@bp.response(201, LeaseShape)
def create_lease(_body: dict[str, Any], edit_id: int) -> Response:
    """Show others for 20 minutes that one looks at an edit. Who does already is not displaced."""
    with _deciding(edit_id) as session:
        leases.take_lease(session, viewer(), edit_id)
        lease = leases.show_lease(session, viewer(), edit_id)
        return done(lease, 201, location=f"/api/v1/edits/{edit_id}")


@bp.delete("/edits/<id:edit_id>/lease")
@requires(Permission.REVIEW, exists=queries.get_edit_to_review)
@bp.response(200, LeaseShape)
def delete_lease(edit_id: int) -> Response:
    """Give one's own lease back. The answer is who looks at the edit now."""
    with transaction() as session:
        leases.give_back_lease(session, viewer(), edit_id)
        return done(leases.show_lease(session, viewer(), edit_id))
