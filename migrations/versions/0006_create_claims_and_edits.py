"""create claims and edits"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


TO_ASSESSMENTS = [("claims", "assessment_id"), ("edits", "base_id"), ("edits", "assessment_id")]


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column(
            "block",
            words(
                "blockkind",
                "headline",
                "heading",
                "paragraph",
                "list_item",
                "quotation",
                "table",
                "caption",
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assessment_id", INTEGER),
        sa.Column("revision", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_claims_assessment_id_assessments",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_claims_document_id_documents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_document_id", "claims", ["document_id"], unique=False)

    op.create_table(
        "anchors",
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("start", INTEGER, nullable=False),
        sa.Column("end", INTEGER, nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column(
            "state", words("anchorstate", "exact", "moved", "changed", "orphaned"), nullable=False
        ),
        sa.CheckConstraint(
            "(start = \"end\") = (state = 'orphaned')", name=op.f("ck_anchors_empty_if_orphaned")
        ),
        sa.CheckConstraint('0 <= start AND start <= "end"', name=op.f("ck_anchors_span")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_anchors_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["document_id", "version"],
            ["versions.document_id", "versions.number"],
            name="fk_anchors_document_id_versions",
        ),
        sa.PrimaryKeyConstraint("claim_id", "version", name="pk_anchors"),
    )
    op.create_index(
        "ix_anchors_reading_order",
        "anchors",
        ["document_id", "version", "start", "claim_id"],
        unique=False,
    )

    op.create_table(
        "claim_status",
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column(
            "status",
            words(
                "claimstatus",
                "unchecked",
                "in_work",
                "published",
                "published_pending",
                "needs_recheck",
                "retracted",
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name="fk_claim_status_claim_id_claims"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_claim_status_document_id_documents"
        ),
        sa.PrimaryKeyConstraint("claim_id", name="pk_claim_status"),
    )
    op.create_index(
        "ix_claim_status_document",
        "claim_status",
        ["document_id", "status", "claim_id"],
        unique=False,
    )

    op.create_table(
        "edits",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("claim_id", INTEGER, nullable=False),
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("author_id", INTEGER, nullable=False),
        sa.Column(
            "state",
            words(
                "editstate",
                "draft",
                "submitted",
                "changes_requested",
                "approved",
                "rejected",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("base_revision", INTEGER, nullable=False),
        sa.Column("base_id", INTEGER),
        sa.Column("assessment_id", INTEGER),
        sa.Column("reviewer_id", INTEGER),
        sa.Column("reviewed_at", INSTANT),
        sa.Column("comment", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", INTEGER, nullable=False),
        sa.CheckConstraint(
            "(state IN ('approved', 'rejected', 'changes_requested')) = (reviewer_id IS NOT NULL)",
            name=op.f("ck_edits_reviewer_if_reviewed"),
        ),
        sa.CheckConstraint(
            "state <> 'draft' OR assessment_id IS NULL", name=op.f("ck_edits_draft")
        ),
        sa.CheckConstraint(
            "state NOT IN ('rejected', 'changes_requested') OR comment IS NOT NULL",
            name=op.f("ck_edits_comment_if_refused"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'changes_requested', 'approved', 'rejected') OR assessment_id IS NOT NULL",
            name=op.f("ck_edits_submitted"),
        ),
        sa.CheckConstraint(
            "(assessment_id IS NULL) = (submitted_at IS NULL)",
            name=op.f("ck_edits_submitted_at_if_submitted"),
        ),
        sa.CheckConstraint(
            "(reviewer_id IS NULL) = (reviewed_at IS NULL)",
            name=op.f("ck_edits_reviewed_at_if_reviewed"),
        ),
        sa.CheckConstraint("reviewer_id <> author_id", name=op.f("ck_edits_not_own_reviewer")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_edits_assessment_id_assessments",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_edits_author_id_users"),
        sa.ForeignKeyConstraint(
            ["base_id"], ["assessments.id"], name="fk_edits_base_id_assessments", use_alter=True
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_edits_claim_id_claims"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_edits_document_id_documents"
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name="fk_edits_reviewer_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
    )
    op.create_index("ix_edits_author_id", "edits", ["author_id"], unique=False)
    op.create_index("ix_edits_claim_id", "edits", ["claim_id"], unique=False)
    op.create_index("ix_edits_document_id", "edits", ["document_id"], unique=False)
    op.create_index("ix_edits_queue", "edits", ["state", "submitted_at", "id"], unique=False)
    op.create_index(
        "uq_edits_open_of_author",
        "edits",
        ["claim_id", "author_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted', 'changes_requested')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'changes_requested')"),
    )

    op.create_table(
        "assessments",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("edit_id", INTEGER, nullable=False),
        sa.Column("author_id", INTEGER, nullable=False),
        sa.Column("amended_by_id", INTEGER),
        sa.Column("text", sa.Text()),
        sa.Column("rating_code", sa.Text()),
        sa.Column("rating_label", sa.Text()),
        sa.Column("rating_value", INTEGER),
        sa.Column("rationale", sa.Text()),
        sa.Column("claimant_name", sa.Text()),
        sa.Column("claimant_same_as", sa.Text()),
        sa.Column("claim_date", sa.Date()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT),
        sa.CheckConstraint(
            "amended_by_id <> author_id", name=op.f("ck_assessments_amended_by_another")
        ),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (rating_code IS NULL) = (rating_label IS NULL)",
            name=op.f("ck_assessments_label_if_submitted"),
        ),
        sa.CheckConstraint(
            "submitted_at IS NULL OR text IS NOT NULL",
            name=op.f("ck_assessments_wording_if_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["amended_by_id"], ["users.id"], name="fk_assessments_amended_by_id_users"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_assessments_author_id_users"),
        sa.ForeignKeyConstraint(["edit_id"], ["edits.id"], name="fk_assessments_edit_id_edits"),
        sa.ForeignKeyConstraint(
            ["rating_code"], ["ratings.code"], name="fk_assessments_rating_code_ratings"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
    )
    op.create_index("ix_assessments_edit_id", "assessments", ["edit_id"], unique=False)
    op.create_index(
        "uq_assessments_draft_of_edit",
        "assessments",
        ["edit_id"],
        unique=True,
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )

    op.create_table(
        "assessment_tags",
        sa.Column("assessment_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_assessment_tags_assessment_id_assessments",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_assessment_tags"),
    )
    op.create_index(
        "ix_assessment_tags_name", "assessment_tags", ["name", "assessment_id"], unique=False
    )

    op.create_table(
        "citations",
        sa.Column("assessment_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("source_id", INTEGER, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("archived_url", sa.Text()),
        sa.Column("stance", words("stance", "supports", "refutes", "context"), nullable=False),
        sa.Column("quote", sa.Text()),
        sa.Column("locator", sa.Text()),
        sa.Column("retrieved_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_citations_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_citations_source_id_sources"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "position", name="pk_citations"),
    )
    op.create_index("ix_citations_source_id", "citations", ["source_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":  # SQLite has them in CREATE TABLE
        for table, column in TO_ASSESSMENTS:
            name = f"fk_{table}_{column}_assessments"
            op.create_foreign_key(name, table, "assessments", [column], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in TO_ASSESSMENTS:
            op.drop_constraint(f"fk_{table}_{column}_assessments", table)
    op.drop_table("citations")
    op.drop_table("assessment_tags")
    op.drop_table("assessments")
    op.drop_table("edits")
    op.drop_table("claim_status")
    op.drop_table("anchors")
    op.drop_table("claims")
