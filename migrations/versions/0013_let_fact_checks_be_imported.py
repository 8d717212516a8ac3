"""let fact checks be imported"""

import json
import re
import unicodedata
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS: dict[str, Any] = {
    "text": sa.Text(),
    "text_key": sa.LargeBinary(),
    "title": sa.Text(),
    "claimant": sa.Text(),
    "claim_date": sa.Date(),
    "reviewed_at": INSTANT,
    "newest_on": sa.Date(),
    "language": sa.Text(),
    "rating_code": sa.Text(),
    "rating_label": sa.Text(),
    "rating_value": INTEGER,
    "rating_key": sa.Text(),
    "url": sa.Text(),
    "publisher": sa.Text(),
    "site": sa.Text(),
    "identity": sa.LargeBinary(),
    "detail": sa.LargeBinary(),
}
INDEXES = {
    "ix_fact_checks_text_key": ["text_key"],
    "ix_fact_checks_rating_key": ["rating_key"],
    "ix_fact_checks_url": ["url"],
    "ix_fact_checks_updated_at": ["updated_at", "id"],
    "ix_fact_checks_site": ["site", "id"],
    "ix_fact_checks_rating_code": ["rating_code", "id"],
    "ix_fact_checks_language": ["language", "id"],
}
OURS_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("claim_id IS NOT NULL AND public"),
    "sqlite_where": sa.text("claim_id IS NOT NULL AND public = 1"),
}
CHANGES_IN_PUBLIC: dict[str, Any] = {
    "postgresql_where": sa.text("public"),
    "sqlite_where": sa.text("public = 1"),
}
SERVED = "(retracted_at IS NULL) = (body IS NOT NULL) AND (retracted_at IS NULL) = (etag IS NOT NULL) AND (retracted_at IS NULL) = (assessment_id IS NOT NULL) AND (retracted_at IS NULL) = (retraction_reason IS NULL)"
OURS_OR_IMPORTED = (
    "claim_id IS NULL AND document_id IS NULL AND body IS NULL AND retracted_at IS NULL AND public AND etag IS NOT NULL AND text IS NOT NULL AND url IS NOT NULL AND publisher IS NOT NULL AND site IS NOT NULL AND identity IS NOT NULL"
    " OR claim_id IS NOT NULL AND document_id IS NOT NULL AND url IS NULL AND publisher IS NULL AND site IS NULL AND identity IS NULL"
)


def upgrade() -> None:
    with op.batch_alter_table("fact_checks") as batch:
        batch.alter_column("claim_id", existing_type=INTEGER, nullable=True)
        batch.alter_column("document_id", existing_type=INTEGER, nullable=True)
        batch.drop_constraint(op.f("ck_fact_checks_served_or_retracted"), type_="check")
        for name, kind in COLUMNS.items():
            batch.add_column(sa.Column(name, kind))
        batch.create_unique_constraint("uq_fact_checks_identity", ["identity"])
    _fill()
    with op.batch_alter_table("fact_checks") as batch:
        batch.create_check_constraint(
            op.f("ck_fact_checks_served_or_retracted"),
            sa.text(
                f"claim_id IS NULL OR {SERVED} AND (retracted_at IS NULL) = (text IS NOT NULL)"
            ),
        )
        batch.create_check_constraint(
            op.f("ck_fact_checks_ours_or_imported"), sa.text(OURS_OR_IMPORTED)
        )
    for name, columns in INDEXES.items():
        op.create_index(name, "fact_checks", columns, unique=False)
    op.create_index(
        "ix_fact_checks_ours", "fact_checks", ["updated_at", "id"], unique=False, **OURS_IN_PUBLIC
    )
    op.create_index("ix_changes_public", "changes", ["number"], unique=False, **CHANGES_IN_PUBLIC)


def downgrade() -> None:
    op.execute("DELETE FROM fact_checks WHERE claim_id IS NULL")
    op.drop_index("ix_changes_public", "changes")
    op.drop_index("ix_fact_checks_ours", "fact_checks")
    for name in INDEXES:
        op.drop_index(name, "fact_checks")
    with op.batch_alter_table("fact_checks") as batch:
        batch.drop_constraint(op.f("ck_fact_checks_ours_or_imported"), type_="check")
        batch.drop_constraint(op.f("ck_fact_checks_served_or_retracted"), type_="check")
        batch.drop_constraint("uq_fact_checks_identity", type_="unique")
        for name in COLUMNS:
            batch.drop_column(name)
        batch.create_check_constraint(op.f("ck_fact_checks_served_or_retracted"), sa.text(SERVED))
        batch.alter_column("claim_id", existing_type=INTEGER, nullable=False)
        batch.alter_column("document_id", existing_type=INTEGER, nullable=False)


def _fill() -> None:
    """Say in columns what the verdicts say that stand. `claimdesk reindex` lets them be found."""
    connection = op.get_bind()
    fact_checks = sa.table(
        "fact_checks", *(sa.column(name, kind) for name, kind in COLUMNS.items()), sa.column("id")
    )
    rows = connection.execute(
        sa.text(
            "SELECT fact_checks.id, body, documents.language, documents.published_at"
            " FROM fact_checks JOIN documents ON documents.id = fact_checks.document_id"
            " WHERE body IS NOT NULL"
        )
    ).all()
    for row in rows:
        verdict = json.loads(bytes(row.body))
        published = datetime.fromisoformat(verdict["published_at"])
        claimed = verdict["claim_date"] and date.fromisoformat(verdict["claim_date"])
        values = {
            "text": verdict["text"],
            "text_key": _key(verdict["text"]),
            "title": verdict["text"],
            "claimant": (verdict["claimant"] or {}).get("name"),
            "claim_date": claimed,
            "reviewed_at": published,
            "newest_on": max(filter(None, (claimed, published.date()))),
            "language": row.language,
            "rating_code": verdict["rating"]["code"],
            "rating_label": verdict["rating"]["label"],
            "rating_value": verdict["rating"]["value"],
            "detail": _detail(verdict, row.published_at),
        }
        connection.execute(sa.update(fact_checks).where(fact_checks.c.id == row.id).values(values))


def _detail(verdict: dict[str, Any], published_at: object) -> bytes:
    document = verdict["document"]
    day = str(published_at)[:10] if published_at else None
    place = {"url": document["url"], "title": document["title"], "published_on": day}
    return json.dumps({"appearances": [place] if document["url"] else []}).encode()


def _key(text: str) -> bytes:
    """As service/search/normalising.py had it when this was written."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2212", "-")
    pieces = re.findall(r"(?:(?<![^\s(])-)?\d+(?:[.,:/]\d+)*|[^\W\d_]+|[^\s\w]", folded)
    kept = [each for each in pieces if (each[0] == "-" and len(each) > 1) or not _is_mark(each[0])]
    return blake2b(" ".join(kept or [folded.strip()]).encode(), digest_size=12).digest()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PCZ" and character != "%"
