"""The review queue, and the page on which an edit is decided."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import marshmallow as ma
from flask import Response, request, url_for
from sqlalchemy.orm import Session

from service.edits import actions, leases
from service.edits import queries as edits
from service.edits.schemas import Approval, Comment, EditArgs
from service.errors import Conflict, IfMatchMissing, Invalid, Refusal, RevisionChanged
from service.http.auth import page, viewer
from service.http.bodies import Shape
from service.http.forms import load, nested, raw_of, read_form, sent
from service.http.pages import is_fragment, pages, redirect, render
from service.http.paging import Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Edit
from service.permissions import Permission
from service.review import listing, queries, rules
from service.review.schemas import EditPageArgs, Seen

bp = pages("review", __name__)

Decide = Callable[[Session, frozenset[int], dict[str, Any]], Edit]


@bp.get("/review")
@page(Permission.REVIEW)
def show_queue() -> Response:
    """Submitted edits, the longest waiting first."""
    args = _query(EditArgs(exclude=("state",)))
    place = Page("review", args, (datetime, int))
    with reading() as session:
        rows = listing.list_waiting(
            session, viewer(), filters=place.filters, after=place.after, limit=place.limit + 1
        )
        found: dict[str, Any] = {
            "matching": listing.count_matching(session, viewer(), place.filters),
            "waiting_count": edits.count_waiting(session, viewer()),
            "oldest_id": queries.find_waiting(session, viewer()),
            "choices": listing.choices(session, viewer()),
        }
    items, cursor = place.cut(rows, lambda edit: (edit["submitted_at"], edit["id"]))
    here: dict[str, Any] = {name: request.args[name] for name in place.filters}
    onward = url_for("review_pages.show_queue", **here, cursor=cursor) if cursor else None
    first = url_for("review_pages.show_queue", **here) if place.after else None
    return render(
        "review/queue.html",
        items=items,
        filters=place.filters,
        next_url=onward,
        first_url=first,
        **found,
    )


@bp.get("/edits/<id:edit_id>")
@page(Permission.READ_DESK)
def show_edit(edit_id: int) -> Response:
    """One edit, field by field, and what can be decided about it."""
    return _show(edit_id)


@bp.post("/edits/<id:edit_id>/approval")
@page(Permission.REVIEW, exists=edits.get_edit_to_review)
def create_approval(edit_id: int) -> Response:
    """Publish what an edit proposes, or what the form mends of it."""

    def approve(session: Session, seen: frozenset[int], said: dict[str, Any]) -> Edit:
        proposed = edits.show_edit(session, viewer(), edit_id)["proposed"]
        comment = said.pop("comment", None)
        mended = rules.amendments(said, proposed)
        return actions.approve_edit(
            session, viewer(), edit_id, seen=seen, comment=comment, amendments=mended
        )

    return _decide(edit_id, "amendment", Approval, "approved", approve)


@bp.post("/edits/<id:edit_id>/change-request")
@page(Permission.REVIEW, exists=edits.get_edit_to_review)
def create_change_request(edit_id: int) -> Response:
    """Give an edit back to its author, with what to change."""

    def ask(session: Session, seen: frozenset[int], said: dict[str, Any]) -> Edit:
        return actions.request_changes(session, viewer(), edit_id, seen=seen, **said)

    return _decide(edit_id, "change-request", Comment, "changes_requested", ask)


@bp.post("/edits/<id:edit_id>/rejection")
@page(Permission.REVIEW, exists=edits.get_edit_to_review)
def create_rejection(edit_id: int) -> Response:
    """Refuse an edit for good."""

    def reject(session: Session, seen: frozenset[int], said: dict[str, Any]) -> Edit:
        return actions.reject_edit(session, viewer(), edit_id, seen=seen, **said)

    return _decide(edit_id, "rejection", Comment, "rejected", reject)


@bp.post("/edits/<id:edit_id>/lease")
@page(Permission.REVIEW, exists=edits.get_edit_to_review)
def create_lease(edit_id: int) -> Response:
    """Show others that one looks at an edit."""
    with transaction() as session:
        leases.take_lease(session, viewer(), edit_id)
        lease = leases.show_lease(session, viewer(), edit_id)
    if is_fragment():
        return render("review/looking.html", lease=lease)
    return redirect("review_pages.show_edit", edit_id=edit_id)


def _decide(edit_id: int, name: str, shape: type[Shape], notice: str, act: Decide) -> Response:
    """Do it and go on to the next edit; refused, the page comes back with what was typed."""
    on_screen: dict[str, Any] = {}
    try:
        said = read_form(shape)
        on_screen = read_form(Seen)
        with transaction() as session:
            edit = act(session, _seen(on_screen), said)
            place = (edit.submitted_at or edit.updated_at, edit.id)
            onward = queries.find_onward(session, viewer(), place)
    except (Invalid, Conflict, RevisionChanged, IfMatchMissing) as refusal:
        typed = {"form": name, **raw_of(shape(), nested(sent()))}
        return _show(edit_id, refusal=refusal, typed=typed, seen_id=on_screen.get("proposed"))
    if onward is None:
        return redirect("review_pages.show_queue", notice)
    return redirect("review_pages.show_edit", notice, edit_id=onward)


def _seen(on_screen: dict[str, Any]) -> frozenset[int]:
    if on_screen.get("revision") is None:
        raise IfMatchMissing("The form did not say what was on screen. Read the edit, and decide.")
    return frozenset({on_screen["revision"]})


def _show(
    edit_id: int,
    *,
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
    seen_id: int | None = None,
) -> Response:
    args = _query(EditPageArgs())
    with reading() as session:
        shown = queries.review(session, viewer(), edit_id, **args)
        since = queries.changes_since(session, shown["edit"], seen_id) if seen_id else None
    return render(
        "review/edit.html",
        status_of(refusal) if refusal else 200,
        **shown,
        since=since,
        labels=rules.FIELDS,
        typed=typed or {},
        refusal=refusal and {"detail": refusal.message, "errors": refusal.errors},
    )


def _query(schema: ma.Schema) -> dict[str, Any]:
    """The parameters of the address that the schema knows; those left blank are absent."""
    given = {name: request.args[name] for name in schema.fields if request.args.get(name)}
    return load(schema, given)
