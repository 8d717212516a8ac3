"""The three tables of an index, which every index has: see search/tables.py."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from service.db import Terms

IN_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""In the order of code points, as SQLite has all texts, so that terms that begin alike stand
together on both databases."""


class Entries:
    """The terms that a row is found by, in order and as often as it has them.

    `rowid` is the id of the row, called as the full-text tables of SQLite call it: there the table
    is one, of FTS5. `stemmer` is by whose rules the terms were made.
    """

    __tablename__: str

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        # What waits to be sorted into a GIN index is read by every search: let it be little.
        terms = sa.Index(
            f"ix_{cls.__tablename__}_terms",
            "terms",
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
        )
        fts5 = "terms, stemmer UNINDEXED, detail=none, columnsize=0, tokenize=ascii"
        return (terms.ddl_if(dialect="postgresql"), {"info": {"fts5": fts5}})

    rowid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terms: Mapped[list[str]] = mapped_column(Terms)
    stemmer: Mapped[str]


class TermCounts:
    """In how many rows a term is; one that none has is no row."""

    __table_args__ = {"sqlite_with_rowid": False}

    term: Mapped[str] = mapped_column(IN_BYTES, primary_key=True)
    records: Mapped[int]


class Totals:
    """How many rows are indexed by the rules of a stemmer, and how many terms they have."""

    stemmer: Mapped[str] = mapped_column(primary_key=True)
    records: Mapped[int]
    terms: Mapped[int]
