"""Tags. Everybody reads them; reviewers describe them."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.permissions import Permission, Viewer
from service.tags import actions, queries
from service.tags.schemas import NewTag, TagChange, TagPage, TagShape

bp = ApiBlueprint("tags", __name__, url_prefix="/api/v1/tags", description="Kinds and topics")


def _exists(session: Session, _viewer: Viewer, tag_id: int) -> None:
    queries.get_tag(session, tag_id)


@bp.get("")
@requires(Permission.READ_VOCABULARY)
@bp.arguments(PageArgs, location="query")
@bp.response(200, TagPage)
def list_tags(args: dict[str, Any]) -> Response:
    """Described tags by id. An edit may use other words too, as free topics."""
    page = Page("tags", args, (int,))
    with reading() as session:
        after, *_ = page.after or (0,)
        rows = queries.list_tags(session, after=after, limit=page.limit + 1)
        rows, next_cursor = page.cut(rows, lambda tag: (tag.id,))
        return show(TagPage().dump({"items": rows, "next_cursor": next_cursor}))


@bp.post("")
@requires(Permission.CURATE_TAGS)
@refuses(409)
@bp.arguments(NewTag)
@bp.response(201, TagShape)
def create_tag(body: dict[str, Any]) -> Response:
    """Describe a tag."""
    with transaction() as session:
        tag = actions.add_tag(session, viewer(), **body)
        return done(TagShape().dump(tag), 201, location=f"/api/v1/tags/{tag.id}")


@bp.get("/<id:tag_id>")
@requires(Permission.READ_VOCABULARY)
@bp.response(200, TagShape)
def get_tag(tag_id: int) -> Response:
    """One tag."""
    with reading() as session:
        return show(TagShape().dump(queries.get_tag(session, tag_id)))


@bp.patch("/<id:tag_id>")
@requires(Permission.CURATE_TAGS, exists=_exists)
@bp.arguments(TagChange)
@bp.response(200, TagShape)
def update_tag(body: dict[str, Any], tag_id: int) -> Response:
    """Describe a tag anew. Its name stays: assessments hold it."""
    with transaction() as session:
        tag = actions.change_tag(session, viewer(), queries.get_tag(session, tag_id), **body)
        return done(TagShape().dump(tag))
