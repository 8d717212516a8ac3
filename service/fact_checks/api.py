"""Fact-checks and looking them up, for everyone."""

from datetime import datetime
from typing import Any

import orjson
from flask import Response

from service.fact_checks import queries
from service.fact_checks.rules import SAME_WORDS, as_json, shown
from service.fact_checks.schemas import (
    FactCheckArgs,
    FactCheckPage,
    FactCheckShape,
    Lookup,
    LookupAnswer,
    LookupArgs,
    VerdictPage,
)
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, changes_nothing, refuses
from service.http.limits import limited
from service.http.pages import settings
from service.http.paging import Page
from service.http.transactions import database, reading
from service.permissions import STRANGER, Permission
from service.search.normalising import text_key
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
    if args.get("q", "").strip():
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
    page = Page("fact-checks", args, (int,))
    (skip,) = page.after or (0,)
    with reading() as session:
        rows = queries.search_fact_checks(
            session, viewer(), settings(), page.filters, skip=skip, limit=page.limit + 1
        )
    rows, next_cursor = page.cut(rows, lambda _record: (skip + page.limit,))
    items = [as_json(record) for record in rows]
    return show({"items": items, "next_cursor": next_cursor}, cache=_cache())


@bp.get("/fact-checks/<id:fact_check_id>")
@requires(Permission.READ_PUBLISHED)
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


@bp.post("/lookup")
@requires(Permission.READ_PUBLISHED)
@limited
@refuses(429)
@changes_nothing
@bp.arguments(Lookup())  # made once: a schema costs more than what it reads here
@bp.response(200, LookupAnswer)
def look_up(body: dict[str, Any]) -> Response:
    """What was published about each of up to 100 sentences, in the order asked, best first."""
    found = _found(list(dict.fromkeys(body["sentences"])), body["limit"])
    results = [
        {
            "sentence": sentence,
            "matches": [
                {"score": 1.0, "reasons": [SAME_WORDS], "fact_check": fact_check}
                for fact_check in found[sentence]
            ],
        }
        for sentence in body["sentences"]
    ]
    return done({"results": results})


def _found(sentences: list[str], limit: int) -> dict[str, list[dict[str, Any]]]:
    """The newest fact-checks of each sentence, as they are shown."""
    keys = [text_key(sentence) for sentence in sentences]
    if viewer() is STRANGER:
        asked = ({"key": key, "limit": limit} for key in keys)
        rows = database().read_each(queries.PUBLIC_WITH_SAME_WORDS, asked)
        shown_of = [[as_json(shown(row, settings())) for row in each] for each in rows]
    else:
        with reading() as session:
            shown_of = [
                [
                    as_json(record)
                    for record in queries.same_words(session, viewer(), settings(), key, limit)
                ]
                for key in keys
            ]
    return dict(zip(sentences, shown_of, strict=True))
