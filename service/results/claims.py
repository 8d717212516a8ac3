"""What is told of a claim that was found: where it stands, and its verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

from service.history.naming import titles_of
from service.permissions import Viewer


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim as its page of results shows it; its verdict where the viewer may know it."""

    id: int
    document_id: int
    document_title: str | None
    status: str
    tags: Sequence[str]
    rating: dict[str, Any] | None
    speaker: str | None


def tell(session: Session, viewer: Viewer, claims: Sequence[dict[str, Any]]) -> list[FoundClaim]:
    """These claims, as the API shows them, for people to read."""
    titles = titles_of(session, viewer, {claim["document_id"] for claim in claims})
    return [_tell(claim, titles.get(claim["document_id"])) for claim in claims]


def _tell(claim: dict[str, Any], title: str | None) -> FoundClaim:
    verdict = orjson.loads(orjson.dumps(claim["verdict"])) or {}
    claimant = verdict.get("claimant")
    return FoundClaim(
        claim["id"],
        claim["document_id"],
        title,
        claim["status"],
        claim["tags"],
        verdict.get("rating"),
        claimant["name"] if claimant else None,
    )
