"""find like sentences"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INTEGER

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """`claimdesk reindex` makes the keys of the claims and verdicts that are there."""
    op.add_column("claims", sa.Column("text_key", sa.LargeBinary(), nullable=True))
    op.add_column("claims", sa.Column("likeness", sa.LargeBinary(), nullable=True))
    op.create_index("ix_claims_text_key", "claims", ["text_key", "id"])
    op.create_table(
        "likenesses",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("fact_check_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_check_id"],
            ["fact_checks.id"],
            name=op.f("fk_likenesses_fact_check_id_fact_checks"),
        ),
        sa.PrimaryKeyConstraint("key", "fact_check_id", name=op.f("pk_likenesses")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_likenesses_fact_check_id"), "likenesses", ["fact_check_id"])


def downgrade() -> None:
    op.drop_table("likenesses")
    op.drop_index("ix_claims_text_key", "claims")
    with op.batch_alter_table("claims") as batch:
        batch.drop_column("likeness")
        batch.drop_column("text_key")
