from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class Likeness(Base):
    """A key that a verdict shares with sentences that are like the one it judged.

    Only verdicts of our own have any, and of very many with the same key only some: see
    verdicts/likenesses.py, which alone writes them.
    """

    __tablename__ = "likenesses"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[bytes] = mapped_column(primary_key=True)
    fact_check_id: Mapped[int] = mapped_column(
        ForeignKey("fact_checks.id"), primary_key=True, index=True
    )
