"""create webhooks"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("secret", sa.Text()),
        sa.Column("previous_secret", sa.Text()),
        sa.Column("previous_until", INSTANT),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("stopped_because", sa.Text()),
        sa.Column("failures", INTEGER, nullable=False),
        sa.Column("rests_until", INSTANT),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("created_by_id", INTEGER),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (secret IS NOT NULL)",
            name=op.f("ck_webhooks_secret_until_removed"),
        ),
        sa.CheckConstraint(
            "(previous_secret IS NULL) = (previous_until IS NULL)",
            name=op.f("ck_webhooks_previous_secret_ends"),
        ),
        sa.CheckConstraint(
            "stopped_because IS NULL OR NOT active", name=op.f("ck_webhooks_stopped_or_active")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name="fk_webhooks_created_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("webhook_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column(
            "state", words("deliverystate", "pending", "delivered", "failed"), nullable=False
        ),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT),
        sa.Column("status", INTEGER),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("attempted_at", INSTANT),
        sa.Column("delivered_at", INSTANT),
        sa.CheckConstraint(
            "(state = 'delivered') = (delivered_at IS NOT NULL)",
            name=op.f("ck_deliveries_delivered"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook_id_webhooks"
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["changes.number"], name="fk_deliveries_number_changes"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_deliveries_claim_id_claims"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("webhook_id", "number", name="uq_deliveries_webhook_id_number"),
    )
    op.create_index(
        "ix_deliveries_state", "deliveries", ["webhook_id", "state", "number"], unique=False
    )
    for name, columns in (
        ("ix_deliveries_due", ["webhook_id", "next_at"]),
        ("ix_deliveries_claim", ["webhook_id", "claim_id", "number"]),
    ):
        op.create_index(
            name,
            "deliveries",
            columns,
            unique=False,
            postgresql_where=PENDING,
            sqlite_where=PENDING,
        )


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("webhooks")
