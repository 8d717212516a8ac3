from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base


class FactCheckTotal(Base):
    """How many fact-checks are indexed by the rules of a stemmer, and how many terms they have."""

    __tablename__ = "fact_check_totals"

    stemmer: Mapped[str] = mapped_column(primary_key=True)
    records: Mapped[int]
    terms: Mapped[int]
