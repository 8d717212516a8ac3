"""A match as it is shown, and the row that tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, Select

from service.fact_checks.record import COLUMNS, Record, record_of, standing
from service.fact_checks.rules import as_json
from service.models import Claim, FactCheck, Match, User
from service.permissions import Viewer
from service.settings import Settings
from service.visibility import visible_to
from service.vocabulary import MatchState


@dataclass(frozen=True, slots=True)
class Found:
    """A fact-check that may have checked a claim before; what was answered, by whom and when.

    `score`, from 0 to 1, says how likely it is that it did, and `reasons` why.
    """

    record: Record
    score: float
    reasons: Sequence[str]
    state: MatchState = MatchState.SUGGESTED
    answered_by: dict[str, Any] | None = None
    answered_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """As the API shows it; what is only suggested has no answer."""
        return {
            "score": self.score,
            "reasons": list(self.reasons),
            "fact_check": as_json(self.record),
            "answer": None if self.state is MatchState.SUGGESTED else self.state,
            "answered_by": self.answered_by,
            "answered_at": self.answered_at,
        }


KNOWN = sa.and_(Match.claim_id == Claim.id, Match.claim_text == Claim.text)
"""Of a claim, what is kept for the wording that it has now."""


def matches(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """What is kept for the viewer of fact-checks that stand: rows for `found_of`, which has Claim
    and FactCheck to narrow it by."""
    return (
        sa.select(
            Match.claim_id.label("of_claim"),
            Match.score,
            Match.reasons,
            Match.state,
            Match.answered_by_id,
            Match.answered_at,
            User.name.label("answered_by"),
            *COLUMNS,
        )
        .join(Claim, KNOWN)
        .join(FactCheck, FactCheck.id == Match.fact_check_id)
        .outerjoin(User, User.id == Match.answered_by_id)
        .where(standing(), visible_to(viewer, FactCheck), visible_to(viewer, Match))
    )


def found_of(row: Row[*tuple[Any, ...]], settings: Settings) -> Found:
    """The match that a row of `matches` tells."""
    by = {"id": row.answered_by_id, "name": row.answered_by} if row.answered_by_id else None
    return Found(record_of(row, settings), row.score, row.reasons, row.state, by, row.answered_at)
