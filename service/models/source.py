from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, utcnow


class Source(Base):
    """A web page or work that is cited, once per canonical URL."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    canonical_url: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    title: Mapped[str | None]
    publisher: Mapped[str] = mapped_column(index=True)
    published_at: Mapped[datetime | None]
    archived_url: Mapped[str | None]
    content_hash: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
