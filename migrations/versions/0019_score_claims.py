"""score claims"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """`claimdesk rescore` scores the claims that are there."""
    op.add_column("claims", sa.Column("checkworthiness", sa.Double(), nullable=True))
    op.create_table(
        "trained_models",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("kind", words("modelkind", "checkworthiness"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("trained_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trained_models")),
    )
    op.create_index("ix_trained_models_kind", "trained_models", ["kind", "id"])


def downgrade() -> None:
    op.drop_table("trained_models")
    with op.batch_alter_table("claims") as batch:
        batch.drop_column("checkworthiness")
