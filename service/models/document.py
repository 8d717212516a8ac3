from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Versioned, utcnow
from service.vocabulary import Visibility


class Document(Versioned, Base):
    """A text under check: what describes it, and which of its versions is the newest.

    One document an article: at most one that is not archived has a canonical URL, and at most one
    without a URL has a text.
    """

    __tablename__ = "documents"
    __table_args__ = (
        sa.Index(
            "uq_documents_canonical_url",
            "canonical_url",
            unique=True,
            sqlite_where=sa.text("archived_at IS NULL"),
            postgresql_where=sa.text("archived_at IS NULL"),
        ),
        sa.Index(
            "uq_documents_text_hash",
            "text_hash",
            unique=True,
            sqlite_where=sa.text("canonical_url IS NULL AND archived_at IS NULL"),
            postgresql_where=sa.text("canonical_url IS NULL AND archived_at IS NULL"),
        ),
        sa.CheckConstraint("(url IS NULL) = (canonical_url IS NULL)", name="canonical_url_if_url"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    url: Mapped[str | None]
    canonical_url: Mapped[str | None]
    author: Mapped[str | None]
    publisher: Mapped[str | None] = mapped_column(index=True)
    published_at: Mapped[datetime | None]
    language: Mapped[str | None]
    visibility: Mapped[Visibility]
    blind: Mapped[bool]
    version: Mapped[int]
    text_hash: Mapped[bytes]
    claims_count: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(default=utcnow, onupdate=utcnow)
    archived_at: Mapped[datetime | None]
