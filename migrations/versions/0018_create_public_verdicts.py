"""create public verdicts"""

import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FACT_CHECKS = sa.table("fact_checks", sa.column("id"), sa.column("detail", sa.LargeBinary()))
STANDS = sa.text("""
    SELECT fact_checks.id, detail, claims.text AS exact, anchors.version, start, "end", prefix, suffix,
        coalesce(fetched_at, versions.created_at) AS at
    FROM fact_checks
    JOIN claims ON claims.id = fact_checks.claim_id
    JOIN anchors ON anchors.claim_id = claims.id
    JOIN versions ON versions.document_id = anchors.document_id AND number = anchors.version
    LEFT JOIN snapshots
        ON snapshots.document_id = anchors.document_id AND snapshots.version = anchors.version
    WHERE fact_checks.body IS NOT NULL AND "end" - start = length(claims.text)
        AND substr(versions.text, CAST(start + 1 AS INTEGER), CAST("end" - start AS INTEGER))
            = claims.text
    ORDER BY fact_checks.id, anchors.version
""").columns(at=INSTANT)
"""Every place at which the words of a claim with a verdict stand, the newest last."""


def upgrade() -> None:
    op.create_table(
        "public_verdicts",
        sa.Column("position", INTEGER, autoincrement=False, nullable=False),
        sa.Column("fact_check_id", INTEGER, nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_public_verdicts_position_from_1")),
        sa.ForeignKeyConstraint(
            ["fact_check_id"],
            ["fact_checks.id"],
            name="fk_public_verdicts_fact_check_id_fact_checks",
        ),
        sa.PrimaryKeyConstraint("position", name="pk_public_verdicts"),
        sa.UniqueConstraint("fact_check_id", name="uq_public_verdicts_fact_check_id"),
    )
    op.execute(
        "INSERT INTO public_verdicts (position, fact_check_id)"
        " SELECT row_number() OVER (ORDER BY published_at, id), id FROM fact_checks"
        " WHERE claim_id IS NOT NULL AND public AND retracted_at IS NULL"
    )
    op.add_column("change_counter", sa.Column("public_at", INSTANT))
    op.execute(
        "UPDATE change_counter SET public_at = coalesce("
        "(SELECT at FROM changes WHERE public ORDER BY number DESC LIMIT 1), CURRENT_TIMESTAMP)"
    )
    with op.batch_alter_table("change_counter") as batch:
        batch.alter_column("public_at", existing_type=INSTANT, nullable=False)
    _say_where_the_words_stand()


def downgrade() -> None:
    with op.batch_alter_table("change_counter") as batch:
        batch.drop_column("public_at")
    op.drop_table("public_verdicts")


def _say_where_the_words_stand() -> None:
    connection = op.get_bind()
    for row in connection.execute(STANDS).all():
        stood = row._asdict()
        detail = json.loads(bytes(stood.pop("detail") or b"{}"))
        fact_check_id, at = stood.pop("id"), stood.pop("at")
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        detail["stood"] = stood | {"at": at.isoformat()}
        connection.execute(
            sa.update(FACT_CHECKS)
            .where(FACT_CHECKS.c.id == fact_check_id)
            .values(detail=json.dumps(detail).encode())
        )
