"""Importing other publishers' fact-checks. What becomes of it, the job tells."""

from hashlib import sha256
from typing import Any

from flask import Response, g, request

from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.examples_of_imports import EXAMPLES_OF_FILES
from service.http.paging import Page, PageArgs
from service.http.transactions import reading, transaction
from service.imports import actions, queries
from service.imports.receiving import receive, takes_file
from service.imports.rules import FORMATS, Parameters
from service.imports.schemas import ImportArgs, RejectionPage
from service.jobs.queries import check_job
from service.jobs.schemas import JobShape
from service.permissions import Permission

bp = ApiBlueprint("imports", __name__, url_prefix="/api/v1", description="Others' fact-checks")

FILE = {
    "description": "The file, of up to 512 MiB; it may be packed with gzip.",
    "required": True,
    "content": {
        # Whatever a file says is taken in: what of it cannot be used, the job tells.
        media_type: {"schema": {}, "example": file}
        for media_type, file in EXAMPLES_OF_FILES.items()
    },
}


@bp.post("/imports")
@requires(Permission.IMPORT)
@takes_file
@refuses(400, 413, 415, 422)
@bp.arguments(ImportArgs, location="query")
@bp.response(202, JobShape)
@bp.doc(requestBody=FILE)
def create_import(args: dict[str, Any]) -> Response:
    """Import the fact-checks in a file: ClaimReviews, AVeriTeC, our own export, or a table."""
    given = Parameters(FORMATS[request.mimetype], **args)
    with receive(request.stream, packed=request.content_encoding == "gzip") as file:
        told = f"{request.mimetype} {request.query_string.decode('latin-1')} ".encode()
        g.request_hash = sha256(told + file.digest).digest()
        with transaction() as session:
            job = actions.start_import(session, viewer(), given, file.pieces())
            return done(JobShape().dump(job), 202, location=f"/api/v1/jobs/{job.id}")


@bp.get("/jobs/<id:job_id>/rejections")
@requires(Permission.IMPORT, exists=check_job)
@bp.arguments(PageArgs, location="query")
@bp.response(200, RejectionPage)
def list_rejections(args: dict[str, Any], job_id: int) -> Response:
    """The rows of an import that could not be used, in the order of the file."""
    page = Page(f"jobs/{job_id}/rejections", args, (int,))
    after, *_ = page.after or (0,)
    with reading() as session:
        rows = queries.list_rejections(session, job_id, after=after, limit=page.limit + 1)
    rows, next_cursor = page.cut(rows, lambda row: (row.number,))
    return show({"items": [row._asdict() for row in rows], "next_cursor": next_cursor})
