"""The desk's described tags, for those who curate them."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.errors import Conflict, Invalid
from service.http.auth import page, viewer
from service.http.forms import read_form, sent
from service.http.pages import pages, redirect, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.permissions import Permission, Viewer
from service.tags import actions, queries
from service.tags.schemas import NewTag, TagChange

bp = pages("tags", __name__)


def _exists(session: Session, _viewer: Viewer, tag_id: int) -> None:
    queries.get_tag(session, tag_id)


@bp.get("/administration/tags")
@page(Permission.CURATE_TAGS)
def list_tags() -> Response:
    """Described tags by id."""
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("administration/tags", args, (int,))
    after, *_ = asked.after or (0,)
    with reading() as session:
        rows = queries.list_tags(session, after=after, limit=asked.limit + 1)
    tags, next_cursor = asked.cut(rows, lambda tag: (tag.id,))
    return render(
        "tags/list.html", tags=tags, next_cursor=next_cursor, is_first=asked.after is None
    )


@bp.get("/administration/tags/new")
@page(Permission.CURATE_TAGS)
def new_tag() -> Response:
    """The form for a tag."""
    return render("tags/tag.html", typed={"colour": "#54575d", "kind": "topic"})


@bp.post("/administration/tags")
@page(Permission.CURATE_TAGS)
def create_tag() -> Response:
    """Describe a tag."""
    try:
        wanted = read_form(NewTag)
        with transaction() as session:
            actions.add_tag(session, viewer(), **wanted)
    except (Invalid, Conflict) as refusal:
        typed = sent().to_dict()
        return render("tags/tag.html", status_of(refusal), refusal=refusal, typed=typed)
    return redirect("tags_pages.list_tags", "tag_saved")


@bp.get("/administration/tags/<id:tag_id>")
@page(Permission.CURATE_TAGS)
def show_tag(tag_id: int) -> Response:
    """What a tag is said to be."""
    return _tag(tag_id)


@bp.post("/administration/tags/<id:tag_id>")
@page(Permission.CURATE_TAGS, exists=_exists)
def update_tag(tag_id: int) -> Response:
    """Describe a tag anew. Its name stays: assessments hold it."""
    try:
        changes = read_form(TagChange)
        with transaction() as session:
            actions.change_tag(session, viewer(), queries.get_tag(session, tag_id), **changes)
    except Invalid as refusal:
        typed = sent().to_dict()
        return _tag(tag_id, status_of(refusal), refusal=refusal, typed=typed)
    return redirect("tags_pages.list_tags", "tag_saved")


def _tag(tag_id: int, status: int = 200, **context: Any) -> Response:
    with reading() as session:
        tag = queries.get_tag(session, tag_id)
    return render("tags/tag.html", status, tag=tag, **{"typed": tag} | context)
