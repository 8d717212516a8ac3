"""The duty of the worker: what changed goes to the webhooks, each in a thread of its own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from service.database import Database
from service.db import utcnow
from service.fetching.posted import Posted
from service.fetching.posting import SECONDS
from service.fetching.resolving import Resolver, ask_system
from service.settings import Settings
from service.webhooks import outbox
from service.webhooks.messages import Message
from service.webhooks.queries import with_work
from service.webhooks.sending import send

MOST_AT_ONCE = 6
"""Webhooks that one worker serves side by side, so that a slow receiver holds up no other."""

SECONDS_OF_A_ROUND = 15.0
"""After these a round begins no further attempt, so that webhooks which had nothing to send are
looked at again."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Round:
    """One round of a worker, and how it sends; `stopping` tells that it should end soon."""

    database: Database
    settings: Settings
    stopping: Callable[[], bool] = lambda: False
    resolver: Resolver = ask_system
    seconds: float = SECONDS

    def run(self) -> bool:
        """Serve every webhook that has something to do. Whether anything was done."""
        with self.database.reading() as session:
            ids = with_work(session, utcnow())
        if not ids:
            return False
        with ThreadPoolExecutor(MOST_AT_ONCE, "webhook") as pool:
            return any(list(pool.map(self.serve, ids)))

    def serve(self, webhook_id: int) -> bool:
        """Take up the changes of one webhook and send what is due, one after another."""
        with self.database.transaction() as session:
            was_busy = outbox.take_up_changes(session, webhook_id, utcnow())
        end = time.monotonic() + SECONDS_OF_A_ROUND
        while time.monotonic() < end and not self.stopping():
            with self.database.transaction() as session:
                parcel = outbox.take(session, webhook_id, utcnow())
            if parcel is None:
                break
            posted = self._send(parcel.message)
            with self.database.transaction() as session:
                outbox.settle(session, parcel, posted, utcnow())
            was_busy = True
        return was_busy

    def _send(self, message: Message) -> Posted:
        try:
            return send(message, self.settings, resolver=self.resolver, seconds=self.seconds)
        except Exception:
            # Or this one would be tried again for ever, and nothing after it.
            log.exception("webhook_broke", message_id=message.id)
            return Posted(failure="Something broke here; the log says what.")


def deliver_due(
    database: Database, settings: Settings, stopping: Callable[[], bool] = lambda: False
) -> bool:
    """Make deliveries of new changes and send what is due. Whether there was anything to do.

    Any number of workers may do so at once. A delivery is leased while it is sent: what a crash
    leaves in between is sent again, with the same id.
    """
    return Round(database, settings, stopping).run()
