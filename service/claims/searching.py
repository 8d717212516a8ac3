"""Searches claims."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import statements
from service.claims.queries import claims_of
from service.models import Assessment, AssessmentTag, Claim, ClaimStanding, Document, FactCheck
from service.permissions import Viewer
from service.search.analysis import stemmer_of
from service.search.asking import read_query
from service.search.excerpts import excerpt_of
from service.search.fields import (
    Condition,
    Makers,
    Newest,
    code_of,
    conditions_of,
    fact_checks_of,
    newest_with,
    of_language,
    values_with,
)
from service.search.searching import Results, search
from service.search.tables import CLAIMS, DOCUMENTS
from service.visibility import unblinded, visible_to


def search_claims(
    session: Session,
    viewer: Viewer,
    filters: Mapping[str, Any],
    *,
    skip: int,
    limit: int,
    is_typed: bool = False,
) -> Results[dict[str, Any]]:
    """Those of all documents that `q` asks for, the most relevant first, up to the thousandth.

    While it `is_typed`, its last word may go on.
    """
    asked = read_query(filters["q"], is_typed=is_typed)
    standing = sa.exists().where(
        ClaimStanding.claim_id == Claim.id,
        Document.id == Claim.document_id,
        visible_to(viewer, Document),
        *statements.passing(viewer, filters),
    )
    conditions = [
        standing,
        *conditions_of(asked, _fields(session, viewer)),
        *newest_with(session, Claim.id, asked, _newest(session)),
    ]
    hits = search(session, CLAIMS, asked, conditions=conditions, limit=skip + limit)
    claims = claims_of(session, viewer, hits.ids[skip:])
    languages = _languages_of(session, {claim["document_id"] for claim in claims})
    excerpts = [
        excerpt_of(claim["text"], hits.terms, stemmer_of(languages.get(claim["document_id"])))
        for claim in claims
    ]
    return Results(claims, excerpts)


def _fields(session: Session, viewer: Viewer) -> Makers:
    shown = unblinded(viewer, Claim.id, Claim.document_id)

    def of_documents(condition: Condition) -> Condition:
        return sa.exists().where(Document.id == Claim.document_id, condition)

    def published_by(value: str) -> Condition:
        names = values_with(session, Document.publisher, value)
        return of_documents(Document.publisher.in_(names)) if names else sa.false()

    def rated(value: str) -> Condition:
        rating = Assessment.rating_code == code_of(value)
        return sa.and_(shown, sa.exists().where(Assessment.id == Claim.assessment_id, rating))

    def tagged(value: str) -> Condition:
        names = values_with(session, AssessmentTag.name, value, whole=True)
        tag = sa.and_(
            AssessmentTag.assessment_id == Claim.assessment_id, AssessmentTag.name.in_(names)
        )
        return sa.and_(shown, sa.exists().where(tag)) if names else sa.false()

    def said_by(value: str) -> Condition:
        ids = fact_checks_of(session, value)
        said = sa.and_(FactCheck.claim_id == Claim.id, FactCheck.id.in_(ids))
        return sa.and_(shown, sa.exists().where(said)) if ids else sa.false()

    return {
        "publisher": published_by,
        "rating": rated,
        "tag": tagged,
        "language": lambda value: of_documents(of_language(Document.language, value)),
        "speaker": said_by,
    }


def _newest(session: Session) -> Newest:
    def rated(value: str) -> sa.Select[Any]:
        rating = FactCheck.rating_code == code_of(value)
        ids = sa.select(FactCheck.claim_id).where(rating, FactCheck.claim_id.is_not(None))
        return ids.order_by(FactCheck.claim_id.desc())

    def published_by(value: str) -> sa.Select[Any]:
        names = values_with(session, Document.publisher, value)
        newest = sa.select(Document.id).where(Document.publisher.in_(names))
        newest = newest.order_by(Document.id.desc()).limit(DOCUMENTS.most_read)
        claims = sa.select(Claim.id).where(Claim.document_id.in_(newest))
        return claims.order_by(Claim.id.desc())

    return {"rating": rated, "publisher": published_by}


def _languages_of(session: Session, ids: set[int]) -> dict[int, str | None]:
    query = sa.select(Document.id, Document.language).where(Document.id.in_(ids))
    return {row.id: row.language for row in session.execute(query)} if ids else {}
