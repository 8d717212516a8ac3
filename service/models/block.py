import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base
from service.vocabulary import BlockKind


class Block(Base):
    """A structural span of a version, written once with it."""

    __tablename__ = "blocks"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["document_id", "version"], ["versions.document_id", "versions.number"]
        ),
        sa.CheckConstraint('0 <= start AND start < "end"', name="span"),
    )

    document_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int]
    kind: Mapped[BlockKind]
    level: Mapped[int | None]
