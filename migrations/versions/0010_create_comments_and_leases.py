"""create comments and leases"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("edit_id", INTEGER),
        sa.Column("author_id", INTEGER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_comments_author_id_users"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_comments_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_comments_document_id_documents"
        ),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], name="fk_comments_edit_id_edits"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_document_id", "comments", ["document_id"], unique=False)
    op.create_index("ix_comments_claim_id", "comments", ["claim_id", "id"], unique=False)
    op.create_index("ix_comments_edit_id", "comments", ["edit_id", "id"], unique=False)
    op.create_table(
        "leases",
        sa.Column("edit_id", INTEGER, nullable=False),
        sa.Column("reviewer_id", INTEGER, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], name="fk_leases_edit_id_edits"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name="fk_leases_reviewer_id_users"),
        sa.PrimaryKeyConstraint("edit_id", name="pk_leases"),
    )


def downgrade() -> None:
    op.drop_table("leases")
    op.drop_table("comments")
