"""The Atom feed of verdicts, for everyone."""

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service.fact_checks.schemas import FactCheckArgs
from service.formats.atom import queries
from service.formats.atom.writing import MEDIA_TYPE, Links, write_feed
from service.http.answers import etag_of, show_bytes
from service.http.auth import requires
from service.http.forms import load
from service.http.limits import limited
from service.http.pages import settings
from service.http.paging import Page
from service.http.transactions import reading
from service.permissions import Permission
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("atom", __name__)

PLACE = ("limit", "cursor")
"""Parameters that choose a page of the feed; the others choose the feed."""


@bp.get("/feeds/verdicts.atom")
@requires(Permission.READ_PUBLISHED)
@limited
def show_feed() -> Response:
    """Our verdicts, what changed last first; a key shows no more."""
    page = Page("verdicts.atom", load(FactCheckArgs(), request.args), (datetime, int))
    with reading() as session:
        entries = queries.list_entries(
            session, settings(), page.filters, after=page.after, limit=page.limit + 1
        )
    entries, cursor = page.cut(entries, lambda each: (each.updated_at, each.id))
    body = write_feed(entries, settings(), _links(cursor))
    return show_bytes(body, etag_of(body), PUBLIC_CACHE, MEDIA_TYPE)


def _links(cursor: str | None) -> Links:
    given = request.args.to_dict()
    filters = {name: value for name, value in given.items() if name not in PLACE}
    return Links(
        feed=_address(filters),
        page=_address(given),
        next_page=_address(given | {"cursor": cursor}) if cursor else None,
    )


def _address(parameters: dict[str, str]) -> str:
    query = urlencode(sorted(parameters.items()))
    return f"{settings().base_url}{request.path}" + (f"?{query}" if query else "")
