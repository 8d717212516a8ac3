"""Gzip for large bodies. The compressed form has an ETag of its own, as RFC 9110 wants."""

import gzip

from flask import Flask, Response, request

from service.http.answers import GZIP_SUFFIX

WORTH_IT = 8192
"""Bytes from which compressing pays; below, the time is worth more than the network."""

LEVEL = 4
TYPES = ("application/json", "application/problem+json", "text/html", "text/css", "text/javascript")


def init_app(app: Flask) -> None:
    """Compress what is large and compressible for those who can read it."""

    @app.after_request
    def compress(response: Response) -> Response:
        length = response.content_length
        if length is None or length < WORTH_IT or response.mimetype not in TYPES:
            return response
        response.vary.add("Accept-Encoding")
        if (
            response.direct_passthrough
            or "Content-Encoding" in response.headers
            or not request.accept_encodings.quality("gzip")
        ):
            return response
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag + GZIP_SUFFIX)
        return response
