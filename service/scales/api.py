"""Scales. Everybody reads them; administrators change them."""

from typing import Any

from flask import Response

from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.permissions import Permission
from service.scales import actions, queries
from service.scales.schemas import NewRating, RatingChange, RatingShape, ScalePage

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


@bp.post("/<id:scale_id>/ratings")
@requires(Permission.CURATE_SCALES, exists=queries.check_scale)
@refuses(409)
@bp.arguments(NewRating)
@bp.response(201, RatingShape)
def create_rating(body: dict[str, Any], scale_id: int) -> Response:
    """Add a rating at the end of a scale."""
    with transaction() as session:
        rating = actions.add_rating(session, viewer(), scale_id, **body)
        return done(RatingShape().dump(rating), 201, location="/api/v1/scales")


@bp.patch("/<id:scale_id>/ratings/<code>")
@requires(Permission.CURATE_SCALES, exists=queries.check_rating)
@refuses(409)
@bp.arguments(RatingChange)
@bp.response(200, RatingShape)
def update_rating(body: dict[str, Any], scale_id: int, code: str) -> Response:
    """Rename, retire or move a rating; a new label counts for later submissions."""
    to = body.pop("position", None)
    with transaction() as session:
        rating = actions.change_rating(session, viewer(), code, **body)
        if to is not None:
            rating = actions.move_rating(session, viewer(), code, to=to)
        return done(RatingShape().dump(rating))
