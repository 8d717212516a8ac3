"""`/v1alpha1`: a drop-in for Google's Fact Check Tools API, as far as it reads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from flask import Blueprint, Response, request

from service.accounts.rules import KEY_PREFIX
from service.errors import Malformed
from service.formats.google import page_queries, queries
from service.formats.google.masks import Names, check_mask, masked, read_mask
from service.formats.google.parameters import (
    FURTHEST,
    Turn,
    check_known,
    read_pages,
    read_search,
    refused,
    wants_lines,
)
from service.formats.google.writing import CLAIMS, PAGE, PAGES, claim, markup_page
from service.http.answers import etag_of, show_bytes
from service.http.auth import recognise_by, requires, viewer
from service.http.limits import limited
from service.http.pages import settings
from service.http.paging import Page
from service.http.transactions import reading
from service.permissions import STRANGER, Permission
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("google", __name__, url_prefix="/v1alpha1")


def _known_as_with_google(view: Callable[..., Any]) -> Callable[..., Any]:
    """Take a key of ours where Google's clients send theirs, and pass over any other there."""

    @wraps(view)
    def recognised(*args: Any, **path: Any) -> Any:
        key = request.args.get("key") or request.headers.get("X-Goog-Api-Key", "")
        if viewer() is STRANGER and key.startswith(KEY_PREFIX):
            recognise_by(key)
        return view(*args, **path)

    return recognised


@bp.get("/claims:search")
@requires(Permission.READ_PUBLISHED)
@_known_as_with_google
@limited
def search_claims() -> Response:
    """Claims with their reviews, ours and imported ones: relevant to a query, or the newest."""
    search = read_search(request.args)
    page = _page("claims:search", search._asdict(), search.turn)
    size, (after,) = search.turn.size, page.after or (None,)
    with reading() as session:
        conditions = queries.conditions_of(search, settings())
        if search.query is not None:
            skip = search.turn.offset if after is None else after
            keys = queries.rank_claims(
                session, search.query, search.language, conditions, skip=skip, limit=size + 1
            )
            more = len(keys) > size and skip + size < FURTHEST
            keys, token = keys[:size], page.cursor((skip + size,)) if more else None
        else:
            skip = search.turn.offset if after is None else 0
            found = queries.list_claims(
                session, conditions, before=after, skip=skip, limit=size + 1
            )
            rows, token = page.cut(found, lambda row: (row[0],))
            keys = [key for _newest, key in rows]
        claims = queries.reviews_of(session, settings(), keys, conditions) if keys else []
    return _answer({"claims": [claim(each) for each in claims], "nextPageToken": token}, CLAIMS)


@bp.get("/pages")
@requires(Permission.READ_PUBLISHED)
@_known_as_with_google
@limited
def list_pages() -> Response:
    """The pages with reviews of an organization, newest first, or the one at a URL."""
    url, organization, turn = read_pages(request.args)
    page = _page("pages", {"url": url, "organization": organization}, turn)
    (before,) = page.after or (None,)
    with reading() as session:
        found = (
            page_queries.find_pages(session, settings(), url)
            if url is not None
            else page_queries.list_pages(
                session,
                settings(),
                site=organization or "",
                before=before,
                skip=turn.offset if before is None else 0,
                limit=turn.size + 1,
            )
        )
    rows, token = page.cut(found, lambda row: (row[0].id,))
    pages = [markup_page(each, settings()) for each in rows]
    return _answer({"claimReviewMarkupPages": pages, "nextPageToken": token}, PAGES)


@bp.get("/pages/<id:fact_check_id>")
@requires(Permission.READ_PUBLISHED)
def get_page(fact_check_id: int) -> Response:
    """The page on which this fact-check stands."""
    check_known(request.args)
    with reading() as session:
        page = page_queries.get_page(session, settings(), fact_check_id)
    return _answer(markup_page(page, settings()), PAGE)


def _page(name: str, asked: dict[str, Any], turn: Turn) -> Page:
    """A token counts with the parameters it was given for."""
    limits = {"limit": turn.size, "cursor": turn.token}
    try:
        return Page(name, asked | {"turn": [turn.size, turn.offset]} | limits, (int,))
    except Malformed:
        why = "it is damaged, or of a request with other parameters"
        raise refused("pageToken", why) from None


def _answer(body: dict[str, Any], names: Names) -> Response:
    """The answer as `fields` and `prettyPrint` want it; what is empty is not there."""
    body = {name: value for name, value in body.items() if value not in (None, [])}
    if fields := request.args.get("fields"):
        mask = read_mask(fields)
        check_mask(mask, names)
        body = masked(body, mask)
    options = orjson.OPT_INDENT_2 if wants_lines(request.args) else None
    sent = orjson.dumps(body, option=options)
    cache = PUBLIC_CACHE if viewer() is STRANGER else "private, no-cache"
    return show_bytes(sent, etag_of(sent), cache)
