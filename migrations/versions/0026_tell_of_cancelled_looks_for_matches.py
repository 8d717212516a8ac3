"""tell of cancelled looks for matches"""

from migrations.columns import reword

revision = "0026"
down_revision = "0025"
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
    "match_confirmed",
    "match_rejected",
    "match_reopened",
)


def upgrade() -> None:
    reword("events", "action", *ACTIONS, "matching_cancelled")


def downgrade() -> None:
    reword("events", "action", *ACTIONS)
