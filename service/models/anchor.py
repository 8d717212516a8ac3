import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base
from service.vocabulary import AnchorState


class Anchor(Base):
    """Where a claim stands in one version, with a little of the text before and after it.

    An orphan's anchor is empty and stands at the end of the text: reading order has it last.
    """

    __tablename__ = "anchors"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["document_id", "version"], ["versions.document_id", "versions.number"]
        ),
        sa.Index("ix_anchors_reading_order", "document_id", "version", "start", "claim_id"),
        sa.CheckConstraint('0 <= start AND start <= "end"', name="span"),
        sa.CheckConstraint("""(start = "end") = (state = 'orphaned')""", name="empty_if_orphaned"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    prefix: Mapped[str]
    suffix: Mapped[str]
    state: Mapped[AnchorState]
