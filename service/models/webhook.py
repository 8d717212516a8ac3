from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow
from service.vocabulary import DeliveryState

_PENDING = sa.text("state = 'pending'")


class Webhook(Base):
    """An address that hears of every public change, signed with its secret.

    `position` is the number of the last change that became a delivery. `failures` counts since the
    receiver was last well; until `rests_until` it is left alone. The secret goes when the webhook
    is removed; one that was replaced signs too until `previous_until`.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        sa.CheckConstraint(
            "(removed_at IS NULL) = (secret IS NOT NULL)", name="secret_until_removed"
        ),
        sa.CheckConstraint(
            "(previous_secret IS NULL) = (previous_until IS NULL)", name="previous_secret_ends"
        ),
        sa.CheckConstraint("stopped_because IS NULL OR NOT active", name="stopped_or_active"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    description: Mapped[str | None]
    secret: Mapped[str | None]
    previous_secret: Mapped[str | None]
    previous_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    stopped_because: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None]
    position: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    removed_at: Mapped[datetime | None]


class Delivery(Base):
    """One change on its way to one webhook; those of one claim go one after another.

    It holds nothing of what is sent, which is read when it is sent. `attempts` counts from the
    last replay; `status` and `error` are of the last attempt.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered"),
        sa.UniqueConstraint("webhook_id", "number", name="uq_deliveries_webhook_id_number"),
        sa.Index("ix_deliveries_state", "webhook_id", "state", "number"),
        sa.Index(
            "ix_deliveries_due",
            "webhook_id",
            "next_at",
            postgresql_where=_PENDING,
            sqlite_where=_PENDING,
        ),
        sa.Index(
            "ix_deliveries_claim",
            "webhook_id",
            "claim_id",
            "number",
            postgresql_where=_PENDING,
            sqlite_where=_PENDING,
        ),
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
