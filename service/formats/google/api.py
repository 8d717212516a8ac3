"""`/v1alpha1`: a drop-in for Google's Fact Check Tools API, as far as it reads."""

from typing import Any

import orjson
from flask import Blueprint, Response, request

from service.errors import Malformed
from service.fact_checks.queries import get_fact_check
from service.formats.google import queries
from service.formats.google.masks import masked, read_mask
from service.formats.google.parameters import (
    FURTHEST,
    Turn,
    check_known,
    read_pages,
    read_search,
    refused,
    wants_lines,
)
from service.formats.google.writing import claim, markup_page
from service.http.answers import etag_of, show_bytes
from service.http.auth import requires, viewer
from service.http.limits import limited
from service.http.pages import settings
from service.http.paging import Page
from service.http.transactions import reading
from service.permissions import STRANGER, Permission
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("google", __name__, url_prefix="/v1alpha1")


@bp.get("/claims:search")
@requires(Permission.READ_PUBLISHED)
@limited
def search_claims() -> Response:
    """Claims with their reviews, ours and imported ones: relevant to a query, or the newest."""
    given = request.args
    search = read_search(given)
    page = _page("claims:search", search._asdict(), search.turn)
    size = search.turn.size
    with reading() as session:
        conditions = queries.conditions_of(search, viewer(), settings())
        if search.query is not None:
            offset = page.after[0] if page.after else search.turn.offset
            ranked = queries.rank_claims(session, search.query, search.language, conditions)
            keys, goes_on = ranked[offset : offset + size], len(ranked) > offset + size
            token = page.cursor((offset + size,)) if goes_on and offset + size < FURTHEST else None
        else:
            found = queries.list_claims(
                session,
                conditions,
                before=page.after[0] if page.after else None,
                skip=search.turn.offset,
                limit=size + 1,
            )
            rows, token = page.cut(found, lambda row: (row[0],))
            keys = [key for _newest, key in rows]
        reviews = queries.reviews_of(session, settings(), keys, conditions) if keys else []
    return _answer({"claims": [claim(each) for each in reviews], "nextPageToken": token})


@bp.get("/pages")
@requires(Permission.READ_PUBLISHED)
@limited
def list_pages() -> Response:
    """The pages with reviews of an organization, newest first, or the one at a URL."""
    url, organization, turn = read_pages(request.args)
    page = _page("pages", {"url": url, "organization": organization}, turn)
    with reading() as session:
        rows = queries.list_pages(
            session,
            viewer(),
            settings(),
            url=url,
            site=organization,
            before=page.after[0] if page.after else None,
            skip=turn.offset,
            limit=1 if url else turn.size + 1,
        )
    rows, token = page.cut(rows, lambda record: (record.id,))
    pages = [markup_page(record, settings()) for record in rows]
    return _answer({"claimReviewMarkupPages": pages, "nextPageToken": token})


@bp.get("/pages/<id:page_id>")
@requires(Permission.READ_PUBLISHED)
def get_page(page_id: int) -> Response:
    """One page."""
    check_known(request.args)
    with reading() as session:
        record = get_fact_check(session, viewer(), settings(), page_id)
    return _answer(markup_page(record, settings()))


def _page(name: str, asked: dict[str, Any], turn: Turn) -> Page:
    """A token counts with the parameters it was given for."""
    asked = {field: value for field, value in asked.items() if field != "turn"}
    try:
        return Page(name, asked | {"limit": turn.size, "cursor": turn.token}, (int,))
    except Malformed:
        why = "it is damaged, or of a request with other parameters"
        raise refused("pageToken", why) from None


def _answer(body: dict[str, Any]) -> Response:
    """The answer as `fields` and `prettyPrint` want it; what is empty is not there."""
    body = {name: value for name, value in body.items() if value not in (None, [])}
    if fields := request.args.get("fields"):
        body = masked(body, read_mask(fields))
    options = orjson.OPT_INDENT_2 if wants_lines(request.args) else None
    sent = orjson.dumps(body, option=options)
    cache = PUBLIC_CACHE if viewer() is STRANGER else "private, no-cache"
    return show_bytes(sent, etag_of(sent), cache)
