"""Who may do what to an edit, and when. Pure: the state machine in one place."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from service.assessments.rules import content_of, person
from service.errors import Conflict, Forbidden, Invalid
from service.permissions import Viewer
from service.tags.rules import MOST_TAGS
from service.vocabulary import NEXT_STATES, AnchorState, EditState, Role

if TYPE_CHECKING:
    from service.models import Assessment, Claim, Edit, Retirement

SAVEABLE = (EditState.DRAFT, EditState.CHANGES_REQUESTED)
DECIDED = (EditState.APPROVED, EditState.REJECTED)
MOST_CITATIONS = 50


def check_author(edit: "Edit", actor: Viewer) -> None:
    """Only its author writes an edit."""
    if edit.author_id != actor.id:
        raise Forbidden(f"Edit {edit.id} is not yours to change.", code="not_author")


def check_may_withdraw(edit: "Edit", actor: Viewer) -> None:
    """Its author takes an edit back, or an administrator does."""
    if edit.author_id != actor.id and not actor.is_at_least(Role.ADMIN):
        raise Forbidden(f"Edit {edit.id} is not yours to withdraw.", code="not_author")


def check_reviewer(edit: "Edit", actor: Viewer) -> None:
    """An edit is not decided by its author, whoever that is."""
    if edit.author_id == actor.id:
        raise Forbidden(
            f"Edit {edit.id} is your own: somebody else has to decide it.", code="own_edit"
        )


def check_step(edit: "Edit", to: EditState) -> None:
    """The state machine: raise Conflict unless the edit may go from where it is to `to`."""
    if to in NEXT_STATES[edit.state]:
        return
    if edit.state in DECIDED:
        raise Conflict(f"Edit {edit.id} was {edit.state} already.", code="already_decided")
    raise Conflict(
        f"Edit {edit.id} is {_in_words(edit.state)} and cannot become {_in_words(to)}.",
        code="invalid_transition",
    )


def check_saveable(edit: "Edit") -> None:
    """What was submitted is not written any more, unless changes were asked for."""
    if edit.state in SAVEABLE:
        return
    if edit.state in DECIDED:
        raise Conflict(f"Edit {edit.id} was {edit.state} already.", code="already_decided")
    raise Conflict(
        f"Edit {edit.id} is {edit.state} and cannot be saved. Withdraw it to write another.",
        code="invalid_transition",
    )


def is_stale(edit: "Edit", claim: "Claim") -> bool:
    """Whether the claim has changed since the edit began. What is decided is not stale any more."""
    return bool(NEXT_STATES[edit.state]) and edit.base_revision != claim.revision


def check_fresh(edit: "Edit", claim: "Claim") -> None:
    """Raise Conflict for a stale edit."""
    if is_stale(edit, claim):
        raise Conflict(
            "The claim has changed since this edit began. Its author has to rebase it first.",
            code="stale_base",
        )


def check_rebasable(edit: "Edit") -> None:
    """Whatever is open may begin anew; a draft that does stays a draft."""
    if edit.state is not EditState.DRAFT:
        check_step(edit, EditState.DRAFT)


def check_stale(edit: "Edit", claim: "Claim") -> None:
    """Raise Conflict for an edit that began from what is published now."""
    if not is_stale(edit, claim):
        raise Conflict(
            f"The claim is as it was when edit {edit.id} began: there is nothing to rebase it on.",
            code="invalid_transition",
        )


def check_fits(content: Mapping[str, Any]) -> None:
    """Merged from two sides, tags and citations may be more than an assessment has."""
    for field, most in (("tags", MOST_TAGS), ("citations", MOST_CITATIONS)):
        if (found := len(content.get(field) or [])) > most:
            sentence = f"Together these are {found}, and {most} at most. Send those to keep."
            raise Invalid(f"{field}: {sentence}", errors={field: [sentence]})


def check_withdrawn(edit: "Edit") -> None:
    """Only what was withdrawn is begun again."""
    if edit.state is not EditState.WITHDRAWN:
        raise Conflict(
            f"Edit {edit.id} is {_in_words(edit.state)}, not withdrawn: there is nothing to undo.",
            code="invalid_transition",
        )


def check_not_retired(claim: "Claim", retirement: "Retirement | None") -> None:
    """Raise Conflict for a claim that is none, or became part of another."""
    if retirement is None:
        return
    what = "was retired: nobody checks it. Undo that first."
    if retirement.survivor_id is not None:
        what = f"became part of claim {retirement.survivor_id}. Propose it there."
    raise Conflict(f"Claim {claim.id} {what}", code="invalid_transition")


def check_confirmable(claim: "Claim", anchor: AnchorState) -> None:
    """Raise Conflict unless the sentence of a claim is another than the one that was judged."""
    if anchor is AnchorState.CHANGED:
        return
    what = "stands in the text as it was judged: there is nothing to confirm."
    if anchor is AnchorState.ORPHANED:
        what = "stands nowhere in the newest text. A reviewer has to reattach it first."
    raise Conflict(f"Claim {claim.id} {what}", code="invalid_transition")


def check_complete(assessment: "Assessment", rating_value: int | None) -> None:
    """A rating comes with a rationale, and one with a value with a citation; or there are tags."""
    missing = {}
    if assessment.rating_code is None:
        if not assessment.tags:
            missing["rating"] = "Choose a rating, or add at least one tag."
    else:
        if assessment.rationale is None:
            missing["rationale"] = "A rating needs a rationale."
        if rating_value is not None and not assessment.citations:
            missing["citations"] = "This rating needs at least one citation."
    if missing:
        raise Invalid(
            " ".join(missing.values()),
            errors={field: [sentence] for field, sentence in missing.items()},
        )


def check_publishable(
    assessment: "Assessment", published: "Assessment | None", wording: str
) -> None:
    """It differs from what is published, and tags alone do not replace a verdict.

    The same said of another wording differs: it confirms what is published.
    """
    if published is None:
        return
    if assessment.rating_code is None and published.rating_code is not None:
        raise Conflict(
            "A verdict stands on this claim: tags alone cannot replace it. Add a rating.",
            code="has_verdict",
        )
    if wording == published.text and content_of(assessment) == content_of(published):
        sentence = "This is what is published already. Change something, or withdraw the edit."
        raise Invalid(sentence, errors={"": [sentence]})


def lease_as_json(
    edit_id: int,
    viewer: Viewer,
    reviewer_id: int | None,
    until: datetime | None,
    names: dict[int, str],
) -> dict[str, Any]:
    """Who looks at an edit, as the viewer reads it; `names` are those of users by id."""
    return {
        "edit_id": edit_id,
        "reviewer": person(reviewer_id, names),
        "until": until,
        "yours": reviewer_id is not None and reviewer_id == viewer.id,
    }


def _in_words(state: EditState) -> str:
    return state.replace("_", " ")
