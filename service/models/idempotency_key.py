from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class IdempotencyKey(Base):
    """The answer to a request that may be repeated, written in the request's own transaction."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (sa.UniqueConstraint("user_id", "method", "path", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    method: Mapped[str]
    path: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    headers: Mapped[str | None]
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
