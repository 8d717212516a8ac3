"""create documents"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("canonical_url", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("published_at", INSTANT),
        sa.Column("language", sa.Text()),
        sa.Column("visibility", words("visibility", "desk", "public"), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("claims_count", INTEGER, nullable=False),
        sa.Column("created_by_id", INTEGER),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("archived_at", INSTANT),
        sa.Column("revision", INTEGER, nullable=False),
        sa.CheckConstraint(
            "(url IS NULL) = (canonical_url IS NULL)",
            name=op.f("ck_documents_canonical_url_if_url"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name="fk_documents_created_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index(
        "uq_documents_canonical_url",
        "documents",
        ["canonical_url"],
        unique=True,
        sqlite_where=sa.text("archived_at IS NULL"),
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_index(
        "uq_documents_text_hash",
        "documents",
        ["text_hash"],
        unique=True,
        sqlite_where=sa.text("canonical_url IS NULL AND archived_at IS NULL"),
        postgresql_where=sa.text("canonical_url IS NULL AND archived_at IS NULL"),
    )

    op.create_table(
        "versions",
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("splitter", sa.Text(), nullable=False),
        sa.Column("created_by_id", INTEGER),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name="fk_versions_created_by_id_users"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_versions_document_id_documents"
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_versions"),
    )
    op.create_table(
        "blocks",
        sa.Column("document_id", INTEGER, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("start", INTEGER, nullable=False),
        sa.Column("end", INTEGER, nullable=False),
        sa.Column(
            "kind",
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
        sa.Column("level", INTEGER),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_blocks_span")),
        sa.ForeignKeyConstraint(
            ["document_id", "version"],
            ["versions.document_id", "versions.number"],
            name="fk_blocks_document_id_versions",
        ),
        sa.PrimaryKeyConstraint("document_id", "version", "start", name="pk_blocks"),
    )


def downgrade() -> None:
    op.drop_table("blocks")
    op.drop_table("versions")
    op.drop_table("documents")
