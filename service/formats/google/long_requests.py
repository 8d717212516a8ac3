"""What Google's clients ask that is too long for an address: a GET that is sent as a POST.

Their Python client does so from 2,048 characters on, with the parameters as a form in the body.
"""

from typing import Any

from flask import Flask

LONGEST = 1 << 20
"""Bytes of parameters."""


def init_app(app: Flask) -> None:
    """Let such requests be the GETs that they stand for."""
    app.wsgi_app = Untunnelled(app.wsgi_app)  # type: ignore[method-assign]


class Untunnelled:
    """The application, to which a POST that stands for a GET is one."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("HTTP_X_HTTP_METHOD_OVERRIDE") == "GET"
            and environ.get("PATH_INFO", "").startswith("/v1alpha1/")
        ):
            size = environ.get("CONTENT_LENGTH", "")
            if size.isdecimal() and int(size) <= LONGEST:
                environ["QUERY_STRING"] = environ["wsgi.input"].read(int(size)).decode("latin-1")
                environ["REQUEST_METHOD"], environ["CONTENT_LENGTH"] = "GET", "0"
        return self.application(environ, start_response)
