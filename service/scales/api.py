"""Scales."""

from typing import Any

from flask import Response

from service.http.answers import show
from service.http.auth import requires
from service.http.blueprints import ApiBlueprint
from service.http.paging import Page, PageArgs
from service.http.transactions import reading
from service.permissions import Permission
from service.scales import queries
from service.scales.schemas import ScalePage

bp = ApiBlueprint("scales", __name__, url_prefix="/api/v1/scales", description="Ratings")


@bp.get("")
@requires(Permission.READ_VOCABULARY)
@bp.arguments(PageArgs, location="query")
@bp.response(200, ScalePage)
def list_scales(args: dict[str, Any]) -> Response:
    """Scales by id, each with its ratings in order."""
    page = Page("scales", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_scales(session, after=after, limit=page.limit + 1)
        rows, next_cursor = page.cut(rows, lambda scale: (scale.id,))
        return show(ScalePage().dump({"items": rows, "next_cursor": next_cursor}))
