"""How an assessment is shown, and when two say the same. Pure."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.models import Assessment, Citation


def as_json(assessment: "Assessment", names: dict[int, str]) -> dict[str, Any]:
    """An assessment as people at the desk read it; `names` are those of users by id."""
    return {
        "id": assessment.id,
        "text": assessment.text,
        "rating": rating_of(assessment),
        "rationale": assessment.rationale,
        "claimant": claimant_of(assessment),
        "claim_date": assessment.claim_date,
        "tags": [tag.name for tag in assessment.tags],
        "citations": [citation_of(citation) for citation in assessment.citations],
        "author": person(assessment.author_id, names),
        "amended_by": person(assessment.amended_by_id, names),
        "created_at": assessment.created_at,
        "submitted_at": assessment.submitted_at,
    }


def person(user_id: int | None, names: dict[int, str]) -> dict[str, Any] | None:
    """A person as others see them."""
    return None if user_id is None else {"id": user_id, "name": names[user_id]}


def rating_of(assessment: "Assessment") -> dict[str, Any] | None:
    """The rating with the label and value it had when submitted; a draft has only its code."""
    if assessment.rating_code is None:
        return None
    return {
        "code": assessment.rating_code,
        "label": assessment.rating_label,
        "value": assessment.rating_value,
    }


def claimant_of(assessment: "Assessment") -> dict[str, Any] | None:
    """Who made the claim, as far as the assessment says."""
    if assessment.claimant_name is None:
        return None
    return {"name": assessment.claimant_name, "same_as": assessment.claimant_same_as}


def citation_of(citation: "Citation") -> dict[str, Any]:
    """A citation with what was known of its source when it was submitted."""
    return {
        "url": citation.url,
        "title": citation.title,
        "publisher": citation.publisher,
        "stance": citation.stance,
        "quote": citation.quote,
        "locator": citation.locator,
        "retrieved_at": citation.retrieved_at,
        "archived_url": citation.archived_url,
    }


def citation_key(citation: "Citation") -> tuple[str, str, str | None, str | None]:
    """What makes two citations say the same: not the moment somebody looked at the source."""
    return citation.url, citation.stance, citation.quote, citation.locator


def content_of(assessment: "Assessment | None") -> tuple[Any, ...] | None:
    """What an assessment says, to compare; None says nothing."""
    if assessment is None:
        return None
    return (
        assessment.rating_code,
        assessment.rationale,
        claimant_of(assessment),
        assessment.claim_date,
        [tag.name for tag in assessment.tags],
        [citation_key(citation) for citation in assessment.citations],
    )
