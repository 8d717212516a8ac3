"""Gzip for large bodies. The compressed form has an ETag of its own, as RFC 9110 wants."""

import gzip

from flask import Response, request

WORTH_IT = 8192
"""Bytes from which compressing pays; below, the time is worth more than the network."""

LEVEL = 4
GZIP_SUFFIX = "-gzip"


def compress(response: Response) -> Response:
    """Compress an answer that is large, for those who can read it."""
    body = response.get_data()
    if len(body) < WORTH_IT:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag + GZIP_SUFFIX)
    return response
