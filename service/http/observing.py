"""What operators see of each request: an id, one line of log, and metrics.

A layer around the application rather than hooks inside it: it also sees what Flask answers by
itself, and costs a cheap read next to nothing.
"""

import re
import secrets
import time
from typing import Any, cast

import structlog
from flask import Flask, request
from prometheus_client import Counter, Histogram

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ID, _USER = "claimdesk.request_id", "claimdesk.user_id"

REQUESTS = Counter("claimdesk_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "claimdesk_request_seconds",
    "Time from the first line of the program to the answer.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Give every request an id, which problems and the log carry, and count and time it."""
    app.wsgi_app = Observed(app.wsgi_app)  # type: ignore[method-assign]


def request_id() -> str | None:
    """The id of the running request."""
    return cast(str | None, request.environ.get(_ID))


def note_user(user_id: int | None) -> None:
    """Say whose request this is, for the log."""
    request.environ[_USER] = user_id


class Observed:
    """The application, observed."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self._metrics: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        started = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID")
        usable = sent is not None and _USABLE_ID.fullmatch(sent)
        environ[_ID] = sent if usable else secrets.token_hex(8)
        status, route = 0, "none"

        def answered(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status, route
            status = int(line[:3])
            asked = environ.get("werkzeug.request")  # Flask forgets it when it is done
            if asked is not None and asked.url_rule is not None:
                route = asked.url_rule.rule
            headers.append(("X-Request-Id", environ[_ID]))
            return start_response(line, headers, *rest)

        body = self.application(environ, answered)
        self._note(environ, route, status, time.perf_counter() - started)
        return body

    def _note(self, environ: dict[str, Any], route: str, status: int, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        # Whoever invents methods must not make the metrics grow.
        key = (method if method in METHODS else "other", route, status)
        metrics = self._metrics.get(key)
        if metrics is None:  # finding them by their labels costs more than counting
            metrics = REQUESTS.labels(*key), SECONDS.labels(key[1])
            self._metrics[key] = metrics
        metrics[0].inc()
        metrics[1].observe(seconds)
        log.info(
            "request",
            request_id=environ[_ID],
            method=method,
            path=environ.get("PATH_INFO", ""),
            status=status,
            ms=round(seconds * 1000, 1),
            user_id=environ.get(_USER),
        )
