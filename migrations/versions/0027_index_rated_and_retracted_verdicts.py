"""index rated and retracted verdicts"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OURS_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("claim_id IS NOT NULL AND public"),
    "sqlite_where": sa.text("claim_id IS NOT NULL AND public = 1"),
}
TAKEN_BACK_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("retracted_at IS NOT NULL AND public"),
    "sqlite_where": sa.text("retracted_at IS NOT NULL AND public = 1"),
}


def upgrade() -> None:
    op.create_index(
        "ix_fact_checks_ours_rated",
        "fact_checks",
        ["rating_code", "updated_at", "id"],
        **OURS_IN_PUBLIC,
    )
    op.create_index(
        "ix_fact_checks_retracted", "fact_checks", ["updated_at", "id"], **TAKEN_BACK_IN_PUBLIC
    )


def downgrade() -> None:
    op.drop_index("ix_fact_checks_retracted", "fact_checks")
    op.drop_index("ix_fact_checks_ours_rated", "fact_checks")
