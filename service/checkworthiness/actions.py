"""Which model is used, and the scores that follow from it. None commits."""

from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.checkworthiness.model import Model, write
from service.checkworthiness.queries import Rescored
from service.models import Claim, TrainedModel
from service.vocabulary import ModelKind


def install_model(session: Session, model: Model) -> None:
    """Use this model from now on, on every machine."""
    text = write(model)
    digest = sha256(text.encode()).digest()
    session.add(TrainedModel(kind=ModelKind.CHECKWORTHINESS, text=text, digest=digest))


def forget_models(session: Session) -> None:
    """Use the model that comes with the program again."""
    session.execute(sa.delete(TrainedModel).where(TrainedModel.kind == ModelKind.CHECKWORTHINESS))


def write_scores(session: Session, scores: Sequence[Rescored]) -> None:
    """Give claims their scores, unless their wording has changed since."""
    if scores:
        session.connection().execute(
            sa.update(Claim)
            .where(Claim.id == sa.bindparam("claim_id"), Claim.text == sa.bindparam("wording"))
            .values(checkworthiness=sa.bindparam("score")),
            [each._asdict() for each in scores],
        )
