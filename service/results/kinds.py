"""The kinds of things that one searches for, and who finds them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from service.claims.searching import search_claims
from service.documents.searching import search_documents
from service.fact_checks.searching import search_fact_checks
from service.permissions import Permission, Viewer
from service.results.claims import tell
from service.search.searching import Results
from service.settings import Settings
from service.sources.searching import search_sources


class Kind(StrEnum):
    """A kind of thing, as addresses call it."""

    FACT_CHECKS = "fact-checks"
    CLAIMS = "claims"
    DOCUMENTS = "documents"
    SOURCES = "sources"

    @property
    def noun(self) -> str:
        """`fact-check`."""
        return self.value.removesuffix("s")


def kinds_for(viewer: Viewer) -> Sequence[Kind]:
    """What somebody may search for: who is not of the desk, what is published alone."""
    return tuple(Kind) if viewer.may(Permission.READ_DESK) else (Kind.FACT_CHECKS,)


def find(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    kind: Kind,
    q: str,
    *,
    skip: int = 0,
    limit: int,
    is_typed: bool = False,
) -> Results[Any]:
    """What a query finds of one kind."""
    asked: Any = {"skip": skip, "limit": limit, "is_typed": is_typed}
    filters = {"q": q}
    match kind:
        case Kind.FACT_CHECKS:
            return search_fact_checks(session, viewer, settings, filters, **asked)
        case Kind.CLAIMS:
            claims, excerpts = search_claims(session, viewer, filters, **asked)
            return Results(tell(session, viewer, claims), excerpts)
        case Kind.DOCUMENTS:
            return search_documents(session, viewer, filters, **asked)
        case Kind.SOURCES:
            return search_sources(session, filters, **asked)
