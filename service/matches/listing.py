"""Reads of what of a whole document was checked before.

They read what the newest run kept, as it stands now: what was retracted since, or does not exist
for the viewer, gives its place to the next best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fact_checks.record import standing
from service.matches.record import Found, found_of, matches
from service.matches.rules import LIKELY
from service.models import Claim, ClaimStanding, FactCheck, Job, Match, MatchRun
from service.permissions import Viewer
from service.settings import Settings
from service.visibility import visible_to
from service.vocabulary import ClaimStatus, MatchState

MOST_NEWER = 1000
"""Fact-checks that came since a run; more are not counted."""


class Checked(NamedTuple):
    """A claim and the fact-check that answers it best."""

    claim_id: int
    text: str
    match: Found

    def as_json(self) -> dict[str, Any]:
        """As the API shows it."""
        return {"claim_id": self.claim_id, "text": self.text, **self.match.as_json()}


@dataclass(frozen=True, slots=True)
class Run:
    """The newest look through a document: its job, and since when nothing newer was looked at."""

    job: Job
    begun_at: datetime


def list_checked(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    document_id: int,
    *,
    min_score: float = 0.0,
    skip: int = 0,
    limit: int,
) -> list[Checked]:
    """The claims of a document, each with the fact-check that answers it best: first those of which
    somebody confirmed that, then the likeliest. The caller has found the document visible."""
    ids = session.scalars(
        _in_order(viewer, document_id, min_score, Match.id).offset(skip).limit(limit)
    )
    place = {id_: number for number, id_ in enumerate(ids)}
    if not place:
        return []
    rows = session.execute(
        matches(viewer)
        .add_columns(Match.id.label("match_id"), Claim.text.label("wording"))
        .where(Match.id.in_(place))
    ).all()
    return [
        Checked(row.of_claim, row.wording, found_of(row, settings))
        for row in sorted(rows, key=lambda row: place[row.match_id])
    ]


def checked_before(session: Session, viewer: Viewer, document_id: int) -> Sequence[int]:
    """The ids of the claims that count as checked before, in the order of `list_checked`."""
    return session.scalars(_in_order(viewer, document_id, LIKELY, Match.claim_id)).all()


def find_run(session: Session, document_id: int) -> Run | None:
    """The newest run through a document, if there was any."""
    row = session.execute(
        sa.select(Job, MatchRun.begun_at)
        .join(MatchRun, MatchRun.job_id == Job.id)
        .where(MatchRun.document_id == document_id)
        .order_by(Job.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Run(*row)


def count_newer(session: Session, viewer: Viewer, run: Run) -> int:
    """How many fact-checks came or changed since a run began, up to MOST_NEWER."""
    newer = (
        sa.select(FactCheck.id)
        .where(FactCheck.updated_at > run.begun_at, standing(), visible_to(viewer, FactCheck))
        .limit(MOST_NEWER)
    )
    return session.scalar(sa.select(sa.func.count()).select_from(newer.subquery())) or 0


def _in_order(
    viewer: Viewer, document_id: int, min_score: float, wanted: sa.SQLColumnExpression[int]
) -> sa.Select[int]:
    """Of each claim of a document the best match, confirmed ones first, then the likeliest."""
    confirmed = sa.case((Match.state == MatchState.CONFIRMED, 1), else_=0)
    order = (confirmed.desc(), Match.score.desc(), Match.fact_check_id)
    best = (
        matches(viewer)
        .with_only_columns(
            wanted.label("wanted"),
            Match.claim_id,
            Match.score,
            confirmed.label("confirmed"),
            sa.func.row_number().over(partition_by=Match.claim_id, order_by=order).label("place"),
        )
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .where(
            Match.document_id == document_id,
            Match.state != MatchState.REJECTED,
            ClaimStanding.status != ClaimStatus.RETIRED,
            sa.or_(confirmed == 1, Match.score >= min_score),
        )
        .subquery()
    )
    columns = best.c
    return (
        sa.select(columns.wanted)
        .where(columns.place == 1)
        .order_by(columns.confirmed.desc(), columns.score.desc(), columns.claim_id)
    )
