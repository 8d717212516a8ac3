"""Fact-checks and looking them up, for everyone."""

from datetime import datetime
from typing import Any

import orjson
from flask import Response

from service.fact_checks import queries
from service.fact_checks.rules import as_json
from service.fact_checks.schemas import (
    FactCheckArgs,
    FactCheckPage,
    FactCheckShape,
    LookupArgs,
    VerdictPage,
)
from service.fact_checks.searching import search_fact_checks
from service.http.answers import show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.limits import limited
from service.http.pages import settings
from service.http.paging import Page
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading
from service.permissions import STRANGER, Permission
from service.verdicts.api import PUBLIC_CACHE

bp = ApiBlueprint(
    "fact_checks", __name__, url_prefix="/api/v1", description="Everything published, to search"
)


def _cache() -> str:
    return PUBLIC_CACHE if viewer() is STRANGER else "private, no-cache"


@bp.get("/fact-checks")
@requires(Permission.READ_PUBLISHED)
@limited
@refuses(429)
@bp.arguments(FactCheckArgs, location="query")
@bp.response(200, FactCheckPage)
def list_fact_checks(args: dict[str, Any]) -> Response:
    """Our own and imported ones: the most relevant to `q` first, or else the newest.

    With `since` and without `q`, in the order of their changes.
    """
    if is_search(args):
        return _search(args)
    since = args.get("since")
    page = Page("fact-checks", args, (datetime, int) if since else (int,))
    with reading() as session:
        rows = queries.list_fact_checks(
            session, viewer(), settings(), page.filters, after=page.after, limit=page.limit + 1
        )
    rows, next_cursor = page.cut(
        rows, lambda record: (record.updated_at, record.id) if since else (record.id,)
    )
    items = [as_json(record) for record in rows]
    return show({"items": items, "next_cursor": next_cursor}, cache=_cache())


def _search(args: dict[str, Any]) -> Response:
    page = SearchPage("fact-checks", args)
    with reading() as session:
        found = search_fact_checks(
            session, viewer(), settings(), page.filters, skip=page.skip, limit=page.limit
        )
    return show(page.answer(*found, as_json), cache=_cache())


@bp.get("/fact-checks/<id:fact_check_id>")
@requires(Permission.READ_PUBLISHED)
@refuses(410)
@bp.response(200, FactCheckShape)
def get_fact_check(fact_check_id: int) -> Response:
    """One."""
    with reading() as session:
        record = queries.get_fact_check(session, viewer(), settings(), fact_check_id)
    return show(as_json(record), cache=_cache())


@bp.get("/lookup")
@requires(Permission.READ_PUBLISHED)
@limited
@refuses(429)
@bp.arguments(LookupArgs, location="query")
@bp.response(200, VerdictPage)
def list_verdicts_on_page(args: dict[str, Any]) -> Response:
    """The verdicts on an article of the web, by any form of its URL; none where none are."""
    page = Page("lookup", args, (int,))
    after = page.after[0] if page.after else 0
    with reading() as session:
        rows = queries.verdicts_on_page(
            session, viewer(), args["url"], after=after, limit=page.limit + 1
        )
    rows, next_cursor = page.cut(rows, lambda row: (row.claim_id,))
    items = [orjson.Fragment(row.body) for row in rows]
    return show({"items": items, "next_cursor": next_cursor}, cache=_cache())
