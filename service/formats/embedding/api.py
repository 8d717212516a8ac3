"""The card of a fact-check, oEmbed, and the script that marks articles. Nobody is recognised."""

from typing import Any

from flask import Blueprint, Response, current_app, request

from service.errors import Gone, Moved, NotFound
from service.fact_checks.record import Record, claim_url
from service.formats.embedding.queries import get_record
from service.formats.embedding.rules import (
    LONGEST_CLAIM,
    MOST_SOURCES,
    claim_at,
    oembed_of,
    title_of,
)
from service.formats.embedding.schemas import OEmbedArgs
from service.formats.embedding.script import write_script
from service.http.answers import etag_of, show, show_bytes
from service.http.auth import for_everyone
from service.http.forms import load
from service.http.headers import framed
from service.http.pages import settings
from service.http.problems import problem
from service.http.transactions import reading
from service.permissions import Permission
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("embedding", __name__)

HTML = "text/html; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
SCRIPT_CACHE = "public, max-age=3600"


@bp.get("/oembed")
@for_everyone(Permission.READ_PUBLISHED)
def show_oembed() -> Response:
    """How to embed the card of a claim whose page has this address."""
    args = load(OEmbedArgs(), request.args)
    if args["format"] != "json":
        return problem(501, "not_implemented", "oEmbed is answered as JSON alone: format=json.")
    claim_id = claim_at(args["url"], settings().base_url)
    if claim_id is None:
        raise NotFound("This is not the address of a claim's page on this desk.")
    try:
        record = _record(claim_id)
    except Moved as moved:
        record = _record(moved.extra["claim_id"])
    answer = oembed_of(
        record,
        settings().base_url,
        most_width=args["maxwidth"],
        most_height=args["maxheight"],
    )
    return show(answer, cache=PUBLIC_CACHE)


@bp.get("/claims/<id:claim_id>/card")
@for_everyone(Permission.READ_PUBLISHED)
@framed
def show_card(claim_id: int) -> Response:
    """The verdict on a claim, small, for a frame in anybody's page."""
    try:
        record = _record(claim_id)
    except Gone as gone:
        page = claim_url(settings(), claim_id)
        return _card(410, retraction=gone.extra, page=page, title="Retracted fact-check")
    except NotFound:
        return _card(404, title="No fact-check")
    return _card(
        record=record,
        page=record.url,
        title=title_of(record),
        most_sources=MOST_SOURCES,
        longest_claim=LONGEST_CLAIM,
    )


@bp.get("/embed.js")
@for_everyone(Permission.READ_PUBLISHED)
def show_script() -> Response:
    """The script that marks the checked sentences of the article that includes it."""
    script = write_script(settings().publisher_name)
    response = show_bytes(script, etag_of(script), SCRIPT_CACHE, SCRIPT)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _record(claim_id: int) -> Record:
    with reading() as session:
        return get_record(session, settings(), claim_id)


def _card(status: int = 200, **context: Any) -> Response:
    """Not as other pages are rendered: what those say to who is signed in must not be in it."""
    template = current_app.jinja_env.get_template("formats/card.html")
    body = template.render(settings=settings(), **context).encode()
    if status == 200:
        return show_bytes(body, etag_of(body), PUBLIC_CACHE, HTML)
    return Response(body, status, headers={"Cache-Control": "no-store"}, content_type=HTML)
