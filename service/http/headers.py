"""Response headers that hold everywhere: what browsers may do with an answer, and CORS."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from service.permissions import WHO_MAY

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PUBLIC_PATHS = ("/api/v1/", "/v1alpha1/", "/feeds/", "/annotations", "/oembed", "/embed.js")
"""Below these, what everyone may read is for the programs in other sites' pages too."""

FRAMED_CSP = CSP.replace("frame-ancestors 'none'", "frame-ancestors *")
"""Of the pages that stand in other sites' pages."""

NOSNIFF = ("X-Content-Type-Options", "nosniff")
FOR_PAGES = [("Content-Security-Policy", CSP), ("Referrer-Policy", "same-origin")]
FOR_FRAMED_PAGES = [("Content-Security-Policy", FRAMED_CSP), ("Referrer-Policy", "same-origin")]
FOR_PUBLIC_READS = [
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        "ETag, X-Request-Id, Link, Allow, Vary, Content-Location, Preference-Applied",
    ),
]
FOR_PREFLIGHT = [
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Allow-Headers", "If-None-Match, Prefer"),
    ("Access-Control-Max-Age", "86400"),
]


def framed(view: Callable[..., Any]) -> Callable[..., Any]:
    """State that pages of any site may show this one in a frame."""
    view.is_framed = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Add them to every answer; to be called when all routes are known."""
    app.wsgi_app = WithHeaders(app)  # type: ignore[method-assign]


class WithHeaders:
    """The application, with the headers."""

    def __init__(self, app: Flask) -> None:
        self.application = app.wsgi_app
        self.public_reads = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.rule.startswith(PUBLIC_PATHS)
            and (permission := getattr(app.view_functions[rule.endpoint], "permission", None))
            and WHO_MAY[permission] is None
        }
        self.framed = {
            endpoint
            for endpoint, view in app.view_functions.items()
            if getattr(view, "is_framed", False)
        }

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        def answered(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            headers.append(NOSNIFF)
            rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
            if ("Content-Type", "text/html; charset=utf-8") in headers:
                is_framed = rule is not None and rule.endpoint in self.framed
                headers += FOR_FRAMED_PAGES if is_framed else FOR_PAGES
            if rule is not None and rule.endpoint in self.public_reads:
                headers += FOR_PUBLIC_READS
                if environ["REQUEST_METHOD"] == "OPTIONS":
                    headers += FOR_PREFLIGHT
            return start_response(line, headers, *rest)

        return self.application(environ, answered)
