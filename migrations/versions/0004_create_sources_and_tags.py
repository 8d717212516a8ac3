"""create sources and tags"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER, words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


CLAIM_TYPES = [
    ("statistic", "A number, a share, a count or a comparison of them.", "#2a47c2"),
    ("quotation", "What somebody is said to have said or written.", "#7b4679"),
    ("causal", "One thing is said to have caused another.", "#a4540f"),
    ("prediction", "What is said to be going to happen.", "#14736a"),
    ("historical", "What is said to have happened, and when.", "#6d6042"),
    ("legal", "What a law, a court or a contract is said to say.", "#00625a"),
    ("opinion", "A judgement that no source can settle.", "#64676d"),
]


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT),
        sa.Column("archived_url", sa.Text()),
        sa.Column("content_hash", sa.LargeBinary()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("canonical_url", name="uq_sources_canonical_url"),
    )
    tags = op.create_table(
        "tags",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", words("tagkind", "claim_type", "topic"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("folded", name="uq_tags_folded"),
    )
    op.bulk_insert(
        tags,
        [
            {
                "name": name,
                "folded": name,
                "kind": "claim_type",
                "description": what,
                "colour": colour,
            }
            for name, what, colour in CLAIM_TYPES
        ],
    )


def downgrade() -> None:
    op.drop_table("tags")
    op.drop_table("sources")
