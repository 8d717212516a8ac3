"""The data feed of ClaimReview, for everyone."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, request
from werkzeug.sansio.http import is_resource_modified

from service.database import Database
from service.fact_checks.record import Record
from service.formats.claimreview import queries
from service.formats.claimreview.data_feed import MEDIA_TYPE, write_data_feed
from service.http.answers import etag_of, to_json
from service.http.auth import requires
from service.http.compression import compress_pieces
from service.http.limits import limited
from service.http.pages import settings
from service.http.transactions import database, reading
from service.permissions import Permission
from service.settings import Settings
from service.verdicts.api import PUBLIC_CACHE

bp = Blueprint("claimreview", __name__)

AT_ONCE = 500
"""Records that one short transaction reads."""


@bp.get("/feeds/claimreview.json")
@requires(Permission.READ_PUBLISHED)
@limited
def show_data_feed() -> Response:
    """All public verdicts of this desk, streamed; a key shows no more.

    Verdicts may change while it is sent, and then it has those that stood when their turn came. So
    the ETag is a weak one: of the newest change when sending began, after which it is out of date.
    """
    with reading() as session:
        newest = queries.find_newest(session)
    response = Response(content_type=MEDIA_TYPE, headers={"Cache-Control": PUBLIC_CACHE})
    response.vary.add("Accept-Encoding")
    response.set_etag(_state(newest, settings()), weak=True)
    response.last_modified = newest.at
    # Not Response.make_conditional, which would read all the pieces to count them.
    if not is_resource_modified(
        http_if_none_match=request.headers.get("If-None-Match"),
        http_if_modified_since=request.headers.get("If-Modified-Since"),
        etag=response.headers["ETag"],
        last_modified=newest.at,
    ):
        response.status_code = 304
        del response.headers["Content-Type"]
        return response
    batches = _batches(database(), settings())
    return compress_pieces(write_data_feed(batches, settings(), newest.at), response)


def _batches(database: Database, settings: Settings) -> Iterator[Sequence[Record]]:
    """By claim, each in a transaction that is over before it is sent: a slow reader holds none."""
    after = 0
    while True:
        with database.reading() as session:
            found = queries.list_own(session, settings, after=after, limit=AT_ONCE)
        if found:
            after = found[-1].claim_id or after
            yield found
        if len(found) < AT_ONCE:
            return


def _state(newest: queries.Newest, settings: Settings) -> str:
    """What the feed follows from: the changes, and who publishes under which address."""
    publisher = (
        settings.base_url,
        settings.publisher_name,
        settings.publisher_url,
        settings.publisher_logo,
        settings.publisher_licence,
    )
    return f"{newest.number}.{etag_of(to_json([str(newest.at), publisher]))}"
