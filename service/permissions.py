"""Who may do what: the one table, and the person it is asked about.

A route names its permission with `@requires`; a test walks every route against this table. What
may be *seen* within a permission is decided in visibility.py, whose edit it is in edits/rules.py.
"""

from dataclasses import dataclass
from enum import StrEnum

from service.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is asking. A viewer without a role is a stranger: no key, or none that counts."""

    id: int | None = None
    name: str | None = None
    role: Role | None = None

    def may(self, permission: "Permission") -> bool:
        """Whether the table lets this person do it."""
        needed = WHO_MAY[permission]
        return needed is None or (self.role is not None and self.role.includes(needed))

    def is_at_least(self, role: Role) -> bool:
        """Whether this person's role includes `role`."""
        return self.role is not None and self.role.includes(role)


STRANGER = Viewer()
OPERATOR = Viewer(name="operator", role=Role.ADMIN)
"""Whoever may use the command line: may do everything, is nobody in the history."""


class Permission(StrEnum):
    """What can be done, in the words of the documentation."""

    OPERATE = "see that the service runs"
    READ_API_DESCRIPTION = "read the description of the API"
    READ_PUBLISHED = "read published verdicts, fact-checks and their changes"
    READ_VOCABULARY = "read scales and tags"
    SIGN_IN = "sign in and out"
    OWN_ACCOUNT = "see one's account, change its password, end its sessions"
    OWN_KEYS = "make, list and revoke keys of one's own"
    READ_DESK = "read documents, claims, edits, sources and history"
    ADD_DOCUMENT = "add a document"
    ADD_CLAIM = "make a claim of selected words"
    REPAIR_CLAIM = "split, merge, move and retire claims"
    REATTACH = "reattach a claim to a changed text"
    DESCRIBE_DOCUMENT = "change what describes a document"
    PROPOSE = "propose, save, submit and withdraw an edit of one's own"
    COMMENT = "comment on claims and edits"
    MATCH = "look for earlier fact-checks and say whether they match"
    REVIEW = "approve, amend, reject or ask for changes"
    RETRACT = "retract a verdict"
    CURATE_TAGS = "add and describe tags"
    CURATE_SCALES = "change scales"
    READ_EVENT_LOG = "read the whole event log"
    ARCHIVE_DOCUMENT = "archive a document"
    ADMINISTER_PEOPLE = "add people and change their roles"
    EXPORT = "export claims, edits and fact-checks"
    IMPORT = "import fact-checks and map the ratings of other publishers"
    ADMINISTER_WEBHOOKS = "add webhooks and see their deliveries"


WHO_MAY: dict[Permission, Role | None] = {
    Permission.OPERATE: None,
    Permission.READ_API_DESCRIPTION: None,
    Permission.READ_PUBLISHED: None,
    Permission.READ_VOCABULARY: None,
    Permission.SIGN_IN: None,
    Permission.OWN_ACCOUNT: Role.READER,
    Permission.OWN_KEYS: Role.READER,
    Permission.READ_DESK: Role.ANNOTATOR,
    Permission.ADD_DOCUMENT: Role.ANNOTATOR,
    Permission.ADD_CLAIM: Role.ANNOTATOR,
    Permission.REPAIR_CLAIM: Role.ANNOTATOR,
    Permission.REATTACH: Role.REVIEWER,
    Permission.DESCRIBE_DOCUMENT: Role.ANNOTATOR,
    Permission.PROPOSE: Role.ANNOTATOR,
    Permission.COMMENT: Role.ANNOTATOR,
    Permission.MATCH: Role.ANNOTATOR,
    Permission.REVIEW: Role.REVIEWER,
    Permission.RETRACT: Role.REVIEWER,
    Permission.CURATE_TAGS: Role.REVIEWER,
    Permission.CURATE_SCALES: Role.ADMIN,
    Permission.READ_EVENT_LOG: Role.ADMIN,
    Permission.ARCHIVE_DOCUMENT: Role.ADMIN,
    Permission.ADMINISTER_PEOPLE: Role.ADMIN,
    Permission.EXPORT: Role.ANNOTATOR,
    Permission.IMPORT: Role.ADMIN,
    Permission.ADMINISTER_WEBHOOKS: Role.ADMIN,
}
