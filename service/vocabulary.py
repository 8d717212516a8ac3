"""Every closed set of words the domain uses. Imports nothing of ours."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do: each role may do what the ones before it may."""

    READER = "reader"
    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Visibility(StrEnum):
    """Who may read what is published about a document."""

    DESK = "desk"
    PUBLIC = "public"


class BlockKind(StrEnum):
    """The structural spans of a version."""

    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE = "table"
    CAPTION = "caption"


class FileKind(StrEnum):
    """What a text may come as, by the end of its file's name."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    WORD = "docx"
    PDF = "pdf"
    MAIL = "eml"


class AnchorState(StrEnum):
    """How surely a claim stands where its anchor says."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


class ClaimStatus(StrEnum):
    """Where the work on a claim stands."""

    UNCHECKED = "unchecked"
    IN_WORK = "in_work"
    PUBLISHED = "published"
    PUBLISHED_PENDING = "published_pending"
    NEEDS_RECHECK = "needs_recheck"
    RETRACTED = "retracted"
    RETIRED = "retired"


class EditState(StrEnum):
    """The one state machine. What leads from one to another is in edits/rules.py."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (EditState.DRAFT, EditState.SUBMITTED, EditState.CHANGES_REQUESTED)
"""The states of an edit that somebody still works on."""

NEXT_STATES: dict[EditState, frozenset[EditState]] = {
    EditState.DRAFT: frozenset({EditState.SUBMITTED, EditState.WITHDRAWN}),
    EditState.SUBMITTED: frozenset(
        {
            EditState.CHANGES_REQUESTED,
            EditState.REJECTED,
            EditState.APPROVED,
            EditState.WITHDRAWN,
            EditState.DRAFT,
        }
    ),
    EditState.CHANGES_REQUESTED: frozenset(
        {EditState.SUBMITTED, EditState.WITHDRAWN, EditState.DRAFT}
    ),
    EditState.APPROVED: frozenset(),
    EditState.REJECTED: frozenset(),
    EditState.WITHDRAWN: frozenset(),
}
"""Which state may follow which. edits/rules.py asks it, and the database holds it by a trigger."""


class Stance(StrEnum):
    """What a source says of the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class TagKind(StrEnum):
    """What a tag tells: how the claim speaks, or what it is about."""

    CLAIM_TYPE = "claim_type"
    TOPIC = "topic"


class ChangeKind(StrEnum):
    """What happened to a verdict, in the words of the public feed."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    RECHECK = "recheck"
    RETRACTED = "retracted"
    HIDDEN = "hidden"


class MatchState(StrEnum):
    """What was said to a fact-check that may have checked a claim before."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ModelKind(StrEnum):
    """What a model is trained for."""

    CHECKWORTHINESS = "checkworthiness"
    MATCHING = "matching"


class JobKind(StrEnum):
    """What is done in the background."""

    IMPORT = "import"
    DOCUMENT_MATCHES = "document_matches"


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportFormat(StrEnum):
    """How the file of an import is written."""

    JSON = "json"
    JSON_LINES = "jsonl"
    CSV = "csv"
    TSV = "tsv"


class Fault(StrEnum):
    """Why a row of an import cannot be used."""

    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    BROKEN_OFF = "broken_off"
    TOO_LARGE = "too_large"
    BROKEN_ROW = "broken_row"
    NOT_A_RECORD = "not_a_record"
    UNKNOWN_RECORD = "unknown_record"
    NO_CLAIM = "no_claim"
    CLAIM_TOO_LONG = "claim_too_long"
    NO_URL = "no_url"
    BROKEN_URL = "broken_url"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    OWN_FACT_CHECK = "own_fact_check"


OPEN_JOBS = (JobState.QUEUED, JobState.RUNNING)
"""The states of a job that is not over."""


class DeliveryState(StrEnum):
    """Where the delivery of a change to a webhook stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Action(StrEnum):
    """What an event says was done."""

    DOCUMENT_ADDED = "document_added"
    DOCUMENT_CHANGED = "document_changed"
    DOCUMENT_ARCHIVED = "document_archived"
    DOCUMENT_PURGED = "document_purged"
    VERSION_ADDED = "version_added"
    CLAIM_ADDED = "claim_added"
    CLAIM_SPLIT = "claim_split"
    CLAIMS_MERGED = "claims_merged"
    CLAIM_REBOUND = "claim_rebound"
    CLAIM_RETIRED = "claim_retired"
    CLAIM_REATTACHED = "claim_reattached"
    REPAIR_UNDONE = "repair_undone"
    EDIT_CREATED = "edit_created"
    EDIT_SUBMITTED = "edit_submitted"
    EDIT_WITHDRAWN = "edit_withdrawn"
    EDIT_REBASED = "edit_rebased"
    CHANGES_REQUESTED = "changes_requested"
    EDIT_REJECTED = "edit_rejected"
    EDIT_APPROVED = "edit_approved"
    VERDICT_RETRACTED = "verdict_retracted"
    COMMENT_ADDED = "comment_added"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    KEY_ADDED = "key_added"
    KEY_REVOKED = "key_revoked"
    TAG_ADDED = "tag_added"
    TAG_CHANGED = "tag_changed"
    SCALE_CHANGED = "scale_changed"
    FACT_CHECK_CHANGED = "fact_check_changed"
    IMPORT_STARTED = "import_started"
    IMPORT_CANCELLED = "import_cancelled"
    RATING_WORD_CHANGED = "rating_word_changed"
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_REMOVED = "webhook_removed"
    MATCH_CONFIRMED = "match_confirmed"
    MATCH_REJECTED = "match_rejected"
    MATCH_REOPENED = "match_reopened"
    MATCHING_CANCELLED = "matching_cancelled"
