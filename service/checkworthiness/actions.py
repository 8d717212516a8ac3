"""The scores that follow from the model in use. None commits."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.checkworthiness.queries import Rescored
from service.models import Claim


def write_scores(session: Session, scores: Sequence[Rescored]) -> None:
    """Give claims their scores, unless their wording has changed since."""
    if scores:
        session.connection().execute(
            sa.update(Claim)
            .where(Claim.id == sa.bindparam("claim_id"), Claim.text == sa.bindparam("wording"))
            .values(checkworthiness=sa.bindparam("score")),
            [each._asdict() for each in scores],
        )
