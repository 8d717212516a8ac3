"""Mending where a claim stands: split, merge, boundaries, retirement, undo; and in a newer text,
confirmation and reattachment."""

from collections.abc import Callable

from flask import Response
from sqlalchemy.orm import Session

from service.claims import repairs
from service.claims.queries import check_claim
from service.edits.actions import confirm_verdict
from service.errors import Conflict, Invalid
from service.http.auth import page, viewer
from service.http.bodies import Shape
from service.http.fields import Id, RawText
from service.http.forms import is_number, read_form, sent
from service.http.pages import redirect
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.models import Claim
from service.permissions import Permission
from service.workbench import placing, queries
from service.workbench.pages import bp, show


class PlaceForm(Shape):
    """Words as somebody typed or copied them, and the version of the text that they saw."""

    version = Id(required=True)
    words = RawText(load_default="")


class MergeForm(Shape):
    """The claim beside this one."""

    version = Id(required=True)
    other = Id(required=True)


@bp.post("/claims/<id:claim_id>/split")
@page(Permission.REPAIR_CLAIM, exists=check_claim)
def create_split(claim_id: int) -> Response:
    """Several claims of one, where its words are broken into lines."""

    def act(session: Session) -> Claim:
        typed = read_form(PlaceForm)
        place = queries.get_place(session, viewer(), claim_id)
        at = placing.cuts_in(place.wording, place.start, typed["words"])
        version = typed["version"]
        return repairs.split_claim(session, viewer(), claim_id, version=version, at=at)[0]

    return _mended(claim_id, "split", act, "claim_split")


@bp.post("/claims/<id:claim_id>/merge")
@page(Permission.REPAIR_CLAIM, exists=check_claim)
def create_merge(claim_id: int) -> Response:
    """One claim of this one and its neighbour."""

    def act(session: Session) -> Claim:
        typed = read_form(MergeForm)
        both = [claim_id, typed["other"]]
        return repairs.merge_claims(session, viewer(), both, version=typed["version"])

    return _mended(claim_id, "merge", act, "claims_merged")


@bp.post("/claims/<id:claim_id>/anchor")
@page(Permission.REPAIR_CLAIM, exists=check_claim)
def create_anchor(claim_id: int) -> Response:
    """Other boundaries, by what is selected or by words that were copied."""

    def act(session: Session) -> Claim:
        version, start, end = _span(session, claim_id)
        span = {"version": version, "start": start, "end": end}
        return repairs.move_anchor(session, viewer(), claim_id, **span)

    return _mended(claim_id, "anchor", act, "claim_rebound")


@bp.post("/claims/<id:claim_id>/reattachment")
@page(Permission.REATTACH, exists=check_claim)
def create_reattachment(claim_id: int) -> Response:
    """The claim, with its verdict, on the words that it is now made in."""

    def act(session: Session) -> Claim:
        version, start, end = _span(session, claim_id)
        span = {"version": version, "start": start, "end": end}
        return repairs.reattach_claim(session, viewer(), claim_id, **span)

    return _mended(claim_id, "anchor", act, "claim_reattached")


@bp.post("/claims/<id:claim_id>/retirement")
@page(Permission.REPAIR_CLAIM, exists=check_claim)
def create_retirement(claim_id: int) -> Response:
    """A claim that is none."""

    def act(session: Session) -> Claim:
        return repairs.retire_claim(session, viewer(), claim_id)

    return _mended(claim_id, "retire", act, "claim_retired")


@bp.post("/claims/<id:claim_id>/undo")
@page(Permission.REPAIR_CLAIM, exists=check_claim)
def create_undo(claim_id: int) -> Response:
    """As it was before the newest repair."""

    def act(session: Session) -> Claim:
        return repairs.undo_repair(session, viewer(), claim_id)

    return _mended(claim_id, "undo", act, "repair_undone")


@bp.post("/claims/<id:claim_id>/confirmation")
@page(Permission.PROPOSE, exists=check_claim)
def create_confirmation(claim_id: int) -> Response:
    """A draft that says what is published, to be judged on the wording that stands now."""

    def act(session: Session) -> Claim:
        confirm_verdict(session, viewer(), claim_id)
        return session.get_one(Claim, claim_id)

    return _mended(claim_id, "confirm", act, "confirmation_begun")


def _mended(claim_id: int, name: str, act: Callable[[Session], Claim], notice: str) -> Response:
    """Back to the claim; where it is refused, with what was typed and why."""
    try:
        with transaction() as session:
            claim = act(session)
            document_id, shown = claim.document_id, claim.id
    except (Invalid, Conflict) as refusal:
        said = {"name": name, "refusal": refusal.message, "typed": sent().get("words", "")}
        with reading() as session:
            document_id = queries.document_of(session, viewer(), claim_id)
            return show(session, document_id, claim_id, status_of(refusal), repair=said)
    here = {"document_id": document_id, "claim_id": shown}
    return redirect("workbench_pages.show_claim", notice, shown, **here)


def _span(session: Session, claim_id: int) -> tuple[int, int, int]:
    """The version, start and end that a script sent, or where the words that were typed stand."""
    typed = read_form(PlaceForm)
    start, end = (sent().get(name, "") for name in ("start", "end"))
    if is_number(start) and is_number(end):
        return typed["version"], int(start), int(end)
    place = queries.get_place(session, viewer(), claim_id)
    near = None if place.is_orphan else place.start
    return typed["version"], *placing.find_words(place.text, typed["words"], near)
