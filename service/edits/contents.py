"""Filling an edit's draft with what its author wrote, and freezing it at submission."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from service.db import utcnow
from service.errors import Invalid
from service.models import Assessment, AssessmentTag, Citation, Claim, Document
from service.scales.queries import get_rating
from service.scales.rules import label_in
from service.sources.actions import cite_source
from service.tags.queries import as_spelled


def copy_of(assessment: Assessment) -> Assessment:
    """A draft that says what the assessment says, of the same edit and author."""
    draft = Assessment(edit_id=assessment.edit_id, author_id=assessment.author_id)
    for name in (
        "rating_code",
        "rationale",
        "claimant_name",
        "claimant_same_as",
        "claim_date",
    ):
        setattr(draft, name, getattr(assessment, name))
    draft.tags = [AssessmentTag(position=tag.position, name=tag.name) for tag in assessment.tags]
    draft.citations = [
        Citation(
            **{
                column.key: getattr(citation, column.key)
                for column in Citation.__table__.columns
                if column.key != "assessment_id"
            }
        )
        for citation in assessment.citations
    ]
    return draft


def fill(session: Session, draft: Assessment, content: Mapping[str, Any]) -> None:
    """Write what is given into a draft; what is absent stays, null clears.

    `content` has the fields of a proposal. Raises Invalid, which names the field, for a rating that
    the scale does not have.
    """
    session.add(draft)
    if "rating" in content:
        code = content["rating"]
        draft.rating_code = get_rating(session, code).code if code is not None else None
    if "rationale" in content:
        draft.rationale = content["rationale"]
    if "claim_date" in content:
        draft.claim_date = content["claim_date"]
    if "claimant" in content:
        claimant = content["claimant"] or {}
        draft.claimant_name = claimant.get("name")
        draft.claimant_same_as = claimant.get("same_as")
    if "tags" in content:
        _fill_tags(session, draft, content["tags"] or [])
    if "citations" in content:
        _fill_citations(session, draft, content["citations"] or [])
    session.flush()


def freeze(session: Session, assessment: Assessment, claim: Claim, document: Document) -> None:
    """Fill in what was judged and what the world calls it, and submit: it is final from now on."""
    assessment.text = claim.text
    if assessment.rating_code is not None:
        rating = get_rating(session, assessment.rating_code)
        assessment.rating_label = label_in(rating.labels, document.language)
        assessment.rating_value = rating.value
    for citation in assessment.citations:
        source = citation.source
        citation.url = source.url
        citation.title = source.title or citation.title
        citation.publisher = source.publisher
        citation.archived_url = source.archived_url
    session.flush()  # the children while they still may be written
    assessment.submitted_at = utcnow()
    session.flush()


def _fill_tags(session: Session, draft: Assessment, names: list[str]) -> None:
    names = as_spelled(session, names)
    if [tag.name for tag in draft.tags] == names:
        return
    draft.tags = []
    session.flush()
    draft.tags = [AssessmentTag(position=place, name=name) for place, name in enumerate(names)]


def _fill_citations(
    session: Session, draft: Assessment, citations: list[Mapping[str, Any]]
) -> None:
    """A citation that says what one said before keeps the time its source was looked at."""
    looked_at = {
        (each.source_id, each.stance, each.quote): each.retrieved_at for each in draft.citations
    }
    now = utcnow()
    filled: dict[tuple[Any, ...], Citation] = {}
    for place, each in enumerate(citations):
        try:
            source = cite_source(session, each["url"], each.get("title"))
        except Invalid as refusal:
            sentence = refusal.message.removeprefix("url: ")
            field = f"citations.{place}.url"
            raise Invalid(f"{field}: {sentence}", errors={field: [sentence]}) from None
        key = (source.id, each["stance"], each.get("quote"))
        filled.setdefault(
            (*key, each.get("locator")),
            Citation(
                position=len(filled),
                source_id=source.id,
                url=source.url,
                title=source.title,
                publisher=source.publisher,
                archived_url=source.archived_url,
                stance=each["stance"],
                quote=each.get("quote"),
                locator=each.get("locator"),
                retrieved_at=looked_at.get(key, now),
            ),
        )
    draft.citations = []
    session.flush()
    draft.citations = list(filled.values())
