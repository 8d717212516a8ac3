from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.db import Base


class Scale(Base):
    """A vocabulary of verdicts. Exactly one is active."""

    __tablename__ = "scales"
    __table_args__ = (
        sa.Index(
            "uq_scales_active",
            "active",
            unique=True,
            sqlite_where=sa.text("active"),
            postgresql_where=sa.text("active"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool]

    ratings: Mapped[list["Rating"]] = relationship(order_by="Rating.position")


class Rating(Base):
    """One word of a scale. Its code and value never change, whoever asks: verdicts rest on them."""

    __tablename__ = "ratings"
    __table_args__ = (sa.CheckConstraint("value BETWEEN 1 AND 5", name="value"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("scales.id"), index=True)
    position: Mapped[int]
    value: Mapped[int | None]
    labels: Mapped[dict[str, Any]]
    averitec_label: Mapped[str]
    retired_at: Mapped[datetime | None]
