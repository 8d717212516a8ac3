"""Everything that people change of webhooks. None commits."""

import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import utcnow
from service.errors import Conflict
from service.history.actions import record
from service.models import Delivery, Webhook
from service.permissions import Viewer
from service.vocabulary import Action, DeliveryState
from service.webhooks.queries import NEWEST, get_delivery, get_webhook
from service.webhooks.rules import OVERLAP, host_of
from service.webhooks.signing import BYTES, secret_of


def add_webhook(
    session: Session,
    actor: Viewer,
    *,
    url: str,
    description: str | None = None,
    from_beginning: bool = False,
) -> Webhook:
    """Let an address, which was checked, hear of every public change from now on, or of all."""
    webhook = Webhook(
        url=url,
        description=description,
        secret=_new_secret(),
        position=0 if from_beginning else session.scalars(sa.select(NEWEST)).one(),
        created_by_id=actor.id,
    )
    session.add(webhook)
    session.flush()
    _record(session, actor, Action.WEBHOOK_ADDED, webhook)
    return webhook


def change_webhook(session: Session, actor: Viewer, webhook_id: int, **changes: Any) -> Webhook:
    """Change address, description or whether it is active.

    What is made active goes on at once, after the last change it heard of.
    """
    webhook = get_webhook(session, webhook_id, lock=True)
    fields = {
        name: [getattr(webhook, name), value]
        for name, value in changes.items()
        if getattr(webhook, name) != value
    }
    for name, (_before, after) in fields.items():
        setattr(webhook, name, after)
    if "url" in fields:
        fields["url"] = [f"{host_of(url)}/…" for url in fields["url"]]
    if webhook.active:
        webhook.stopped_because = None
    if "url" in fields or "active" in fields:
        webhook.failures, webhook.rests_until = 0, None
    if fields:
        _record(session, actor, Action.WEBHOOK_CHANGED, webhook, fields=fields)
    return webhook


def replace_secret(session: Session, actor: Viewer, webhook_id: int) -> Webhook:
    """Sign with a new secret, and for a day with the one before it, too.

    Only one is before it: who replaces twice ends the first at once.
    """
    webhook = get_webhook(session, webhook_id, lock=True)
    webhook.previous_secret, webhook.previous_until = webhook.secret, utcnow() + OVERLAP
    webhook.secret = _new_secret()
    _record(session, actor, Action.WEBHOOK_CHANGED, webhook, fields={"secret": [None, "changed"]})
    return webhook


def remove_webhook(session: Session, actor: Viewer, webhook_id: int) -> Webhook:
    """Send it nothing any more, and forget its secrets."""
    webhook = get_webhook(session, webhook_id, lock=True)
    webhook.active, webhook.removed_at = False, utcnow()
    webhook.secret = webhook.previous_secret = webhook.previous_until = None
    _record(session, actor, Action.WEBHOOK_REMOVED, webhook)
    return webhook


def replay_delivery(session: Session, webhook_id: int, number: int) -> Delivery:
    """Send a change again, or at once one that waits to be tried again, with all its attempts.

    A receiver in trouble rests no longer, for whoever asks thinks it well. Raises Conflict
    `invalid_transition` while it is being sent.
    """
    delivery = get_delivery(session, webhook_id, number, lock=True)
    now = utcnow()
    if delivery.leased_until is not None and delivery.leased_until > now:
        raise Conflict(
            f"Change {number} is being sent at this moment. Look again in a minute.",
            code="invalid_transition",
        )
    delivery.state, delivery.delivered_at = DeliveryState.PENDING, None
    delivery.attempts, delivery.next_at, delivery.leased_until = 0, now, None
    webhook = get_webhook(session, webhook_id, lock=True)
    webhook.failures, webhook.rests_until = 0, None
    return delivery


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(BYTES))


def _record(
    session: Session, actor: Viewer, action: Action, webhook: Webhook, **details: Any
) -> None:
    record(session, actor, action, webhook=f"{webhook.id}, {host_of(webhook.url)}", **details)
