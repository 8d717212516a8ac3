from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class Snapshot(Base):
    """What was fetched to make a version, written once with it.

    `url` is where it was found after all redirects; `hash` is the SHA-256 of the body as it came,
    `body` that body compressed by zlib, `size` its bytes before.
    """

    __tablename__ = "snapshots"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["document_id", "version"], ["versions.document_id", "versions.number"]
        ),
    )

    document_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    fetched_at: Mapped[datetime]
    media_type: Mapped[str]
    headers: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    hash: Mapped[bytes]
    size: Mapped[int]
    body: Mapped[bytes]
