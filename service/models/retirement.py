from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class Retirement(Base):
    """A claim that is none: nobody checks it, and only its address still knows it.

    One that became part of another has that one as its survivor.
    """

    __tablename__ = "retirements"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    survivor_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
