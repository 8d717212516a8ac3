"""Reads about webhooks and their deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.errors import NotFound
from service.models import ChangeCounter, Delivery, Webhook
from service.permissions import Viewer
from service.vocabulary import DeliveryState

NEWEST = sa.select(ChangeCounter.number).scalar_subquery()
"""The number of the newest change."""

RUNNING = sa.and_(Webhook.active, Webhook.removed_at.is_(None))
"""The webhooks that hear of changes."""

_UNDELIVERED = (DeliveryState.PENDING, DeliveryState.FAILED)

_earlier = aliased(Delivery)


def get_webhook(session: Session, webhook_id: int, *, lock: bool = False) -> Webhook:
    """The webhook with this id. Raises NotFound for one that was removed, too."""
    webhook = session.get(Webhook, webhook_id, with_for_update=lock or None)
    if webhook is None or webhook.removed_at is not None:
        raise NotFound(f"There is no webhook {webhook_id}.")
    return webhook


def check_webhook(session: Session, _viewer: Viewer, webhook_id: int) -> None:
    """Raise NotFound unless there is such a webhook."""
    get_webhook(session, webhook_id)


def list_webhooks(session: Session, *, after: int, limit: int) -> Sequence[Webhook]:
    """Webhooks by id, without those that were removed."""
    query = sa.select(Webhook).where(Webhook.id > after, Webhook.removed_at.is_(None))
    return session.scalars(query.order_by(Webhook.id).limit(limit)).all()


def as_json(session: Session, webhooks: Sequence[Webhook]) -> list[dict[str, Any]]:
    """What is shown of webhooks, without their secrets, with how much is `pending` and `failed`."""
    counts = {(webhook.id, state): 0 for webhook in webhooks for state in _UNDELIVERED}
    rows = session.execute(
        sa.select(Delivery.webhook_id, Delivery.state, sa.func.count().label("count"))
        .where(
            Delivery.webhook_id.in_([webhook.id for webhook in webhooks]),
            Delivery.state.in_(_UNDELIVERED),
        )
        .group_by(Delivery.webhook_id, Delivery.state)
    )
    counts |= {(webhook_id, state): count for webhook_id, state, count in rows}
    return [
        {
            "id": webhook.id,
            "url": webhook.url,
            "description": webhook.description,
            "active": webhook.active,
            "stopped_because": webhook.stopped_because,
            "position": webhook.position,
            "pending": counts[webhook.id, DeliveryState.PENDING],
            "failed": counts[webhook.id, DeliveryState.FAILED],
            "failures": webhook.failures,
            "rests_until": webhook.rests_until,
            "created_at": webhook.created_at,
        }
        for webhook in webhooks
    ]


def list_deliveries(
    session: Session,
    webhook_id: int,
    *,
    state: DeliveryState | None,
    before: int | None,
    limit: int,
) -> Sequence[Delivery]:
    """Deliveries of a webhook, those of the newest changes first."""
    query = sa.select(Delivery).filter_by(webhook_id=webhook_id)
    if state is not None:
        query = query.where(Delivery.state == state)
    if before is not None:
        query = query.where(Delivery.number < before)
    return session.scalars(query.order_by(Delivery.number.desc()).limit(limit)).all()


def get_delivery(session: Session, webhook_id: int, number: int, *, lock: bool = False) -> Delivery:
    """The delivery of the change `number` to a webhook. Raises NotFound."""
    get_webhook(session, webhook_id)
    query = sa.select(Delivery).filter_by(webhook_id=webhook_id, number=number)
    if lock:
        query = query.with_for_update()
    delivery = session.scalars(query).one_or_none()
    if delivery is None:
        raise NotFound(f"There is no delivery of change {number} to webhook {webhook_id}.")
    return delivery


def check_delivery(session: Session, _viewer: Viewer, webhook_id: int, number: int) -> None:
    """Raise NotFound unless there is such a delivery."""
    get_delivery(session, webhook_id, number)


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Whether a delivery may be sent now, by a Webhook that is joined.

    Not while another worker has it, nor before an earlier change of the same claim is delivered to
    the same webhook or has failed for good.
    """
    return sa.and_(
        RUNNING,
        sa.or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now),
        Delivery.state == DeliveryState.PENDING,
        Delivery.next_at <= now,
        sa.or_(Delivery.leased_until.is_(None), Delivery.leased_until <= now),
        ~sa.exists().where(
            _earlier.webhook_id == Delivery.webhook_id,
            _earlier.claim_id == Delivery.claim_id,
            _earlier.number < Delivery.number,
            _earlier.state == DeliveryState.PENDING,
        ),
    )


def with_work(session: Session, now: datetime) -> Sequence[int]:
    """The ids of webhooks for which there are changes to take up or deliveries to send."""
    due = sa.exists().where(Delivery.webhook_id == Webhook.id, is_due(now))
    query = sa.select(Webhook.id).where(RUNNING, sa.or_(Webhook.position < NEWEST, due))
    return session.scalars(query.order_by(Webhook.id)).all()
