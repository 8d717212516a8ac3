"""create fact check vectors"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A worker fills it, where EMBEDDINGS_URL is set."""
    op.create_table(
        "fact_check_vectors",
        sa.Column("fact_check_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(vector IS NULL) = (number = 0)",
            name=op.f("ck_fact_check_vectors_numbered_when_there"),
        ),
        sa.CheckConstraint(
            "vector IS NULL OR leased_until IS NULL",
            name=op.f("ck_fact_check_vectors_there_or_leased"),
        ),
        sa.ForeignKeyConstraint(
            ["fact_check_id"],
            ["fact_checks.id"],
            name=op.f("fk_fact_check_vectors_fact_check_id_fact_checks"),
        ),
        sa.PrimaryKeyConstraint("fact_check_id", name=op.f("pk_fact_check_vectors")),
    )
    op.create_index("ix_fact_check_vectors_number", "fact_check_vectors", ["model", "number"])


def downgrade() -> None:
    op.drop_table("fact_check_vectors")
