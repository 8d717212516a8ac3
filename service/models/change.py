from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base
from service.vocabulary import ChangeKind


class Change(Base):
    """One line of the feed, written once. `public`: whether strangers read it."""

    __tablename__ = "changes"
    __table_args__ = (
        sa.Index(
            "ix_changes_public",
            "number",
            postgresql_where=sa.text("public"),
            sqlite_where=sa.text("public = 1"),
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[ChangeKind]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    fact_check_id: Mapped[int] = mapped_column(ForeignKey("fact_checks.id"))
    at: Mapped[datetime]
    reason: Mapped[str | None]
    public: Mapped[bool]


class ChangeCounter(Base):
    """The number of the newest change: one row, locked from its update until the commit.

    So numbers have no gap and stand in the order of the commits, which no sequence promises.
    `public_at` is when what everyone reads last changed; before that, when the desk was made.
    """

    __tablename__ = "change_counter"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    public_at: Mapped[datetime]
