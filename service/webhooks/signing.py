"""The secret of a webhook and the headers of what is sent to it, by the Standard Webhooks
convention. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
BYTES = 32
"""Of a secret; the convention wants 24 to 64."""


def secret_of(random: bytes) -> str:
    """A secret as people copy it."""
    return PREFIX + base64.b64encode(random).decode()


def headers_of(message_id: str, at: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of a message, signed with each secret. `at` are seconds since 1970, of the
    attempt: receivers refuse what is old."""
    signed = f"{message_id}.{at}.".encode() + body
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": " ".join(_sign(signed, secret) for secret in secrets),
    }


def _sign(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
