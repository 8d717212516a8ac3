"""What of a claim or a document was checked before, and saying whether that is so."""

from typing import Any

from flask import Response

from service.claims.queries import check_claim, check_document, lock_text
from service.http.answers import done, show
from service.http.auth import requires, viewer
from service.http.blueprints import ApiBlueprint, refuses
from service.http.pages import settings
from service.http.paging import Page
from service.http.transactions import reading, transaction
from service.jobs.schemas import JobShape, NoField
from service.matches import actions, listing, queries
from service.matches.schemas import (
    ClaimMatchesShape,
    ClaimMatchShape,
    DocumentMatchesArgs,
    DocumentMatchesShape,
    MatchesArgs,
    NewAnswer,
)
from service.models import Document
from service.permissions import Permission
from service.vocabulary import MatchState

bp = ApiBlueprint("matches", __name__, url_prefix="/api/v1", description="What was checked before")


@bp.get("/claims/<id:claim_id>/matches")
@requires(Permission.READ_DESK, exists=check_claim)
@bp.arguments(MatchesArgs, location="query")
@bp.response(200, ClaimMatchesShape)
def list_matches(args: dict[str, Any], claim_id: int) -> Response:
    """The fact-checks that may have checked a claim before, found now.

    What was confirmed comes first, what was rejected last. In a blind document there is nothing
    before one has submitted an assessment of one's own.
    """
    with reading() as session:
        found = queries.list_matches(session, viewer(), settings(), claim_id, limit=args["limit"])
    return show({"items": [each.as_json() for each in found]})


@bp.post("/claims/<id:claim_id>/matches/<id:fact_check_id>")
@requires(Permission.MATCH, exists=queries.check_match)
@refuses(409)
@bp.arguments(NewAnswer)
@bp.response(200, ClaimMatchShape)
def create_answer(body: dict[str, Any], claim_id: int, fact_check_id: int) -> Response:
    """Say whether a fact-check is of this claim; another answer takes the place of the first."""
    return _answer(claim_id, fact_check_id, body["answer"])


@bp.delete("/claims/<id:claim_id>/matches/<id:fact_check_id>")
@requires(Permission.MATCH, exists=queries.check_match)
@refuses(409)
@bp.response(200, ClaimMatchShape)
def delete_answer(claim_id: int, fact_check_id: int) -> Response:
    """Take back what was said: it is only suggested again."""
    return _answer(claim_id, fact_check_id, MatchState.SUGGESTED)


@bp.get("/documents/<id:document_id>/matches")
@requires(Permission.READ_DESK, exists=check_document)
@bp.arguments(DocumentMatchesArgs, location="query")
@bp.response(200, DocumentMatchesShape)
def list_checked(args: dict[str, Any], document_id: int) -> Response:
    """Each claim with the fact-check that answers it best: confirmed ones, then the likeliest.

    As the newest run kept it; what was retracted since is left out.
    """
    page = Page(f"documents/{document_id}/matches", args, (int,))
    skip, *_ = page.after or (0,)
    with reading() as session:
        found = listing.list_checked(
            session,
            viewer(),
            settings(),
            document_id,
            min_score=args["min_score"],
            skip=skip,
            limit=page.limit + 1,
        )
        run = listing.find_run(session, document_id)
    rows, next_cursor = page.cut(found, lambda _row: (skip + page.limit,))
    job = JobShape().dump(run.job) if run else None
    return show({"items": [row.as_json() for row in rows], "next_cursor": next_cursor, "job": job})


@bp.post("/documents/<id:document_id>/matches")
@requires(Permission.MATCH, exists=check_document)
@bp.arguments(NoField)
@bp.response(202, JobShape)
def create_run(_body: dict[str, Any], document_id: int) -> Response:
    """Have a worker look through a document again; a job that is open already is the answer."""
    with transaction() as session:
        lock_text(session, viewer(), document_id)
        document = session.get_one(Document, document_id)
        job = actions.begin_run(session, viewer(), document)
        return done(JobShape().dump(job), 202, location=f"/api/v1/jobs/{job.id}")


def _answer(claim_id: int, fact_check_id: int, answer: MatchState) -> Response:
    with reading() as session:
        wording, found = queries.find_match(session, viewer(), settings(), claim_id, fact_check_id)
    with transaction() as session:
        actions.answer_match(session, viewer(), claim_id, wording, found, answer)
        kept = queries.find_kept(session, viewer(), settings(), claim_id, fact_check_id)
        return done((kept or found).as_json())
