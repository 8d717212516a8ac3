from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import ModelKind


class TrainedModel(Base):
    """A model that was trained on what this desk decided; of each kind the newest is used.

    `text` is what the model.py of its part reads; `digest`, its SHA-256, tells a process whether it
    has read that already.
    """

    __tablename__ = "trained_models"
    __table_args__ = (sa.Index("ix_trained_models_kind", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ModelKind]
    text: Mapped[str]
    digest: Mapped[bytes]
    trained_at: Mapped[datetime] = mapped_column(default=utcnow)
