"""Exports: everything of a kind in one file."""

from typing import Any

from flask import Response

from service.exports.catalogue import EXPORTS, check_export, get_export
from service.exports.downloading import download
from service.exports.schemas import ExportArgs
from service.http.auth import requires
from service.http.blueprints import REQUEST_ID, ApiBlueprint, streams
from service.http.examples_of_exports import EXAMPLES_OF_FILES
from service.permissions import Permission

bp = ApiBlueprint("exports", __name__, url_prefix="/api/v1", description="Everything, as files")

NAME = {"in": "path", "name": "name", "required": True, "schema": {"enum": list(EXPORTS)}}
SCHEMAS = {
    "application/json": {"type": "array", "items": {"type": "object"}},
    "application/ld+json": {"type": "object"},
}
FILE = {
    "description": "The file, sent as it is read.",
    "headers": {"X-Request-Id": REQUEST_ID},
    "content": {
        media_type: {"schema": SCHEMAS.get(media_type, {"type": "string"}), "example": example}
        for media_type, example in EXAMPLES_OF_FILES.items()
    },
}


@bp.get("/exports/<name>", parameters=[NAME])
@requires(Permission.EXPORT, exists=check_export)
@streams
@bp.arguments(ExportArgs, location="query")
@bp.doc(responses={"200": FILE})
def export(args: dict[str, Any], name: str) -> Response:
    """All claims, edits, fact-checks or events that you may see, by id, in one file."""
    return download(get_export(name), args)
