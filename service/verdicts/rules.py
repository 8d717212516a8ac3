"""What a published verdict says. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.assessments.rules import citation_of, claimant_of, rating_of
from service.vocabulary import AnchorState

if TYPE_CHECKING:
    from service.models import Anchor, Assessment, Claim, Document


def needs_recheck(anchor: AnchorState | None) -> bool:
    """Whether the sentence has changed since the verdict was given."""
    return anchor is AnchorState.CHANGED


def state_after(anchor: AnchorState, *, is_as_judged: bool) -> AnchorState:
    """How a claim stands once a wording was judged that is, or is not, what stands in the text.

    An orphan stays one, and where it was moved to, no judgement changes.
    """
    if anchor is AnchorState.ORPHANED:
        return anchor
    if not is_as_judged:
        return AnchorState.CHANGED
    return AnchorState.EXACT if anchor is AnchorState.CHANGED else anchor


def columns_of(
    assessment: "Assessment", document: "Document", published_at: datetime
) -> dict[str, Any]:
    """What is searched and listed of a verdict, by the columns of its fact-check record."""
    days = (assessment.claim_date, published_at.date())
    return {
        "text": assessment.text,
        "title": assessment.text,
        "claimant": assessment.claimant_name,
        "claim_date": assessment.claim_date,
        "reviewed_at": published_at,
        "newest_on": max(day for day in days if day),
        "language": document.language,
        "rating_code": assessment.rating_code,
        "rating_label": assessment.rating_label,
        "rating_value": assessment.rating_value,
    }


def detail_of(
    document: "Document", correction: dict[str, Any] | None, stood: dict[str, Any] | None
) -> dict[str, Any]:
    """What only some formats show and the verdict does not say.

    Where the claim appeared; the last correction of the verdict, as `correction_of` has it; and
    where its words stand or stood last, as `queries.last_stood` has it.
    """
    published = document.published_at.date() if document.published_at else None
    place = {"url": document.url, "title": document.title, "published_on": published}
    appearances = [place] if document.url else []
    return {"appearances": appearances, "correction": correction, "stood": stood}


def correction_of(at: datetime, former: str | None, label: str | None) -> dict[str, Any]:
    """A verdict that stood became another: when, and how it was rated if the rating changed."""
    return {"at": at, "former_rating": former if former != label else None}


def render(
    claim: "Claim",
    assessment: "Assessment",
    document: "Document",
    anchor: "Anchor",
    *,
    published_at: datetime,
    updated_at: datetime,
) -> dict[str, Any]:
    """The verdict as every program reads it.

    What was judged comes from the assessment, frozen at submission; document, anchor and
    `needs_recheck` are as they are now.
    """
    return {
        "claim_id": claim.id,
        "text": assessment.text,
        "rating": rating_of(assessment),
        "rationale": assessment.rationale,
        "claimant": claimant_of(assessment),
        "claim_date": assessment.claim_date,
        "tags": [tag.name for tag in assessment.tags],
        "citations": [citation_of(citation) for citation in assessment.citations],
        "document": {"id": document.id, "title": document.title, "url": document.url},
        "anchor": {
            "version": anchor.version,
            "start": anchor.start,
            "end": anchor.end,
            "prefix": anchor.prefix,
            "suffix": anchor.suffix,
            "state": anchor.state,
        },
        "assessment": assessment.id,
        "needs_recheck": needs_recheck(anchor.state),
        "published_at": published_at,
        "updated_at": updated_at,
    }
