from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import DeliveryState


class Webhook(Base):
    """An address that hears of every public change, signed with its secret.

    `position` is the number of the last change that became a delivery.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    description: Mapped[str | None]
    secret: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    stopped_because: Mapped[str | None]
    position: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    removed_at: Mapped[datetime | None]


class Delivery(Base):
    """One change on its way to one webhook; those of one claim go one after another."""

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "number", name="uq_deliveries_webhook_id_number"),
        sa.Index("ix_deliveries_due", "state", "next_at"),
        sa.Index("ix_deliveries_claim", "webhook_id", "claim_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    number: Mapped[int] = mapped_column(ForeignKey("changes.number"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=utcnow)
    leased_until: Mapped[datetime | None]
    status: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    attempted_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
