"""Sources. They come into being by being cited."""

from typing import Any

from flask import Response

from service.http.answers import show
from service.http.auth import requires
from service.http.blueprints import ApiBlueprint
from service.http.paging import Page
from service.http.searching import SearchPage, is_search
from service.http.transactions import reading
from service.permissions import Permission
from service.sources import queries
from service.sources.schemas import SourceArgs, SourcePage, SourceShape
from service.sources.searching import search_sources

bp = ApiBlueprint("sources", __name__, url_prefix="/api/v1/sources", description="Cited sources")


@bp.get("")
@requires(Permission.READ_DESK)
@bp.arguments(SourceArgs, location="query")
@bp.response(200, SourcePage)
def list_sources(args: dict[str, Any]) -> Response:
    """Sources: the most relevant to `q` first, or the newest; with `url`, the one it leads to."""
    if is_search(args):
        return _search(args)
    page = Page("sources", args, (int,))
    with reading() as session:
        rows = queries.list_sources(
            session,
            url=args.get("url"),
            before=page.after[0] if page.after else None,
            limit=page.limit + 1,
        )
        rows, next_cursor = page.cut(rows, lambda source: (source.id,))
        return show(SourcePage().dump({"items": rows, "next_cursor": next_cursor}))


def _search(args: dict[str, Any]) -> Response:
    page = SearchPage("sources", args)
    with reading() as session:
        found = search_sources(session, page.filters, skip=page.skip, limit=page.limit)
        return show(page.answer(*found, SourceShape().dump))


@bp.get("/<id:source_id>")
@requires(Permission.READ_DESK)
@bp.response(200, SourceShape)
def get_source(source_id: int) -> Response:
    """One source."""
    with reading() as session:
        return show(SourceShape().dump(queries.get_source(session, source_id)))
