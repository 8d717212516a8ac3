"""seed rating words"""

import csv
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WORDS = Path(__file__).parent.parent / "rating_words.tsv"


def upgrade() -> None:
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    columns: list[sa.ColumnClause[str]] = [
        sa.column(name) for name in ("site", "key", "word", "code")
    ]
    op.bulk_insert(
        sa.table("rating_words", *columns), [row | {"code": row["code"] or None} for row in rows]
    )


def downgrade() -> None:
    op.execute("DELETE FROM rating_words")
