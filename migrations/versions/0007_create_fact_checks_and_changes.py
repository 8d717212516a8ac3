"""create fact checks and changes"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_checks",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("assessment_id", INTEGER),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("etag", sa.Text()),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("retracted_at", INSTANT),
        sa.Column("retraction_reason", sa.Text()),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (body IS NOT NULL) AND (retracted_at IS NULL) = (etag IS NOT NULL) AND (retracted_at IS NULL) = (assessment_id IS NOT NULL) AND (retracted_at IS NULL) = (retraction_reason IS NULL)",
            name=op.f("ck_fact_checks_served_or_retracted"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_fact_checks_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_fact_checks_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_fact_checks_document_id_documents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_checks"),
        sa.UniqueConstraint("claim_id", name="uq_fact_checks_claim_id"),
    )
    op.create_index("ix_fact_checks_document_id", "fact_checks", ["document_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("number", INTEGER, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            words("changekind", "published", "corrected", "recheck", "retracted", "hidden"),
            nullable=False,
        ),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("fact_check_id", INTEGER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_changes_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["fact_check_id"], ["fact_checks.id"], name="fk_changes_fact_check_id_fact_checks"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
    )
    op.create_index("ix_changes_claim_id", "changes", ["claim_id"], unique=False)

    counter = op.create_table(
        "change_counter",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_change_counter"),
    )
    op.bulk_insert(counter, [{"id": 1, "number": 0}])


def downgrade() -> None:
    op.drop_table("change_counter")
    op.drop_table("changes")
    op.drop_table("fact_checks")
