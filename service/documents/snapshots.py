"""What was fetched to make a version, as a file."""

import zlib

from flask import Response

from service.documents import queries
from service.documents.intake import MEDIA_TYPES
from service.errors import NotFound
from service.http.answers import show_bytes
from service.http.auth import viewer
from service.http.transactions import reading


def download(document_id: int, number: int) -> Response:
    """The bytes as they came, as an attachment that nothing opens by itself. Raises NotFound."""
    with reading() as session:
        document = queries.get_document(session, viewer(), document_id)
        queries.check_version(document, number)
        snapshot = queries.find_snapshot(session, document, number)
        if snapshot is None:
            raise NotFound(f"Nothing was fetched for version {number} of document {document_id}.")
        response = show_bytes(zlib.decompress(snapshot.body), snapshot.hash.hex())
    if response.status_code == 200:
        response.content_type = "application/octet-stream"
        name = f"document-{document_id}-version-{number}.{MEDIA_TYPES[snapshot.media_type]}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
