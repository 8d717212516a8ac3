"""A repeated POST with the same Idempotency-Key changes nothing the second time.

The key is a row in the request's own transaction, inserted first: its unique constraint makes a
concurrent repeat wait, and a refusal, which rolls back, keeps nothing.
"""

from datetime import timedelta
from hashlib import sha256

import orjson
import sqlalchemy as sa
from flask import Response, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.db import utcnow
from service.errors import Invalid
from service.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
LONGEST = 200
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Cache-Control")


class Replay(Exception):
    """The stored answer to a request that was made before."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def claim(session: Session) -> None:
    """Take this request's key, if it has one, or raise Replay with the stored answer.

    A view that read the body piece by piece leaves its `g.request_hash`. Raises Invalid
    `idempotency_key_reused` when the key came with another body before.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return
    if not (0 < len(key) <= LONGEST and key.isprintable()):
        raise Invalid(
            f"An Idempotency-Key has 1 to {LONGEST} printable characters.",
            errors={"Idempotency-Key": ["Not a usable key."]},
        )
    row = IdempotencyKey(
        user_id=g.viewer.id,
        method=request.method,
        path=request.path,
        key=key,
        request_hash=g.get("request_hash") or sha256(request.get_data()).digest(),
    )
    _forget_old(session, row)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Replay(_stored(session, row)) from None
    g.idempotency_key = row


def keep(response: Response) -> Response:
    """Store the answer beside the key of this request, if it has one."""
    row: IdempotencyKey | None = g.get("idempotency_key")
    if row is not None:
        headers = {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        }
        row.status = response.status_code
        row.headers = orjson.dumps(headers).decode()
        row.body = response.get_data()
    return response


def _forget_old(session: Session, row: IdempotencyKey) -> None:
    """A few at a time, so that no request pays for many."""
    old = (
        sa.select(IdempotencyKey.id)
        .where(IdempotencyKey.created_at < utcnow() - KEPT_FOR)
        .order_by(IdempotencyKey.created_at)
        .limit(10)
        .with_for_update(skip_locked=True)
    )
    session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.id.in_(old)))


def _stored(session: Session, row: IdempotencyKey) -> Response:
    before = session.scalars(
        sa.select(IdempotencyKey).filter_by(
            user_id=row.user_id, method=row.method, path=row.path, key=row.key
        )
    ).one()
    if before.request_hash != row.request_hash:
        raise Invalid(
            "This Idempotency-Key was used with another body. Use a new key for a new request.",
            code="idempotency_key_reused",
        )
    response = Response(before.body, status=before.status)
    response.headers.update(orjson.loads(before.headers or "{}"))
    response.headers["Idempotency-Replayed"] = "true"
    return response
