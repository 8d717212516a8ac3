"""Response headers that hold everywhere: what browsers may do with an answer, and CORS."""

from flask import Flask, Response, current_app, request

from service.permissions import WHO_MAY

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Add them to every answer."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if response.mimetype == "text/html":
            headers["Content-Security-Policy"] = CSP
            headers["Referrer-Policy"] = "same-origin"
        if request.path.startswith("/api/v1/") and _anyone_may_read():
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = "ETag, X-Request-Id"
            if request.method == "OPTIONS":
                headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                headers["Access-Control-Allow-Headers"] = "If-None-Match"
                headers["Access-Control-Max-Age"] = "86400"
        return response


def _anyone_may_read() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", None)
    return permission is not None and WHO_MAY[permission] is None
