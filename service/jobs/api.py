"""Jobs: how far they are, and ending them."""

from typing import Any

from flask import Response

from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.transactions import reading, transaction
from service.jobs import actions, queries
from service.jobs.schemas import JobShape, NoField
from service.permissions import Permission

bp = ApiBlueprint("jobs", __name__, url_prefix="/api/v1/jobs", description="Background work")


@bp.get("/<id:job_id>")
@requires(Permission.READ_DESK)
@bp.response(200, JobShape)
def get_job(job_id: int) -> Response:
    """How far a job is."""
    with reading() as session:
        return show(JobShape().dump(queries.get_job(session, job_id)))


@bp.post("/<id:job_id>/cancellation")
@requires(Permission.IMPORT, exists=queries.check_job)
@refuses(409)
@bp.arguments(NoField)
@bp.response(201, JobShape)
def create_cancellation(_body: dict[str, Any], job_id: int) -> Response:
    """End a job that is not over; what it did so far stays."""
    with transaction() as session:
        job = actions.cancel_job(session, viewer(), job_id)
        return done(JobShape().dump(job), 201, location=f"/api/v1/jobs/{job_id}")
