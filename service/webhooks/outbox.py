"""What a worker writes: changes become deliveries, one is taken to be sent, and how that ended.

Each is a transaction of its own, and nothing is sent within one. None commits.
"""

from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.fetching.posted import Posted
from service.models import Change, Delivery, Webhook
from service.vocabulary import DeliveryState
from service.webhooks import rules
from service.webhooks.messages import Message, change_message
from service.webhooks.queries import NEWEST, RUNNING, is_due

MOST_CHANGES = 500
"""Taken up in one transaction."""

_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery that is taken until its lease ends, and the message to send."""

    delivery_id: int
    webhook_id: int
    number: int
    leased_until: datetime
    message: Message


def take_up_changes(session: Session, webhook_id: int, now: datetime) -> bool:
    """Make deliveries of the public changes after the webhook's position, and move that.

    Both in one transaction, so that no change is lost or doubled; publishing knows nothing of it.
    What is long over makes room. Whether there were changes.
    """
    query = sa.select(Webhook, NEWEST).where(
        Webhook.id == webhook_id, RUNNING, Webhook.position < NEWEST
    )
    row = session.execute(query.with_for_update(of=Webhook, skip_locked=True)).one_or_none()
    if row is None:
        return False
    webhook, newest = row
    last = min(newest, webhook.position + MOST_CHANGES)
    changes = session.execute(
        sa.select(Change.number, Change.claim_id)
        .where(Change.number > webhook.position, Change.number <= last, Change.public)
        .order_by(Change.number)
    )
    session.add_all(
        Delivery(webhook_id=webhook.id, number=number, claim_id=claim_id, next_at=now)
        for number, claim_id in changes
    )
    webhook.position = last
    for state in (DeliveryState.DELIVERED, DeliveryState.FAILED):
        _forget_old(session, webhook_id, state, now)
    return True


def _forget_old(session: Session, webhook_id: int, state: DeliveryState, now: datetime) -> None:
    """As many as may have come: so the log grows no longer than what KEPT days bring."""
    first = (
        sa.select(Delivery.id, Delivery.attempted_at)
        .where(Delivery.webhook_id == webhook_id, Delivery.state == state)
        .order_by(Delivery.number)
        .limit(MOST_CHANGES)
        .subquery()
    )
    old = sa.select(first.c.id).where(first.c.attempted_at < now - rules.KEPT)
    # Asked again of the row itself: somebody may be replaying it.
    session.execute(sa.delete(Delivery).where(Delivery.id.in_(old), Delivery.state == state))


def take(session: Session, webhook_id: int, now: datetime) -> Parcel | None:
    """Lease the delivery that has waited longest, with what a stranger reads of its change now."""
    row = session.execute(
        sa.select(Delivery, Webhook)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(Delivery.webhook_id == webhook_id, is_due(now))
        .order_by(Delivery.next_at, Delivery.number)
        .limit(1)
        .with_for_update(of=Delivery, skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    delivery, webhook = row
    delivery.attempts += 1
    delivery.attempted_at = now
    delivery.leased_until = now + rules.LEASE
    message = change_message(session, webhook, delivery.number, now)
    return Parcel(delivery.id, webhook.id, delivery.number, delivery.leased_until, message)


def settle(session: Session, parcel: Parcel, posted: Posted, now: datetime) -> None:
    """Write down how it ended, unless its lease ran out and somebody else has it."""
    delivery = session.get_one(Delivery, parcel.delivery_id, with_for_update=True)
    if delivery.leased_until != parcel.leased_until:
        return
    delivery.leased_until = None
    delivery.status = posted.status
    delivery.error = rules.error_of(posted)
    wait = rules.wait_after(delivery.attempts, posted, _random.random())
    if rules.is_delivered(posted):
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
    elif rules.is_gone(posted) or wait is None:
        delivery.state = DeliveryState.FAILED
    else:
        delivery.next_at = now + wait
    _judge_receiver(session, parcel, posted, now)


def _judge_receiver(session: Session, parcel: Parcel, posted: Posted, now: datetime) -> None:
    """Stop the webhook, let it rest or see that it is well; not if it leads elsewhere by now."""
    webhook = session.get_one(Webhook, parcel.webhook_id, with_for_update=True)
    if webhook.url != parcel.message.url:
        return
    if rules.is_gone(posted):
        webhook.active = False
        webhook.stopped_because = f"The receiver answered 410 Gone to change {parcel.number}."
    if rules.is_unwell(posted):
        webhook.failures += 1
        webhook.rests_until = now + rules.rest_after(webhook.failures, posted)
    else:
        webhook.failures, webhook.rests_until = 0, None
