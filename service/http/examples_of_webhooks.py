"""Examples of webhooks and their deliveries."""

from typing import Any

_MORNING = "2026-11-22T09:30:00Z"
_NOON = "2026-11-22T12:00:00Z"
_URL = "https://receiver.example.org/verdicts"
_SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="

_webhook = {
    "id": 3,
    "url": _URL,
    "description": "The archive of the paper",
    "active": True,
    "stopped_because": None,
    "position": 1,
    "pending": 1,
    "failed": 0,
    "failures": 1,
    "rests_until": "2026-11-22T12:00:05Z",
    "created_at": _MORNING,
}
_delivery = {
    "number": 1,
    "claim_id": 2,
    "state": "pending",
    "attempts": 1,
    "status": 503,
    "error": "The receiver answers 503 Service Unavailable.",
    "next_at": "2026-11-22T12:00:05Z",
    "created_at": _NOON,
    "attempted_at": _NOON,
    "delivered_at": None,
}

EXAMPLES_OF_WEBHOOKS: dict[str, Any] = {
    "WebhookShape": _webhook,
    "WebhookPage": {"items": [_webhook], "next_cursor": None},
    "NewWebhook": {"url": _URL, "description": "The archive of the paper", "from_beginning": True},
    "NewWebhookShape": _webhook | {"secret": _SECRET},
    "WebhookChange": {"active": False},
    "SecretShape": {"secret": _SECRET, "previous_until": "2026-11-23T12:00:00Z"},
    "PingShape": {"delivered": True, "status": 204, "error": None},
    "DeliveryShape": _delivery,
    "DeliveryPage": {"items": [_delivery], "next_cursor": None},
}
