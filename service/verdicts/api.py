"""Verdicts and their changes, for everyone."""

from typing import Any

from flask import Response

from service.http.answers import show, show_bytes
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.paging import Page, PageArgs
from service.http.transactions import database, reading
from service.permissions import STRANGER, Permission
from service.verdicts import queries
from service.verdicts.schemas import ChangePage, VerdictShape

bp = ApiBlueprint("verdicts", __name__, url_prefix="/api/v1", description="What is published")

PUBLIC_CACHE = "public, no-cache"
"""Keep it, but ask each time: a retraction counts at once, and asking costs one 304."""


def _cache() -> str:
    return PUBLIC_CACHE if viewer() is STRANGER else "private, no-cache"


@bp.get("/claims/<id:claim_id>/verdict")
@requires(Permission.READ_PUBLISHED)
@refuses(410)
@bp.response(200, VerdictShape)
def get_verdict(claim_id: int) -> Response:
    """The published verdict: one indexed read of bytes that are ready."""
    if viewer() is STRANGER:
        row = database().read_one(queries.PUBLIC_VERDICT, claim_id=claim_id)
        if row is not None and row[0] is not None:
            return show_bytes(bytes(row[0]), row[1], PUBLIC_CACHE)
    with reading() as session:
        body, etag = queries.get_verdict(session, viewer(), claim_id)
    return show_bytes(body, etag, _cache())


@bp.get("/changes")
@requires(Permission.READ_PUBLISHED)
@bp.arguments(PageArgs, location="query")
@bp.response(200, ChangePage)
def list_changes(args: dict[str, Any]) -> Response:
    """What was published, corrected, retracted or hidden, in the order of the commits, no gap."""
    page = Page("changes", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_changes(session, viewer(), after=after, limit=page.limit + 1)
    items, next_cursor = page.cut(rows, lambda line: (line["number"],))
    last = items[-1]["number"] if items else after
    answer = {"items": items, "next_cursor": next_cursor, "cursor": page.cursor((last,))}
    return show(answer, cache=_cache())
