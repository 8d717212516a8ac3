"""The index of documents. Written only by search/."""

from service.db import Base
from service.models.indexed import Entries, TermCounts, Totals


class DocumentEntry(Entries, Base):
    """What each is found by."""

    __tablename__ = "document_entries"


class DocumentTerm(TermCounts, Base):
    """How common the terms are."""

    __tablename__ = "document_terms"


class DocumentTotal(Totals, Base):
    """How many are indexed."""

    __tablename__ = "document_totals"
