"""index rated claims"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OURS = sa.text("claim_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_fact_checks_rated_claims",
        "fact_checks",
        ["rating_code", "claim_id"],
        postgresql_where=OURS,
        sqlite_where=OURS,
    )


def downgrade() -> None:
    op.drop_index("ix_fact_checks_rated_claims", "fact_checks")
