"""tell decided words of ratings"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rating_words", sa.Column("decided_at", INSTANT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("rating_words") as batch:
        batch.drop_column("decided_at")
