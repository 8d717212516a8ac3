"""Filling an edit's draft with what its author wrote, and freezing it at submission."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.assessments.queries import by_id, drafts_of
from service.db import utcnow
from service.edits import rules
from service.models import Assessment, AssessmentTag, Citation, Claim, Edit, Rating
from service.scales.queries import get_rating
from service.scales.rules import label_in
from service.sources.actions import Cited, cite_sources
from service.tags.queries import as_spelled


def draft_of(session: Session, edit: Edit) -> Assessment:
    """What the author writes into: the edit's draft, or a new one made from what was submitted.

    So submitting after a request for changes without a save submits the same again.
    """
    draft = drafts_of(session, [edit.id]).get(edit.id)
    if draft is None:
        draft = copy_of(by_id(session, [edit.assessment_id])[edit.assessment_id or 0], edit)
        session.add(draft)
    return draft


def copy_of(assessment: Assessment, edit: Edit) -> Assessment:
    """A draft of the edit and its author that says what the assessment says."""
    draft = Assessment(edit_id=edit.id, author_id=edit.author_id)
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
            source=citation.source,
            **{
                column.key: getattr(citation, column.key)
                for column in Citation.__table__.columns
                if column.key != "assessment_id"
            },
        )
        for citation in assessment.citations
    ]
    return draft


def fill(session: Session, draft: Assessment, content: Mapping[str, Any]) -> None:
    """Write what is given into a draft; what is absent stays, null clears.

    `content` has the fields of a proposal. Raises Invalid, which names the field, for a rating that
    the scale does not have.
    """
    if content.get("rating") is not None:
        get_rating(session, content["rating"])
    if "rating" in content:
        draft.rating_code = content["rating"]
    for name in ("rationale", "claim_date"):
        if name in content:
            setattr(draft, name, content[name])
    if "claimant" in content:
        claimant = content["claimant"] or {}
        draft.claimant_name = claimant.get("name")
        draft.claimant_same_as = claimant.get("same_as")
    if "tags" in content:
        names = as_spelled(session, content["tags"] or [])
        tags = [AssessmentTag(position=place, name=name) for place, name in enumerate(names)]
        _replace(session, draft, "tags", tags)
    if "citations" in content:
        citations = _citations(session, draft, content["citations"] or [])
        _replace(session, draft, "citations", citations)
    session.add(draft)


def check_content(
    session: Session, assessment: Assessment, claim: Claim, wording: str
) -> Rating | None:
    """Raise unless it is complete and may be published of `wording`; the answer is its rating."""
    code = assessment.rating_code
    rating = get_rating(session, code) if code is not None else None
    rules.check_complete(assessment, rating.value if rating else None)
    published = by_id(session, [claim.assessment_id]).get(claim.assessment_id or 0)
    rules.check_publishable(assessment, published, wording)
    return rating


def freeze(
    session: Session,
    assessment: Assessment,
    claim: Claim,
    wording: str,
    rating: Rating | None,
    amended_by: int | None = None,
) -> None:
    """Fill in what was judged and what the world calls it, and submit: it is final from now on."""
    assessment.text = wording
    assessment.amended_by_id = amended_by
    if rating is not None:
        assessment.rating_label = label_in(rating.labels, claim.document.language)
        assessment.rating_value = rating.value
    for citation in assessment.citations:
        source = citation.source
        citation.url = source.url
        citation.title = source.title or citation.title
        citation.publisher = source.publisher
        citation.archived_url = source.archived_url
    session.flush()  # the children while they still may be written
    assessment.submitted_at = utcnow()


def amend(
    session: Session,
    edit: Edit,
    claim: Claim,
    submitted: Assessment,
    amendments: Mapping[str, Any],
    *,
    by: int | None,
) -> Assessment:
    """What was submitted as a further assessment, with what a reviewer mended in it, frozen.

    It judges the wording that its author judged, whatever stands in the text by now.
    """
    amended = copy_of(submitted, edit)
    fill(session, amended, amendments)
    wording = submitted.text or claim.text
    rating = check_content(session, amended, claim, wording)
    freeze(session, amended, claim, wording, rating, amended_by=by)
    return amended


def _replace(session: Session, draft: Assessment, name: str, children: list[Any]) -> None:
    """The old children go first: the new ones take their places, and those are the keys."""
    if sa.inspect(draft).persistent:
        setattr(draft, name, [])
        session.flush()
    setattr(draft, name, children)


def _citations(
    session: Session, draft: Assessment, given: list[Mapping[str, Any]]
) -> list[Citation]:
    """A citation that says what one said before keeps the time its source was looked at.

    One taken from elsewhere says the time itself.
    """
    looked_at = {
        (each.source_id, each.stance, each.quote): each.retrieved_at for each in draft.citations
    }
    now = utcnow()
    sources = cite_sources(session, [Cited(each["url"], each.get("title")) for each in given])
    citations: dict[tuple[Any, ...], Citation] = {}
    for each, source in zip(given, sources, strict=True):
        key = (source.id, each["stance"], each.get("quote"))
        citations.setdefault(
            (*key, each.get("locator")),
            Citation(
                position=len(citations),
                source_id=source.id,
                source=source,
                url=source.url,
                title=source.title,
                publisher=source.publisher,
                archived_url=source.archived_url,
                stance=each["stance"],
                quote=each.get("quote"),
                locator=each.get("locator"),
                retrieved_at=each.get("retrieved_at") or looked_at.get(key, now),
            ),
        )
    return list(citations.values())
