"""One's own edits: what is begun, what waits, what came back, what was decided; and rebasing."""

from typing import Any

from flask import Response, request
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from service.edits import actions
from service.edits.queries import get_own_edit, list_edits, show_rebase
from service.errors import Conflict, Invalid, Refusal, RevisionChanged
from service.http.auth import page, viewer
from service.http.forms import load, sent
from service.http.pages import redirect, render
from service.http.paging import Page, PageArgs
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission
from service.vocabulary import EditState
from service.workbench import queries
from service.workbench.draft_pages import bp, seen
from service.workbench.rules import says_same

MOST_OPEN = 100
"""Of each state."""

OPEN = (EditState.CHANGES_REQUESTED, EditState.DRAFT, EditState.SUBMITTED)
CLOSED = (EditState.APPROVED, EditState.REJECTED, EditState.WITHDRAWN)


class OwnArgs(PageArgs):
    """Which of one's own edits: those that are open, or those of one state."""

    state = fields.Enum(EditState, by_value=True, validate=validate.OneOf(CLOSED))


@bp.get("/edits")
@page(Permission.PROPOSE)
def list_own_edits() -> Response:
    """What the viewer has proposed, by where it stands."""
    given = {name: value for name, value in request.args.items() if value}
    args = load(OwnArgs(), {"limit": 25} | given)
    listing = Page("own-edits", args, (int,))
    state, next_cursor = args.get("state"), None
    with reading() as session:
        if state is None:
            groups = {each: _list_own(session, each, None, MOST_OPEN) for each in OPEN}
        else:
            after = listing.after[0] if listing.after else None
            rows = _list_own(session, state, after, listing.limit + 1)
            edits, next_cursor = listing.cut(rows, lambda edit: (edit["id"],))
            groups = {state: list(edits)}
        every = [edit for edits in groups.values() for edit in edits]
        waits = bool(groups.get(EditState.SUBMITTED))
        return render(
            "edits/own.html",
            groups=groups,
            state=state,
            next_cursor=next_cursor,
            wordings=queries.wordings(session, [edit["claim_id"] for edit in every]),
            places=queries.places_in_queue(session, viewer()) if waits else {},
        )


def _list_own(
    session: Session, state: EditState, after: int | None, limit: int
) -> list[dict[str, Any]]:
    filters = {"mine": True, "state": state}
    return list_edits(session, viewer(), filters=filters, after=after, limit=limit)


@bp.get("/edits/<id:edit_id>/rebase")
@page(Permission.PROPOSE, exists=get_own_edit)
def show_choice(edit_id: int) -> Response:
    """A stale edit field by field: what was published meanwhile, and what its author has."""
    with reading() as session:
        return _show_choice(session, edit_id)


@bp.post("/edits/<id:edit_id>/rebase")
@page(Permission.PROPOSE, exists=get_own_edit)
def create_rebase(edit_id: int) -> Response:
    """Begin again from what is published now, with the chosen side of each field."""
    try:
        with transaction() as session:
            choice = show_rebase(session, viewer(), edit_id)
            actions.rebase_edit(session, viewer(), edit_id, _chosen(choice["fields"]), seen=seen())
    except (Invalid, Conflict, RevisionChanged) as refusal:
        with reading() as session:
            return _show_choice(session, edit_id, refusal)
    edit = choice["edit"]
    here = {"document_id": edit["document_id"], "claim_id": edit["claim_id"]}
    return redirect("workbench_pages.show_claim", "rebased", **here)


def _show_choice(session: Session, edit_id: int, refusal: Refusal | None = None) -> Response:
    choice = show_rebase(session, viewer(), edit_id)
    for field in choice["fields"]:
        field["same"] = says_same(field)
    claim_id = choice["edit"]["claim_id"]
    return render(
        "edits/rebase.html",
        status_of(refusal) if refusal else 200,
        **choice,
        refusal={"detail": refusal.message} if refusal else None,
        wording=queries.wordings(session, [claim_id])[claim_id],
    )


def _chosen(fields: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields for which the form chooses a side; the others are merged."""
    chosen = {}
    for field in fields:
        side = sent().get(field["name"])
        if side in ("published", "yours"):
            value = field[side]
            chosen[field["name"]] = value["code"] if field["name"] == "rating" and value else value
    return chosen
