"""One's own edits: what is begun, what waits, what came back, what was decided; and rebasing."""

from typing import Any

from flask import Response, request
from marshmallow import fields

from service.edits import actions
from service.edits.queries import (
    get_edit,
    get_own_edit,
    list_edits,
    position_in_queue,
    show_rebase,
)
from service.errors import Conflict, RevisionChanged
from service.http.auth import page, viewer
from service.http.forms import load, sent
from service.http.pages import redirect, render
from service.http.paging import Page, PageArgs
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission
from service.vocabulary import OPEN_STATES, EditState
from service.workbench import queries
from service.workbench.drafts import bp, seen

MOST_OPEN = 100
SHOWN = (EditState.CHANGES_REQUESTED, EditState.DRAFT, EditState.SUBMITTED)


class OwnArgs(PageArgs):
    """Which of one's own edits: those that are open, or those of one state."""

    state = fields.Enum(EditState, by_value=True)


@bp.get("/edits")
@page(Permission.PROPOSE)
def list_own_edits() -> Response:
    """What the viewer has proposed, by where it stands."""
    args = load(OwnArgs(), {"limit": 25} | request.args.to_dict())
    with reading() as session:
        if args.get("state") in (None, *OPEN_STATES):
            groups = {
                state: list_edits(
                    session,
                    viewer(),
                    filters={"mine": True, "state": state},
                    after=None,
                    limit=MOST_OPEN,
                )
                for state in SHOWN
            }
            next_cursor = None
        else:
            listing = Page("own-edits", args, (int,))
            rows = list_edits(
                session,
                viewer(),
                filters={"mine": True, "state": args["state"]},
                after=listing.after[0] if listing.after else None,
                limit=listing.limit + 1,
            )
            edits, next_cursor = listing.cut(rows, lambda edit: (edit["id"],))
            groups = {args["state"]: list(edits)}
        every = [edit for edits in groups.values() for edit in edits]
        return render(
            "edits/own.html",
            groups=groups,
            state=args.get("state"),
            next_cursor=next_cursor,
            wordings=queries.wordings(session, [edit["claim_id"] for edit in every]),
            places={
                edit["id"]: position_in_queue(session, viewer(), edit["id"])
                for edit in groups.get(EditState.SUBMITTED, [])
            },
        )


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
            chosen = _chosen(show_rebase(session, viewer(), edit_id)["fields"])
            actions.rebase_edit(session, viewer(), edit_id, chosen, seen=seen())
            claim_id = get_edit(session, viewer(), edit_id).claim_id
            document_id = queries.document_of(session, viewer(), claim_id)
    except (Conflict, RevisionChanged) as refusal:
        with reading() as session:
            return _show_choice(session, edit_id, refusal)
    return redirect(
        "workbench_pages.show_claim", "rebased", document_id=document_id, claim_id=claim_id
    )


def _show_choice(session: Any, edit_id: int, refusal: Any = None) -> Response:
    choice = show_rebase(session, viewer(), edit_id)
    for field in choice["fields"]:
        field["same"] = field["published"] == field["yours"]
    return render(
        "edits/rebase.html",
        status_of(refusal) if refusal else 200,
        **choice,
        refusal={"detail": refusal.message} if refusal else None,
        wording=queries.wordings(session, [choice["edit"]["claim_id"]])[choice["edit"]["claim_id"]],
    )


def _chosen(merged: list[dict[str, Any]]) -> dict[str, Any]:
    """The proposal that the form chooses: `published`, `yours` or `merged` for each field."""
    chosen = {}
    for field in merged:
        side = sent().get(field["name"], "merged")
        if side in ("published", "yours", "merged"):
            value = field[side]
            chosen[field["name"]] = value["code"] if field["name"] == "rating" and value else value
    return chosen
