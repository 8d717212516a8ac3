"""Imports for administrators: beginning one, how far it is, and the rows it could not use.

What a form sends is read in form_pages.py.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, request, url_for

from service.database import Database
from service.errors import Conflict
from service.formats import json_streams
from service.formats.columns import Column, Kind
from service.formats.csv import writing as csv
from service.http.auth import page, viewer
from service.http.compression import compress_pieces
from service.http.pages import pages, redirect, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import database, reading, transaction
from service.imports import form_pages, queries, rating_word_pages
from service.jobs import actions as jobs
from service.jobs.queries import list_jobs
from service.permissions import Permission
from service.vocabulary import OPEN_JOBS, JobKind

COLUMNS = (
    Column("number", Kind.NUMBER),
    Column("code", Kind.TEXT),
    Column("reason", Kind.TEXT),
    Column("raw", Kind.TEXT),
)
"""Of the file of rejected rows."""

ROWS_AT_ONCE = 500

bp = pages("imports", __name__)
form_pages.add_to(bp)
rating_word_pages.add_to(bp)


@bp.get("/administration/imports")
@page(Permission.IMPORT)
def list_imports() -> Response:
    """Imports, newest first."""
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("administration/imports", args, (int,))
    before = asked.after[0] if asked.after else None
    with reading() as session:
        rows = list_jobs(session, kind=JobKind.IMPORT, before=before, limit=asked.limit + 1)
    imports, next_cursor = asked.cut(rows, lambda job: (job.id,))
    return render(
        "imports/list.html",
        imports=imports,
        is_busy=any(job.state in OPEN_JOBS for job in imports),
        next_cursor=next_cursor,
        is_first=asked.after is None,
    )


@bp.get("/administration/imports/<id:job_id>")
@page(Permission.IMPORT)
def show_import(job_id: int) -> Response:
    """How far an import is, and the rows it could not use."""
    return _import(job_id)


@bp.post("/administration/imports/<id:job_id>/cancellation")
@page(Permission.IMPORT, exists=queries.check_import)
def cancel_import(job_id: int) -> Response:
    """End an import; what it wrote stays."""
    try:
        with transaction() as session:
            jobs.cancel_job(session, viewer(), job_id)
    except Conflict as refusal:  # it ended in the meantime
        return _import(job_id, status_of(refusal), refusal=refusal)
    return redirect("imports_pages.show_import", "import_cancelled", job_id=job_id)


@bp.get("/administration/imports/<id:job_id>/rejections.csv")
@page(Permission.IMPORT, exists=queries.check_import)
def download_table(job_id: int) -> Response:
    """The rows that could not be used, as a table."""
    return _download(
        job_id, "csv", csv.MEDIA_TYPE, csv.write(COLUMNS, _rejections(database(), job_id))
    )


@bp.get("/administration/imports/<id:job_id>/rejections.jsonl")
@page(Permission.IMPORT, exists=queries.check_import)
def download_lines(job_id: int) -> Response:
    """The rows that could not be used, as JSON Lines."""
    lines = json_streams.write_lines(_rejections(database(), job_id))
    return _download(job_id, "jsonl", json_streams.LINES, lines)


def _import(job_id: int, status: int = 200, **context: Any) -> Response:
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page(f"administration/imports/{job_id}", args, (int,))
    after, *_ = asked.after or (0,)
    with reading() as session:
        job = queries.get_import(session, job_id)
        rows = queries.list_rejections(session, job_id, after=after, limit=asked.limit + 1)
        counts = queries.count_rejections(session, job_id)
    rejections, cursor = asked.cut(rows, lambda row: (row.number,))
    here = url_for("imports_pages.show_import", job_id=job_id)
    return render(
        "imports/import.html",
        status,
        job=job,
        is_open=job.state in OPEN_JOBS,
        rejections=rejections,
        counts=counts,
        here_url=here,
        next_url=url_for("imports_pages.show_import", job_id=job_id, cursor=cursor)
        if cursor
        else None,
        first_url=here if asked.after else None,
        **{"refusal": None} | context,
    )


def _rejections(source: Database, job_id: int) -> Iterator[Sequence[dict[str, Any]]]:
    """Batch by batch, each read in a transaction that is over before it is sent."""
    after = 0
    while True:
        with source.reading() as session:
            rows = queries.list_rejections(session, job_id, after=after, limit=ROWS_AT_ONCE)
        if rows:
            after = rows[-1].number
            yield [row._asdict() for row in rows]
        if len(rows) < ROWS_AT_ONCE:
            return


def _download(job_id: int, ending: str, media_type: str, pieces: Iterator[bytes]) -> Response:
    response = Response(content_type=media_type)
    name = f"import-{job_id}-rejections.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return compress_pieces(pieces, response)
