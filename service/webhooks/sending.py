"""Sends a signed message to its receiver, outside of any transaction."""

import time

import structlog

from service.fetching.posted import Posted
from service.fetching.posting import SECONDS, post
from service.fetching.resolving import Resolver, ask_system
from service.settings import Settings
from service.webhooks.messages import Message
from service.webhooks.rules import error_of, host_of
from service.webhooks.signing import headers_of

log = structlog.get_logger()


def send(
    message: Message,
    settings: Settings,
    *,
    resolver: Resolver = ask_system,
    seconds: float = SECONDS,
) -> Posted:
    """Send it, and write a line of log."""
    headers = headers_of(message.id, int(time.time()), message.body, message.secrets)
    started = time.perf_counter()
    posted = post(message.url, headers, message.body, settings, resolver=resolver, seconds=seconds)
    log.info(
        "webhook",
        webhook_id=message.webhook_id,
        message_id=message.id,
        host=host_of(message.url),
        status=posted.status,
        ms=round((time.perf_counter() - started) * 1000, 1),
        error=error_of(posted),
    )
    return posted
