"""The one place where refusals become HTTP answers.

To programs they are application/problem+json (RFC 9457), to people a page with the same sentence.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import orjson
import structlog
from flask import Flask, Response, current_app, g, request, url_for
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from service import errors
from service.errors import Refusal
from service.http import auth, pages
from service.http.compression import compress
from service.http.idempotency import Replay
from service.http.observing import request_id

STATUS: dict[type[Refusal], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Moved: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.RevisionChanged: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.Invalid: 422,
    errors.IfMatchMissing: 428,
    errors.TooManyRequests: 429,
}

HTTP_CODES = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}

HTTP_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method; `Allow` names those it takes.",
    413: "The body is larger than this address takes.",
}

Shapes = Mapping[str, Callable[[int, str, Any], Response]]
"""By the beginning of a path, what makes an answer of a refusal's status, sentence and headers."""

log = structlog.get_logger()


def problem(status: int, code: str, detail: str, *, headers: Any = None, **extra: Any) -> Response:
    """A problem document as an answer; `extra` members that are None are left out."""
    body = {
        "type": f"urn:claimdesk:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id(),
        **{name: value for name, value in extra.items() if value is not None},
    }
    options = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
    response = Response(orjson.dumps(body, option=options), status)
    response.headers.extend(headers or {})
    response.headers["Content-Type"] = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response


def status_of(error: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUS[type(error)]


def answer(status: int, code: str, detail: str, *, headers: Any = None, **extra: Any) -> Response:
    """A refusal for whoever asked: a page or a part of one for people, a problem for programs.

    Where another API is spoken, below its own path, it has the shape that is usual there.
    """
    shapes: Shapes = current_app.extensions["refusals"]
    for below, shape in shapes.items():
        if request.path.startswith(below):
            return shape(status, detail, headers)
    if not _asks_for_page():
        return problem(status, code, detail, headers=headers, **extra)
    if status == 401 and request.method in ("GET", "HEAD") and not pages.is_fragment():
        return pages.redirect("accounts_pages.sign_in", next=request.full_path.rstrip("?"))
    if status == 401:
        detail = "You are signed out. Sign in in another tab; what you typed here stays."
    template = "http/refusal.html" if pages.is_fragment() else "http/error.html"
    refusal = {
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id(),
        **extra,
    }
    response = pages.render(template, status, refusal=refusal)
    for name, value in dict(headers or {}).items():
        if name.lower() != "www-authenticate":
            response.headers[name] = value
    return response


def _sent_on(survivor: int) -> Response:
    """The same address of the claim that it became part of. Kept by nobody: it can be undone."""
    path = {**(request.view_args or {}), "claim_id": survivor}
    query = request.query_string.decode("latin-1")
    place = url_for(request.endpoint or "", **path) + (f"?{query}" if query else "")
    response = Response(status=301, headers={"Location": place, "Cache-Control": "no-store"})
    del response.headers["Content-Type"]
    return response


def _asks_for_page() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and hasattr(view, "is_page"):
        return bool(view.is_page)
    if request.path.startswith("/api/"):
        return False
    kinds = ["application/problem+json", "application/json", "text/html"]
    if request.accept_mimetypes.best_match(kinds) != "text/html":
        return False
    with suppress(SQLAlchemyError):  # nobody's page: who asks decides only what the bar shows
        g.viewer = auth.viewer_by_session()
    return True


def init_app(app: Flask, shapes: Shapes = MappingProxyType({})) -> None:
    """Answer every refusal and every failure, as a problem, as a page, or as `shapes` say."""
    app.extensions["refusals"] = shapes

    @app.errorhandler(Refusal)
    def refuse(error: Refusal) -> Response:
        reads = request.method in ("GET", "HEAD") and "claim_id" in (request.view_args or {})
        if isinstance(error, errors.Moved) and reads:
            return _sent_on(error.extra["claim_id"])
        status = STATUS[type(error)]
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        if error.extra.get("retry_after") is not None:
            headers["Retry-After"] = str(error.extra["retry_after"])
        return answer(
            status, error.code, error.message, headers=headers, errors=error.errors, **error.extra
        )

    @app.errorhandler(Replay)
    def replay(answer: Replay) -> Response:
        return compress(answer.response)

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> Response:
        return refuse(errors.RevisionChanged("Somebody changed this just now. Read it again."))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> Response:
        log.error("database_unavailable", request_id=request_id(), error=str(error.orig))
        detail = "The database did not answer in time. Nothing was changed; try again."
        return answer(503, "unavailable", detail, headers={"Retry-After": "5"})

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        code = HTTP_CODES.get(status, HTTPStatus(status).name.lower())
        detail = HTTP_DETAILS.get(status) or error.description or HTTPStatus(status).phrase
        headers = [
            (name, value)
            for name, value in error.get_headers()
            if name.lower() not in ("content-type", "content-length")
        ]
        return answer(status, code, detail, headers=headers)

    @app.errorhandler(Exception)
    def fail(_error: Exception) -> Response:
        log.exception("request_failed", request_id=request_id())
        detail = (
            "Something broke here. Nothing was changed; the log holds it under this request id."
        )
        return answer(500, "internal_error", detail)
