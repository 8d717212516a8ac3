"""The index of sources. Written only by search/."""

from service.db import Base
from service.models.indexed import Entries, TermCounts, Totals


class SourceEntry(Entries, Base):
    """What each is found by."""

    __tablename__ = "source_entries"


class SourceTerm(TermCounts, Base):
    """How common the terms are."""

    __tablename__ = "source_terms"


class SourceTotal(Totals, Base):
    """How many are indexed."""

    __tablename__ = "source_totals"
