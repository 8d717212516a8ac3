"""Which model is in use, the scores by it, and what it can be trained on."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.checkworthiness.model import parse, shipped, write
from service.checkworthiness.scoring import score, scores
from service.learning.trained import InUse
from service.models import Assessment, Claim, FactCheck, Retirement
from service.vocabulary import ModelKind

NOT_A_CLAIM = "not_a_claim"
"""The code of the rating that says so."""

IN_USE = InUse(ModelKind.CHECKWORTHINESS, shipped, parse, write)
"""Which model scores sentences."""

model_in_use = IN_USE.find


def score_of(session: Session, sentence: str) -> float:
    """The score of one sentence by the model in use."""
    return score(model_in_use(session), sentence)


def scores_of(session: Session, sentences: Iterable[str]) -> dict[str, float]:
    """The score of each sentence by the model in use. Of many before a transaction, not in it."""
    return scores(model_in_use(session), sentences)


class Decided(NamedTuple):
    """A sentence that people have decided about, and in which document it stands."""

    sentence: str
    is_worth: bool
    document_id: int


class Rescored(NamedTuple):
    """A claim whose score is not what its wording comes to, and what that is."""

    claim_id: int
    wording: str
    score: float


def rescored(session: Session, after: int, limit: int) -> tuple[int | None, list[Rescored]]:
    """Of the next claims after this id, those with another score by the model in use.

    With the id to go on after, or None when there is none. Purged claims have no wording, and no
    score.
    """
    rows = session.execute(
        sa.select(Claim.id, Claim.text, Claim.checkworthiness)
        .where(Claim.id > after, Claim.text != "")
        .order_by(Claim.id)
        .limit(limit)
    ).all()
    found = scores_of(session, (row.text for row in rows))
    changed = [
        Rescored(row.id, row.text, found[row.text])
        for row in rows
        if row.checkworthiness != found[row.text]
    ]
    return (rows[-1].id if rows else None), changed


def decided_sentences(session: Session) -> list[Decided]:
    """What this desk decided, by claim: those with a verdict are worth checking, unless it is that
    they are no claim; those retired as none are not."""
    rows = session.execute(
        sa.select(Claim.text, Claim.document_id, Assessment.rating_code)
        .outerjoin(
            FactCheck, sa.and_(FactCheck.claim_id == Claim.id, FactCheck.retracted_at.is_(None))
        )
        .outerjoin(Assessment, Assessment.id == FactCheck.assessment_id)
        .outerjoin(Retirement, Retirement.claim_id == Claim.id)
        .where(
            Claim.text != "",
            sa.or_(
                Assessment.rating_code.is_not(None),
                sa.and_(Retirement.claim_id.is_not(None), Retirement.survivor_id.is_(None)),
            ),
        )
        .order_by(Claim.id)
    )
    return [
        Decided(row.text, row.rating_code not in (None, NOT_A_CLAIM), row.document_id)
        for row in rows
    ]
