"""What operators see of each request: an id, one line of log, and metrics."""

import re
import secrets
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

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

    @app.before_request
    def begin() -> None:
        sent = request.headers.get("X-Request-Id")
        known = sent is not None and _USABLE_ID.fullmatch(sent)
        g.request_id = sent if known else secrets.token_hex(8)
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "none"
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        log.info("request", **_line(response, seconds))
        return response


def _line(response: Response, seconds: float) -> dict[str, Any]:
    someone = g.get("viewer")
    return {
        "request_id": g.get("request_id"),
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "user_id": someone.id if someone else None,
    }
