from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.db import Base
from service.models.source import Source
from service.vocabulary import Stance


class Citation(Base):
    """A source used for an assessment, with what was known of the source at that time."""

    __tablename__ = "citations"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    url: Mapped[str]
    title: Mapped[str | None]
    publisher: Mapped[str]
    archived_url: Mapped[str | None]
    stance: Mapped[Stance]
    quote: Mapped[str | None]
    locator: Mapped[str | None]
    retrieved_at: Mapped[datetime]

    source: Mapped[Source] = relationship()
