"""let events tell of more: comments, rebases, selections and scales"""

from migrations.columns import reword

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = (
    "document_added",
    "document_changed",
    "document_archived",
    "document_purged",
    "claim_added",
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
NEW = ("claim_added", "edit_rebased", "comment_added", "scale_changed")


def upgrade() -> None:
    reword("events", "action", *WORDS)


def downgrade() -> None:
    reword("events", "action", *(word for word in WORDS if word not in NEW))
