"""The index of fact-checks. Written only by search/."""

from service.db import Base
from service.models.indexed import Entries, TermCounts, Totals


class FactCheckEntry(Entries, Base):
    """What each is found by."""

    __tablename__ = "fact_check_entries"


class FactCheckTerm(TermCounts, Base):
    """How common the terms are."""

    __tablename__ = "fact_check_terms"


class FactCheckTotal(Totals, Base):
    """How many are indexed."""

    __tablename__ = "fact_check_totals"
