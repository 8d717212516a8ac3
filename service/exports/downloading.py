"""An export as an answer: a file to keep, sent as it is read."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from service.exports.catalogue import Export, check_filters
from service.exports.streaming import stream
from service.http.auth import viewer
from service.http.compression import compress_pieces
from service.http.pages import settings
from service.http.transactions import database


def download(export: Export, filters: Mapping[str, Any]) -> Response:
    """The rows that exist for the viewer, in pieces. Raises Invalid for a filter it has not."""
    check_filters(export, filters)
    pieces = stream(database(), export, viewer(), settings(), filters)
    response = Response(content_type=export.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{export.name}"'
    response.headers["Cache-Control"] = "no-store"
    return compress_pieces(pieces, response)
