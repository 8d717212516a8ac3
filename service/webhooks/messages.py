"""What is sent to a webhook: a change as a stranger reads it now, or a test."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from service.http.answers import to_json
from service.models import Webhook
from service.permissions import STRANGER
from service.verdicts.queries import list_changes


@dataclass(frozen=True, slots=True)
class Message:
    """A body on its way to an address, to be signed with each of the secrets."""

    webhook_id: int
    id: str
    url: str
    secrets: Sequence[str] = field(repr=False)
    body: bytes = field(repr=False)


def change_message(session: Session, webhook: Webhook, number: int, now: datetime) -> Message:
    """A public change, as `GET /api/v1/changes` shows it to a stranger at this moment.

    Its id is the same at each attempt and replay, so that receivers can drop repeats.
    """
    [item] = list_changes(session, STRANGER, after=number - 1, limit=1)
    return _message(webhook, f"change_{webhook.id}_{number}", item, now)


def ping_message(webhook: Webhook, now: datetime) -> Message:
    """`{"kind": "test", "webhook_id", "at"}`, a kind that no feed has."""
    body = {"kind": "test", "webhook_id": webhook.id, "at": now}
    return _message(webhook, f"test_{webhook.id}_{secrets.token_hex(8)}", body, now)


def _message(webhook: Webhook, message_id: str, body: object, now: datetime) -> Message:
    """Signed with the webhook's secret, and for a day with the one before it."""
    signing = [webhook.secret]
    if webhook.previous_until is not None and webhook.previous_until > now:
        signing.append(webhook.previous_secret)
    return Message(
        webhook.id, message_id, webhook.url, [each for each in signing if each], to_json(body)
    )
