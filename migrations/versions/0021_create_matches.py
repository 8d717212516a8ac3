"""create matches"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, reword, words

revision = "0021"
down_revision = "0020"
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
    "fact_check_changed",
    "import_started",
    "import_cancelled",
    "rating_word_changed",
    "webhook_added",
    "webhook_changed",
    "webhook_removed",
)
NEW_ACTIONS = ("match_confirmed", "match_rejected", "match_reopened")


def upgrade() -> None:
    op.create_table(
        "matches",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("fact_check_id", INTEGER, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state", words("matchstate", "suggested", "confirmed", "rejected"), nullable=False
        ),
        sa.Column("claim_text", sa.Text(), nullable=False),
        sa.Column("fact_check_text", sa.Text()),
        sa.Column("answered_by_id", INTEGER),
        sa.Column("answered_at", INSTANT),
        sa.CheckConstraint(
            "(state = 'suggested') = (answered_at IS NULL)"
            " AND (state = 'suggested') = (fact_check_text IS NULL)",
            name=op.f("ck_matches_suggested_or_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_matches_document_id_documents"
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_matches_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["fact_check_id"], ["fact_checks.id"], name="fk_matches_fact_check_id_fact_checks"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name="fk_matches_answered_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
        sa.UniqueConstraint("claim_id", "fact_check_id", name="uq_matches_claim_id_fact_check_id"),
    )
    op.create_index("ix_matches_document_id", "matches", ["document_id", "claim_id"])
    op.create_index("ix_matches_fact_check_id", "matches", ["fact_check_id"])
    op.create_table(
        "match_runs",
        sa.Column("job_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_match_runs_job_id_jobs"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_match_runs_document_id_documents"
        ),
        sa.PrimaryKeyConstraint("job_id", name="pk_match_runs"),
    )
    op.create_index("ix_match_runs_document_id", "match_runs", ["document_id", "job_id"])
    reword("jobs", "kind", "import", "document_matches", name="jobkind")
    reword("events", "action", *ACTIONS, *NEW_ACTIONS)


def downgrade() -> None:
    reword("events", "action", *ACTIONS)
    op.drop_table("match_runs")
    op.drop_table("matches")
    op.execute("DELETE FROM jobs WHERE kind = 'document_matches'")
    reword("jobs", "kind", "import", name="jobkind")
