"""Where else sentences stand, and what was found of them there."""

from typing import Any

from flask import Response

from service.claims.queries import check_claim, check_document
from service.duplicates import queries
from service.duplicates.schemas import DuplicatesShape, KnownClaimPage
from service.http.answers import show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint
from service.http.paging import Page, PageArgs
from service.http.transactions import reading
from service.permissions import Permission

bp = ApiBlueprint(
    "duplicates", __name__, url_prefix="/api/v1", description="The same sentence elsewhere"
)


@bp.get("/claims/<id:claim_id>/duplicates")
@requires(Permission.READ_DESK, exists=check_claim)
@bp.response(200, DuplicatesShape)
def list_duplicates(claim_id: int) -> Response:
    """Up to ten claims of other documents with the same sentence, those with verdicts first.

    With a verdict also those with nearly the same. In a blind document there is nothing before one
    has submitted an assessment of one's own.
    """
    with reading() as session:
        found = queries.find_duplicates(session, viewer(), claim_id)
    return show({"items": found})


@bp.get("/documents/<id:document_id>/duplicates")
@requires(Permission.READ_DESK, exists=check_document)
@bp.arguments(PageArgs, location="query")
@bp.response(200, KnownClaimPage)
def list_known(args: dict[str, Any], document_id: int) -> Response:
    """The claims of a document whose sentences have verdicts in others, in reading order."""
    page = Page(f"documents/{document_id}/duplicates", args, (int, int))
    start, claim_id = page.after or (-1, 0)
    with reading() as session:
        found = queries.list_known(session, viewer(), document_id, after=(start, claim_id))
    rows, next_cursor = page.cut(found, lambda known: (known.start, known.claim_id))
    items = [
        {"claim_id": each.claim_id, "text": each.text, "duplicates": each.duplicates}
        for each in rows
    ]
    return show({"items": items, "next_cursor": next_cursor})
