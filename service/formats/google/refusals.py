"""Refusals in the shape that clients of Google's APIs read."""

from typing import Any

import orjson
from flask import Response

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    410: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
"""What Google calls these."""

UNREADABLE = (413, 414, 415, 422)
"""What Google has one answer for: the argument is invalid."""


def refusal(status: int, detail: str, headers: Any = None) -> Response:
    """A refusal with this HTTP status and sentence."""
    if status in UNREADABLE:
        status = 400
    error = {"code": status, "message": detail, "status": STATUSES.get(status, "UNKNOWN")}
    response = Response(orjson.dumps({"error": error}, option=orjson.OPT_INDENT_2), status)
    response.headers.extend(headers or {})
    response.headers["Content-Type"] = "application/json; charset=UTF-8"
    response.headers["Cache-Control"] = "no-store"
    return response
