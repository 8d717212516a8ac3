"""create events"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", INTEGER),
        sa.Column(
            "action",
            words(
                "action",
                "document_added",
                "document_changed",
                "document_archived",
                "document_purged",
                "edit_created",
                "edit_submitted",
                "edit_withdrawn",
                "changes_requested",
                "edit_rejected",
                "edit_approved",
                "verdict_retracted",
                "user_added",
                "user_changed",
                "key_added",
                "key_revoked",
                "tag_added",
                "tag_changed",
            ),
            nullable=False,
        ),
        sa.Column("document_id", INTEGER),
        sa.Column("claim_id", INTEGER),
        sa.Column("edit_id", INTEGER),
        sa.Column("user_id", INTEGER),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_events_actor_id_users"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_events_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_events_document_id_documents"
        ),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], name="fk_events_edit_id_edits"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_events_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_claim_id", "events", ["claim_id", "id"], unique=False)
    op.create_index("ix_events_document_id", "events", ["document_id", "id"], unique=False)
    op.create_index("ix_events_edit_id", "events", ["edit_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("events")
