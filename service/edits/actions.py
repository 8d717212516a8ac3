"""Everything that changes an edit. Each function is one use case; none commits.

Of two people at once, the first locks document, claim and edit, in this order; the second then sees
what the first did, and is refused by the same rules as anyone who comes too late.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from service.assessments.queries import by_id
from service.claims.actions import publish_assessment, refresh_status
from service.claims.queries import check_claim, lock_claim
from service.db import check_seen, utcnow
from service.edits import queries, rebasing, rules
from service.edits.contents import amend, check_content, copy_of, draft_of, fill, freeze
from service.edits.leases import end_lease
from service.errors import Conflict
from service.history.actions import record
from service.models import Assessment, Claim, Edit, Retirement
from service.permissions import Viewer
from service.verdicts.queries import find_standing
from service.vocabulary import Action, EditState

Content = Mapping[str, Any]


def create_edit(
    session: Session, actor: Viewer, claim_id: int, content: Content, *, submit: bool = False
) -> Edit:
    """Begin an edit of a claim, and submit it at once if asked.

    Raises Conflict `duplicate` with the id of the author's edit that is open on the claim.
    """
    claim = lock_claim(session, claim_id)
    edit = _begin(session, actor, claim)
    draft = Assessment(edit_id=edit.id, author_id=edit.author_id)
    fill(session, draft, content)
    _record(session, actor, Action.EDIT_CREATED, edit)
    if submit:
        _submit(session, actor, edit, claim, draft)
    refresh_status(session, claim)
    return edit


def restore_edit(session: Session, actor: Viewer, edit_id: int) -> Edit:
    """Begin a withdrawn edit of one's own anew: another draft that says the same.

    Raises Conflict `invalid_transition` for one that is not withdrawn, and `duplicate` as
    `create_edit` does.
    """
    withdrawn, claim = queries.lock_edit(session, actor, edit_id)
    rules.check_author(withdrawn, actor)
    rules.check_withdrawn(withdrawn)
    _base, _published, said = queries.contents_of(session, actor, withdrawn.id)
    return _begin_with(session, actor, claim, said)


def propose_earlier(session: Session, actor: Viewer, claim_id: int, assessment_id: int) -> Edit:
    """Begin an edit that says what was published on the claim before; it goes through review.

    Raises NotFound for an assessment that never was, and Conflict `duplicate` as `create_edit`
    does.
    """
    check_claim(session, actor, claim_id)
    claim = lock_claim(session, claim_id)
    earlier = queries.find_published(session, actor, claim.id, assessment_id)
    return _begin_with(session, actor, claim, earlier)


def confirm_verdict(session: Session, actor: Viewer, claim_id: int) -> Edit:
    """Begin an edit that says what is published now, to be judged on the words that stand now.

    Raises NotFound `no_verdict` where the actor knows of none, Conflict `invalid_transition` where
    the words are those that were judged, and `duplicate` as `create_edit` does.
    """
    check_claim(session, actor, claim_id)
    claim = lock_claim(session, claim_id)
    published = queries.find_verdict(session, actor, claim)
    anchor, _words = find_standing(session, claim)
    rules.check_confirmable(claim, anchor.state)
    return _begin_with(session, actor, claim, published)


def save_edit(
    session: Session, actor: Viewer, edit_id: int, content: Content, *, seen: frozenset[int]
) -> Edit:
    """Save a draft; what is absent stays. After a request for changes this begins a new draft."""
    edit, _claim = queries.lock_edit(session, actor, edit_id)
    rules.check_author(edit, actor)
    rules.check_saveable(edit)
    check_seen(edit, seen)
    fill(session, draft_of(session, edit), content)
    edit.updated_at = utcnow()
    session.flush()
    return edit


def submit_edit(session: Session, actor: Viewer, edit_id: int, *, seen: frozenset[int]) -> Edit:
    """Hand the draft over for review; it is frozen from now on."""
    edit, claim = queries.lock_edit(session, actor, edit_id)
    rules.check_author(edit, actor)
    rules.check_step(edit, EditState.SUBMITTED)
    check_seen(edit, seen)
    _submit(session, actor, edit, claim, draft_of(session, edit))
    refresh_status(session, claim)
    return edit


def rebase_edit(
    session: Session, actor: Viewer, edit_id: int, content: Content, *, seen: frozenset[int]
) -> list[str]:
    """Make a stale edit a draft on what is published now, merged with it.

    A field of `content` is taken as given. The answer names the fields in which the author's was
    kept although the publication changed them too. What was submitted stays as it is, in the
    history. An author who is blind to the publication keeps all of theirs, and learns nothing.
    """
    edit, claim = queries.lock_edit(session, actor, edit_id)
    rules.check_author(edit, actor)
    rules.check_rebasable(edit)
    check_seen(edit, seen)
    rules.check_stale(edit, claim)
    base, published, yours = queries.contents_of(session, actor, edit.id)
    fields = [each for each in rebasing.merge(base, published, yours) if each.name not in content]
    taken = {each.name: each.content for each in fields if each.merged != each.yours}
    rules.check_fits(taken)
    fill(session, draft_of(session, edit), taken | dict(content))
    edit.state = EditState.DRAFT
    edit.base_id, edit.base_revision = claim.assessment_id, claim.revision
    edit.assessment_id = edit.submitted_at = None
    edit.reviewer_id = edit.reviewed_at = edit.comment = None
    edit.updated_at = utcnow()
    end_lease(session, edit.id)
    before, after = (each.id if each else None for each in (base, published))
    _record(session, actor, Action.EDIT_REBASED, edit, before=before, after=after)
    refresh_status(session, claim)
    return [each.name for each in fields if each.conflict]


def withdraw_edit(
    session: Session, actor: Viewer, edit_id: int, *, seen: frozenset[int] | None = None
) -> Edit:
    """Take an edit back."""
    edit, claim = queries.lock_edit(session, actor, edit_id)
    rules.check_may_withdraw(edit, actor)
    rules.check_step(edit, EditState.WITHDRAWN)
    check_seen(edit, seen)
    edit.state = EditState.WITHDRAWN
    edit.reviewer_id = edit.reviewed_at = edit.comment = None
    edit.updated_at = utcnow()
    end_lease(session, edit.id)
    _record(session, actor, Action.EDIT_WITHDRAWN, edit)
    refresh_status(session, claim)
    return edit


def request_changes(
    session: Session, actor: Viewer, edit_id: int, *, comment: str, seen: frozenset[int]
) -> Edit:
    """Give a submitted edit back to its author, with what to change."""
    edit, claim = _to_review(session, actor, edit_id, EditState.CHANGES_REQUESTED, seen)
    _decide(session, edit, actor, EditState.CHANGES_REQUESTED, comment)
    _record(session, actor, Action.CHANGES_REQUESTED, edit, comment=comment)
    refresh_status(session, claim)
    return edit


def reject_edit(
    session: Session, actor: Viewer, edit_id: int, *, comment: str, seen: frozenset[int]
) -> Edit:
    """Refuse a submitted edit for good."""
    edit, claim = _to_review(session, actor, edit_id, EditState.REJECTED, seen)
    _decide(session, edit, actor, EditState.REJECTED, comment)
    _record(session, actor, Action.EDIT_REJECTED, edit, comment=comment)
    refresh_status(session, claim)
    return edit


def approve_edit(
    session: Session,
    actor: Viewer,
    edit_id: int,
    *,
    seen: frozenset[int],
    comment: str | None = None,
    amendments: Content | None = None,
) -> Edit:
    """Publish what a submitted edit proposes.

    `amendments` mend rationale, tags and citations on the way, as a further assessment that names
    both people. Rivals become stale, because the claim's revision moves.
    """
    edit, claim = _to_review(session, actor, edit_id, EditState.APPROVED, seen)
    rules.check_fresh(edit, claim)
    assessment = by_id(session, [edit.assessment_id])[edit.assessment_id or 0]
    amended = bool(amendments)
    if amendments:
        assessment = amend(session, edit, claim, assessment, amendments, by=actor.id)
        edit.assessment_id = assessment.id
    _decide(session, edit, actor, EditState.APPROVED, comment)
    _record(
        session,
        actor,
        Action.EDIT_APPROVED,
        edit,
        before=claim.assessment_id,
        after=assessment.id,
        comment=comment,
        amended=amended or None,
    )
    publish_assessment(session, claim, assessment, at=edit.updated_at)
    return edit


def _begin(session: Session, actor: Viewer, claim: Claim) -> Edit:
    """A draft on the claim as it is now, without content yet."""
    rules.check_not_retired(claim, session.get(Retirement, claim.id))
    if (before := queries.find_open_edit(session, claim.id, actor.id)) is not None:
        raise Conflict(
            f"You have edit {before.id} open on this claim. Go on with it, or withdraw it.",
            code="duplicate",
            edit_id=before.id,
        )
    edit = Edit(
        claim_id=claim.id,
        document_id=claim.document_id,
        author_id=actor.id,
        state=EditState.DRAFT,
        base_revision=claim.revision,
        base_id=claim.assessment_id,
    )
    session.add(edit)
    session.flush()
    return edit


def _begin_with(session: Session, actor: Viewer, claim: Claim, said: Assessment) -> Edit:
    """A draft on the claim that says what an assessment says."""
    edit = _begin(session, actor, claim)
    session.add(copy_of(said, edit))
    _record(session, actor, Action.EDIT_CREATED, edit)
    refresh_status(session, claim)
    return edit


def _submit(
    session: Session, actor: Viewer, edit: Edit, claim: Claim, assessment: Assessment
) -> None:
    rules.check_fresh(edit, claim)
    with session.no_autoflush:  # what is frozen is written once, not twice
        _anchor, wording = find_standing(session, claim)
        rating = check_content(session, assessment, claim, wording)
    before = edit.assessment_id or claim.assessment_id
    freeze(session, assessment, claim, wording, rating)
    edit.state = EditState.SUBMITTED
    edit.assessment_id = assessment.id
    set_committed_value(edit, "assessment", assessment)
    edit.submitted_at = edit.updated_at = assessment.submitted_at or utcnow()
    edit.reviewer_id = edit.reviewed_at = edit.comment = None
    _record(session, actor, Action.EDIT_SUBMITTED, edit, before=before, after=assessment.id)


def _to_review(
    session: Session, actor: Viewer, edit_id: int, to: EditState, seen: frozenset[int]
) -> tuple[Edit, Claim]:
    edit, claim = queries.lock_edit(session, actor, edit_id)
    rules.check_reviewer(edit, actor)
    rules.check_step(edit, to)
    check_seen(edit, seen)
    return edit, claim


def _decide(
    session: Session, edit: Edit, actor: Viewer, state: EditState, comment: str | None
) -> None:
    end_lease(session, edit.id)
    edit.state = state
    edit.reviewer_id = actor.id
    edit.reviewed_at = edit.updated_at = utcnow()
    edit.comment = comment


def _record(session: Session, actor: Viewer, action: Action, edit: Edit, **details: Any) -> None:
    record(
        session,
        actor,
        action,
        document_id=edit.document_id,
        claim_id=edit.claim_id,
        edit_id=edit.id,
        **details,
    )
