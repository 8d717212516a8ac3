from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class FactCheckTerm(Base):
    """How many fact-checks are found by a term; one that none has is no row."""

    __tablename__ = "fact_check_terms"
    __table_args__ = {"sqlite_with_rowid": False}

    term: Mapped[str] = mapped_column(primary_key=True)
    records: Mapped[int]
