"""create search indexes of claims, documents and sources"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INTEGER

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("claim", "document", "source")
FTS5 = "CREATE VIRTUAL TABLE {} USING fts5(terms, stemmer UNINDEXED, detail=none, columnsize=0, tokenize=ascii)"
IN_BYTES = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """`claimdesk reindex` fills them with what is there already."""
    _sort_terms_of_fact_checks("C")
    for kind in KINDS:
        _create_index(kind)
    op.create_index("ix_documents_publisher", "documents", ["publisher"])
    op.create_index("ix_sources_publisher", "sources", ["publisher"])


def downgrade() -> None:
    op.drop_index("ix_sources_publisher", "sources")
    op.drop_index("ix_documents_publisher", "documents")
    for kind in reversed(KINDS):
        for table in ("totals", "terms", "entries"):
            op.drop_table(f"{kind}_{table}")
    _sort_terms_of_fact_checks("default")


def _create_index(kind: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5.format(f"{kind}_entries"))
    else:
        op.create_table(
            f"{kind}_entries",
            sa.Column("rowid", INTEGER, autoincrement=False, nullable=False),
            sa.Column("terms", sa.ARRAY(sa.Text()), nullable=False),
            sa.Column("stemmer", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("rowid", name=f"pk_{kind}_entries"),
        )
        op.create_index(
            f"ix_{kind}_entries_terms",
            f"{kind}_entries",
            ["terms"],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
        )
    op.create_table(
        f"{kind}_terms",
        sa.Column("term", IN_BYTES, nullable=False),
        sa.Column("records", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("term", name=f"pk_{kind}_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        f"{kind}_totals",
        sa.Column("stemmer", sa.Text(), nullable=False),
        sa.Column("records", INTEGER, nullable=False),
        sa.Column("terms", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("stemmer", name=f"pk_{kind}_totals"),
    )


def _sort_terms_of_fact_checks(collation: str) -> None:
    """Terms that begin alike have to stand together, as they do on SQLite."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f'ALTER TABLE fact_check_terms ALTER COLUMN term TYPE text COLLATE "{collation}"'
        )
