"""create scales"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, INTEGER

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


LANGUAGES = ("en", "de", "es", "fr")
SUPPORTED, REFUTED = "Supported", "Refuted"
CONFLICTING, TOO_LITTLE = "Conflicting Evidence/Cherrypicking", "Not Enough Evidence"
RATINGS = [
    ("true", 5, SUPPORTED, "True", "Richtig", "Verdadero", "Vrai"),
    (
        "mostly_true",
        4,
        SUPPORTED,
        "Mostly true",
        "Größtenteils richtig",
        "Mayormente verdadero",
        "Plutôt vrai",
    ),
    (
        "mixed",
        3,
        CONFLICTING,
        "Mixed",
        "Teils richtig, teils falsch",
        "Verdad a medias",
        "En partie vrai",
    ),
    (
        "mostly_false",
        2,
        REFUTED,
        "Mostly false",
        "Größtenteils falsch",
        "Mayormente falso",
        "Plutôt faux",
    ),
    ("false", 1, REFUTED, "False", "Falsch", "Falso", "Faux"),
    (
        "unverifiable",
        None,
        TOO_LITTLE,
        "Unverifiable",
        "Nicht überprüfbar",
        "No verificable",
        "Invérifiable",
    ),
    (
        "not_a_claim",
        None,
        TOO_LITTLE,
        "Not a claim",
        "Keine Tatsachenbehauptung",
        "No es una afirmación verificable",
        "Pas une affirmation vérifiable",
    ),
]


def upgrade() -> None:
    scales = op.create_table(
        "scales",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scales"),
        sa.UniqueConstraint("name", name="uq_scales_name"),
    )
    op.create_index(
        "uq_scales_active",
        "scales",
        ["active"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )

    ratings = op.create_table(
        "ratings",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("scale_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("value", INTEGER),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("averitec_label", sa.Text(), nullable=False),
        sa.Column("retired_at", INSTANT),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_ratings_value")),
        sa.ForeignKeyConstraint(["scale_id"], ["scales.id"], name="fk_ratings_scale_id_scales"),
        sa.PrimaryKeyConstraint("code", name="pk_ratings"),
    )
    op.create_index("ix_ratings_scale_id", "ratings", ["scale_id"], unique=False)

    op.bulk_insert(scales, [{"name": "Default", "active": True}])
    op.bulk_insert(
        ratings,
        [
            {
                "code": code,
                "scale_id": 1,
                "position": position,
                "value": value,
                "labels": dict(zip(LANGUAGES, labels, strict=True)),
                "averitec_label": averitec_label,
            }
            for position, (code, value, averitec_label, *labels) in enumerate(RATINGS)
        ],
    )


def downgrade() -> None:
    op.drop_table("ratings")
    op.drop_table("scales")
