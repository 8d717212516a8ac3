from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class FactCheckVector(Base):
    """The sentence embedding of a fact-check, of length 1, as float16 in little-endian order.

    `text_hash` is that of the text that `model` was asked about. While a worker asks, the vector is
    null and the row leased; null and not leased, the model refuses the text. `number` grows with
    each vector that is written, by time, so that a restored backup uses none again; 0 while there
    is none. Written only by embeddings/, and removed by verdicts/ with what the fact-check said.
    """

    __tablename__ = "fact_check_vectors"
    __table_args__ = (
        sa.CheckConstraint("(vector IS NULL) = (number = 0)", name="numbered_when_there"),
        sa.CheckConstraint("vector IS NULL OR leased_until IS NULL", name="there_or_leased"),
        sa.Index("ix_fact_check_vectors_number", "model", "number"),
    )

    fact_check_id: Mapped[int] = mapped_column(
        ForeignKey("fact_checks.id"), primary_key=True, autoincrement=False
    )
    model: Mapped[str]
    text_hash: Mapped[bytes]
    vector: Mapped[bytes | None]
    number: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
