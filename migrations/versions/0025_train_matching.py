"""train matching"""

from alembic import op

from migrations.columns import reword

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    reword("trained_models", "kind", "checkworthiness", "matching", name="modelkind")


def downgrade() -> None:
    """Models of what goes are forgotten; the one that comes with the program is used again."""
    op.execute("DELETE FROM trained_models WHERE kind = 'matching'")
    reword("trained_models", "kind", "checkworthiness", name="modelkind")
