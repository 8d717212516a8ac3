"""Webhooks in every state, without anybody who receives."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.db import utcnow
from service.models import Delivery
from service.permissions import Viewer
from service.webhooks import actions, outbox

NO_HOST = "There is no host of the name receiver.example."
BROKEN = "The receiver answers 500 Internal Server Error."
BUSY = "The receiver answers 503 Service Unavailable."


def add_webhooks(session: Session, admin: Viewer) -> dict[str, int]:
    """One that works, with its troubles, one that was stopped, and one that is paused."""
    busy, stopped, paused = (
        actions.add_webhook(session, admin, url=url, description=description, from_beginning=True)
        for url, description in (
            (f"https://receiver.example/{'verdicts-of-the-desk/' * 5}", "The paper's archive"),
            ("https://gone.example/hook", None),
            ("https://later.example/hook", None),
        )
    )
    now = utcnow()
    outbox.take_up_changes(session, busy.id, now)
    session.flush()
    say(session, delivered_at=now, state="delivered", attempts=1, status=204)
    undelivered = {"delivered_at": None, "attempted_at": now}
    given_up = undelivered | {"state": "failed", "attempts": 7}
    waiting = undelivered | {"state": "pending", "next_at": now + timedelta(hours=2)}
    say(session, 3, **given_up, status=None, error=NO_HOST)
    say(session, 5, **given_up, status=500, error=BROKEN)
    say(session, 8, **waiting, attempts=4, status=503, error=BUSY)
    say(session, 9, **waiting, attempts=0, status=None)
    busy.failures, busy.rests_until = 3, now + timedelta(minutes=5)
    stopped.active = False
    stopped.stopped_because = "The receiver answered 410 Gone to change 4."
    actions.change_webhook(session, admin, paused.id, active=False)
    return {"webhook": busy.id, "stopped_webhook": stopped.id, "paused_webhook": paused.id}


def say(session: Session, number: int | None = None, **values: Any) -> None:
    """How the delivery of a change went, or how all did."""
    query = sa.update(Delivery).values(**values)
    session.execute(query if number is None else query.where(Delivery.number == number))
