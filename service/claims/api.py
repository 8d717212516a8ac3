"""Claims, and taking a verdict back."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from service.claims import actions, queries, repairs
from service.claims.schemas import (
    ClaimArgs,
    ClaimPage,
    ClaimShape,
    FoundClaimArgs,
    Merging,
    NewClaim,
    Pieces,
    Retiring,
    Retraction,
    Splitting,
    Undoing,
)
from service.claims.searching import search_claims
from service.history.api import show_history
from service.history.schemas import EventPage
from service.http.answers import done, if_match, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, needs_if_match, refuses
from service.http.paging import Page, PageArgs
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading, transaction
from service.permissions import Permission

bp = ApiBlueprint("claims", __name__, url_prefix="/api/v1", description="What is checked")


@bp.get("/documents/<id:document_id>/claims")
@requires(Permission.READ_DESK)
@bp.arguments(ClaimArgs, location="query")
@bp.response(200, ClaimPage)
def list_claims_of_document(args: dict[str, Any], document_id: int) -> Response:
    """A document's claims in reading order, orphans last."""
    page = Page(f"documents/{document_id}/claims", args, (int, int))
    with reading() as session:
        rows = queries.list_claims_of_document(
            session,
            viewer(),
            document_id,
            filters=args,
            after=page.after,
            limit=page.limit + 1,
        )
    items, next_cursor = page.cut(rows, lambda claim: (claim["anchor"]["start"], claim["id"]))
    return show({"items": items, "next_cursor": next_cursor})


@bp.post("/documents/<id:document_id>/claims")
@requires(Permission.ADD_CLAIM, exists=queries.check_document)
@refuses(409)
@bp.arguments(NewClaim)
@bp.response(201, ClaimShape)
def create_claim(body: dict[str, Any], document_id: int) -> Response:
    """Make a claim of selected words, which may lie inside another claim."""
    with transaction() as session:
        made = actions.add_claim(session, viewer(), document_id, **body)
        session.flush()
        claim = queries.get_claim(session, viewer(), made.id)
        return done(claim, 201, revision=claim["revision"], location=f"/api/v1/claims/{made.id}")


@bp.get("/claims")
@requires(Permission.READ_DESK)
@bp.arguments(FoundClaimArgs, location="query")
@bp.response(200, ClaimPage)
def list_claims(args: dict[str, Any]) -> Response:
    """Claims of all documents: the most relevant to `q` first, or else the newest."""
    if is_search(args):
        return _search(args)
    page = Page("claims", args, (int,))
    with reading() as session:
        rows = queries.list_claims(
            session,
            viewer(),
            filters=args,
            before=page.after[0] if page.after else None,
            limit=page.limit + 1,
        )
    items, next_cursor = page.cut(rows, lambda claim: (claim["id"],))
    return show({"items": items, "next_cursor": next_cursor})


def _search(args: dict[str, Any]) -> Response:
    page = SearchPage("claims", args)
    with reading() as session:
        found = search_claims(session, viewer(), page.filters, skip=page.skip, limit=page.limit)
    return show(page.answer(*found, dict))


@bp.get("/claims/<id:claim_id>")
@requires(Permission.READ_DESK)
@bp.response(200, ClaimShape)
def get_claim(claim_id: int) -> Response:
    """One claim."""
    with reading() as session:
        claim = queries.get_claim(session, viewer(), claim_id)
    return show(claim, revision=claim["revision"])


@bp.post("/claims/<id:claim_id>/retraction")
@requires(Permission.RETRACT, exists=queries.check_claim)
@needs_if_match
@bp.arguments(Retraction)
@bp.response(201, ClaimShape)
def create_retraction(body: dict[str, Any], claim_id: int) -> Response:
    """Take the verdict on a claim back. If-Match names the claim as it was on screen."""
    seen = if_match()
    with transaction() as session:
        actions.retract_verdict(session, viewer(), claim_id, reason=body["reason"], seen=seen)
        session.flush()
        claim = queries.get_claim(session, viewer(), claim_id)
        return done(
            claim, 201, revision=claim["revision"], location=f"/api/v1/claims/{claim_id}/verdict"
        )


@bp.post("/claims/<id:claim_id>/split")
@requires(Permission.REPAIR_CLAIM, exists=queries.check_claim)
@refuses(409)
@bp.arguments(Splitting)
@bp.response(201, Pieces)
def split_claim(body: dict[str, Any], claim_id: int) -> Response:
    """Cut a claim in pieces; the first is the claim itself."""
    with transaction() as session:
        made = repairs.split_claim(session, viewer(), claim_id, **body)
        session.flush()
        items = [queries.get_claim(session, viewer(), claim.id) for claim in made]
        return done({"items": items}, 201, location=f"/api/v1/claims/{made[1].id}")


@bp.post("/claims/merge")
@requires(Permission.REPAIR_CLAIM)
@refuses(409)
@bp.arguments(Merging)
@bp.response(200, ClaimShape)
def merge_claims(body: dict[str, Any]) -> Response:
    """Make neighbours one claim: the first of them, of which the others become part."""
    with transaction() as session:
        claim = repairs.merge_claims(session, viewer(), body["claims"], version=body["version"])
        return _repaired(session, claim.id)


@bp.put("/claims/<id:claim_id>/anchor")
@requires(Permission.REPAIR_CLAIM, exists=queries.check_claim)
@refuses(409)
@bp.arguments(NewClaim)
@bp.response(200, ClaimShape)
def move_anchor(body: dict[str, Any], claim_id: int) -> Response:
    """Move the boundaries of a claim; a neighbour that it reaches into gives way."""
    with transaction() as session:
        repairs.move_anchor(session, viewer(), claim_id, **body)
        return _repaired(session, claim_id)


@bp.post("/claims/<id:claim_id>/retirement")
@requires(Permission.REPAIR_CLAIM, exists=queries.check_claim)
@refuses(409)
@bp.arguments(Retiring)
@bp.response(201, ClaimShape)
def create_retirement(_body: dict[str, Any], claim_id: int) -> Response:
    """Say that a claim is none; lists leave it out unless asked for `status=retired`."""
    with transaction() as session:
        repairs.retire_claim(session, viewer(), claim_id)
        return _repaired(session, claim_id, 201)


@bp.post("/claims/<id:claim_id>/undo")
@requires(Permission.REPAIR_CLAIM, exists=queries.check_claim)
@refuses(409)
@bp.arguments(Undoing)
@bp.response(200, ClaimShape)
def undo_repair(body: dict[str, Any], claim_id: int) -> Response:
    """Undo the newest repair of a claim; undoing an undo does it again."""
    with transaction() as session:
        claim = repairs.undo_repair(session, viewer(), claim_id, **body)
        return _repaired(session, claim.id)


@bp.post("/claims/<id:claim_id>/reattachment")
@requires(Permission.REATTACH, exists=queries.check_claim)
@refuses(409)
@bp.arguments(NewClaim)
@bp.response(200, ClaimShape)
def reattach_claim(body: dict[str, Any], claim_id: int) -> Response:
    """Say where a claim stands whose sentence changed or is gone; its verdict holds there."""
    with transaction() as session:
        repairs.reattach_claim(session, viewer(), claim_id, **body)
        return _repaired(session, claim_id)


def _repaired(session: Session, claim_id: int, status: int = 200) -> Response:
    """The claim as it is after a repair."""
    session.flush()
    claim = queries.get_claim(session, viewer(), claim_id)
    location = f"/api/v1/claims/{claim_id}" if status == 201 else None
    return done(claim, status, revision=claim["revision"], location=location)


@bp.get("/claims/<id:claim_id>/history")
@requires(Permission.READ_DESK)
@bp.arguments(PageArgs, location="query")
@bp.response(200, EventPage)
def get_history(args: dict[str, Any], claim_id: int) -> Response:
    """What happened to a claim and its edits, newest first."""
    with reading() as session:
        queries.check_claim(session, viewer(), claim_id)
    return show_history(args, claim_id=claim_id)
