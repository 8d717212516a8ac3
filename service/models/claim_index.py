"""The index of claims. Written only by search/."""

from service.db import Base
from service.models.indexed import Entries, TermCounts, Totals


class ClaimEntry(Entries, Base):
    """What each is found by."""

    __tablename__ = "claim_entries"


class ClaimTerm(TermCounts, Base):
    """How common the terms are."""

    __tablename__ = "claim_terms"


class ClaimTotal(Totals, Base):
    """How many are indexed."""

    __tablename__ = "claim_totals"
