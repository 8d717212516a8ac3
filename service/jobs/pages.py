"""Work in the background, for administrators: what there is of it, how far it is, and ending it."""

from typing import Any

from flask import Response, request

from service.errors import Conflict
from service.history.naming import titles_of
from service.http.auth import page, viewer
from service.http.pages import pages, redirect, render
from service.http.paging import DEFAULT_LIMIT, Page
from service.http.problems import status_of
from service.http.transactions import reading, transaction
from service.jobs import actions, queries
from service.permissions import Permission
from service.vocabulary import OPEN_JOBS

bp = pages("jobs", __name__)


@bp.get("/administration/jobs")
@page(Permission.IMPORT)
def list_jobs() -> Response:
    """Jobs of every kind, newest first."""
    return _list()


@bp.post("/administration/jobs/<id:job_id>/cancellation")
@page(Permission.IMPORT, exists=queries.check_job)
def cancel_job(job_id: int) -> Response:
    """End a job; what it did stays."""
    try:
        with transaction() as session:
            actions.cancel_job(session, viewer(), job_id)
    except Conflict as refusal:  # it ended in the meantime
        return _list(status_of(refusal), refusal=refusal)
    return redirect("jobs_pages.list_jobs", "job_cancelled")


def _list(status: int = 200, **context: Any) -> Response:
    args = {"limit": DEFAULT_LIMIT, "cursor": request.args.get("cursor") or None}
    asked = Page("administration/jobs", args, (int,))
    before = asked.after[0] if asked.after else None
    with reading() as session:
        rows = queries.list_jobs(session, before=before, limit=asked.limit + 1)
        jobs, next_cursor = asked.cut(rows, lambda job: (job.id,))
        titles = titles_of(session, viewer(), (job.parameters.get("document_id") for job in jobs))
    return render(
        "jobs/list.html",
        status,
        jobs=jobs,
        titles=titles,
        open_states=OPEN_JOBS,
        is_busy=any(job.state in OPEN_JOBS for job in jobs),
        next_cursor=next_cursor,
        is_first=asked.after is None,
        **{"refusal": None} | context,
    )
