"""create search index"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INTEGER

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FTS5 = "CREATE VIRTUAL TABLE fact_check_entries USING fts5(terms, stemmer UNINDEXED, detail=none, columnsize=0, tokenize=ascii)"


def upgrade() -> None:
    """`claimdesk reindex` fills it with what was published before."""
    _index_keys("text_key", "id")  # the newest of very many equal sentences, without sorting them
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5)
    else:
        op.create_table(
            "fact_check_entries",
            sa.Column("rowid", INTEGER, autoincrement=False, nullable=False),
            sa.Column("terms", sa.ARRAY(sa.Text()), nullable=False),
            sa.Column("stemmer", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("rowid", name="pk_fact_check_entries"),
        )
        op.create_index(
            "ix_fact_check_entries_terms",
            "fact_check_entries",
            ["terms"],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
        )
    op.create_table(
        "fact_check_terms",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("records", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_fact_check_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_check_totals",
        sa.Column("stemmer", sa.Text(), nullable=False),
        sa.Column("records", INTEGER, nullable=False),
        sa.Column("terms", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("stemmer", name="pk_fact_check_totals"),
    )


def downgrade() -> None:
    for table in ("fact_check_totals", "fact_check_terms", "fact_check_entries"):
        op.drop_table(table)
    _index_keys("text_key")


def _index_keys(*columns: str) -> None:
    op.drop_index("ix_fact_checks_text_key", "fact_checks")
    op.create_index("ix_fact_checks_text_key", "fact_checks", list(columns), unique=False)
