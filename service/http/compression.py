"""Gzip for large bodies. The compressed form has an ETag of its own, as RFC 9110 wants."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

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


def compress_pieces(pieces: Iterator[bytes], response: Response) -> Response:
    """Answer with pieces that are sent as they are made; each compressed, where all are large."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        begun = b""
        while len(begun) < WORTH_IT and (piece := next(pieces, None)) is not None:
            begun += piece
        pieces = chain([begun], pieces)
        if len(begun) >= WORTH_IT:
            pieces = _compressed(pieces)
            response.headers["Content-Encoding"] = "gzip"
    response.response = pieces
    return response


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)  # 16: as gzip
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
