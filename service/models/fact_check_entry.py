import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Terms


class FactCheckEntry(Base):
    """The index of fact-checks: the terms that one is found by, as often as it has them.

    `rowid` is the id of the fact-check, called as the full-text tables of SQLite call it: there
    the table is one, of FTS5. `stemmer` is by whose rules the terms were made. Written only by
    search/, with the two tables that count: see fact_check_term.py and fact_check_total.py.
    """

    __tablename__ = "fact_check_entries"
    __table_args__ = (
        # What waits to be sorted into a GIN index is read by every search: let it be little.
        sa.Index(
            "ix_fact_check_entries_terms",
            "terms",
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
        ).ddl_if(dialect="postgresql"),
        {"info": {"fts5": "terms, stemmer UNINDEXED, detail=none, columnsize=0, tokenize=ascii"}},
    )

    rowid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terms: Mapped[list[str]] = mapped_column(Terms)
    stemmer: Mapped[str]
