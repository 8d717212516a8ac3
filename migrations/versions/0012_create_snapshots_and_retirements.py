"""create snapshots and retirements"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, reword

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ACTIONS = (
    "document_added",
    "document_changed",
    "document_archived",
    "document_purged",
    "version_added",
    "claim_added",
    "claim_split",
    "claims_merged",
    "claim_rebound",
    "claim_retired",
    "claim_reattached",
    "repair_undone",
    "edit_created",
    "edit_submitted",
    "edit_withdrawn",
    "edit_rebased",
    "changes_requested",
    "edit_rejected",
    "edit_approved",
    "verdict_retracted",
    "comment_added",
    "user_added",
    "user_changed",
    "key_added",
    "key_revoked",
    "tag_added",
    "tag_changed",
    "scale_changed",
)
NEW_ACTIONS = (
    "version_added",
    "claim_split",
    "claims_merged",
    "claim_rebound",
    "claim_retired",
    "claim_reattached",
    "repair_undone",
)
STATUSES = (
    "unchecked",
    "in_work",
    "published",
    "published_pending",
    "needs_recheck",
    "retracted",
    "retired",
)


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("document_id", INTEGER, primary_key=True),
        sa.Column("version", INTEGER, primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("size", INTEGER, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "version"],
            ["versions.document_id", "versions.number"],
            name=op.f("fk_snapshots_document_id_versions"),
        ),
    )
    op.create_table(
        "retirements",
        sa.Column(
            "claim_id",
            INTEGER,
            sa.ForeignKey("claims.id", name=op.f("fk_retirements_claim_id_claims")),
            primary_key=True,
        ),
        sa.Column(
            "survivor_id",
            INTEGER,
            sa.ForeignKey("claims.id", name=op.f("fk_retirements_survivor_id_claims")),
        ),
        sa.Column("at", INSTANT, nullable=False),
    )
    reword("events", "action", *ACTIONS)
    reword("claim_status", "status", *STATUSES, name="claimstatus")


def downgrade() -> None:
    before = (word for word in STATUSES if word != "retired")
    reword("claim_status", "status", *before, name="claimstatus")
    reword("events", "action", *(word for word in ACTIONS if word not in NEW_ACTIONS))
    op.drop_table("retirements")
    op.drop_table("snapshots")
