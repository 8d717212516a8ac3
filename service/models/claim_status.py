import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base
from service.vocabulary import ClaimStatus


class ClaimStanding(Base):
    """Where the work on a claim stands: a projection, written only by claims/actions.py."""

    __tablename__ = "claim_status"
    __table_args__ = (sa.Index("ix_claim_status_document", "document_id", "status", "claim_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    status: Mapped[ClaimStatus]
