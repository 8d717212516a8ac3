"""What a document may be made of, and who may describe it. Pure."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from service.errors import Conflict, Forbidden
from service.permissions import Viewer
from service.vocabulary import ClaimStatus, Role

if TYPE_CHECKING:
    from service.models import Document

LONGEST_TITLE = 500
LONGEST_NAME = 300
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


def check_describes(
    viewer: Viewer, document: "Document", changes: dict[str, Any], *, has_verdicts: bool
) -> None:
    """Raise Forbidden unless this person may change this of what describes the document."""
    if viewer.is_at_least(Role.REVIEWER):
        return
    if has_verdicts:
        raise Forbidden(
            f"Document {document.id} has published verdicts: only a reviewer may change what"
            " describes it."
        )
    if changes.get("blind", document.blind) != document.blind:
        raise Forbidden(f"Only a reviewer may change whether document {document.id} is blind.")


def check_newest(document: "Document", based_on: int | None) -> None:
    """Raise Conflict where `based_on` is given and is not the document's newest version."""
    if based_on not in (None, document.version):
        raise Conflict(
            f"The newest version of document {document.id} is {document.version}, and this was made"
            f" for version {based_on}. Look at what it would change now, and send it again.",
            code="stale_version",
        )


def differences(document: "Document", changes: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that would change, each with its value before and after."""
    return {
        field: [getattr(document, field), value]
        for field, value in changes.items()
        if getattr(document, field) != value
    }


def progress_of(statuses: Mapping[ClaimStatus, int], to_review: int) -> dict[str, int]:
    """How far a document is, from how many of its claims are in each status.

    What is published stays published while somebody proposes something else or it needs a recheck;
    what was retracted is unchecked again.
    """
    progress = {"published": 0, "in_work": 0, "unchecked": 0}
    for status, count in statuses.items():
        if status in _STAGES:  # what is retired is no claim
            progress[_STAGES[status]] += count
    return progress | {"to_review": to_review, "total": sum(progress.values())}


_STAGES = {
    ClaimStatus.PUBLISHED: "published",
    ClaimStatus.PUBLISHED_PENDING: "published",
    ClaimStatus.NEEDS_RECHECK: "published",
    ClaimStatus.IN_WORK: "in_work",
    ClaimStatus.UNCHECKED: "unchecked",
    ClaimStatus.RETRACTED: "unchecked",
}
