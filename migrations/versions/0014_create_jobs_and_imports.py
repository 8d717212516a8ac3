"""create jobs and imports"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, reword, words

revision = "0014"
down_revision = "0013"
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
    "fact_check_changed",
    "import_started",
    "import_cancelled",
    "rating_word_changed",
    "webhook_added",
    "webhook_changed",
    "webhook_removed",
)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("kind", words("jobkind", "import"), nullable=False),
        sa.Column(
            "state",
            words("jobstate", "queued", "running", "done", "failed", "cancelled"),
            nullable=False,
        ),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("created_by_id", INTEGER),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.Column("total", INTEGER),
        sa.Column("done", INTEGER, nullable=False),
        sa.Column("created", INTEGER, nullable=False),
        sa.Column("updated", INTEGER, nullable=False),
        sa.Column("unchanged", INTEGER, nullable=False),
        sa.Column("rejected", INTEGER, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("worker", sa.Text()),
        sa.Column("leased_until", INSTANT),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.CheckConstraint(
            "created + updated + unchanged + rejected = done", name=op.f("ck_jobs_rows_add_up")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name="fk_jobs_created_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "id"], unique=False)
    op.create_table(
        "job_files",
        sa.Column("job_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("piece", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_files_job_id_jobs"),
        sa.PrimaryKeyConstraint("job_id", "position", name="pk_job_files"),
    )
    op.create_table(
        "rejections",
        sa.Column("job_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_rejections_job_id_jobs"),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_rejections"),
    )
    op.create_table(
        "imported_records",
        sa.Column("fact_check_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("job_id", INTEGER, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_check_id"],
            ["fact_checks.id"],
            name="fk_imported_records_fact_check_id_fact_checks",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_imported_records_job_id_jobs"),
        sa.PrimaryKeyConstraint("fact_check_id", name="pk_imported_records"),
    )
    op.create_table(
        "rating_words",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_rating_words"),
        sa.UniqueConstraint("site", "key", name="uq_rating_words_site_key"),
    )
    reword("events", "action", *ACTIONS, *NEW_ACTIONS)


def downgrade() -> None:
    reword("events", "action", *ACTIONS)
    for table in ("rating_words", "imported_records", "rejections", "job_files", "jobs"):
        op.drop_table(table)
