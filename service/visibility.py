"""What exists for whom: the one function behind every read, list, feed and export.

What one may not see does not exist. Each answer is a condition for a WHERE clause.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import SQLColumnExpression
from sqlalchemy.orm import aliased

from service.models import Change, Comment, Document, Edit, Event, FactCheck, Match
from service.permissions import Viewer
from service.vocabulary import EditState, Role, Visibility

# Made once: an alias is dear to make, and each stands in an EXISTS of its own.
_document, _own, _fact_check = aliased(Document), aliased(Edit), aliased(FactCheck)


def visible_to(viewer: Viewer, what: type[Any]) -> SQLColumnExpression[bool]:
    """The rows of `what`, one of the models of _CONDITIONS, that exist for the viewer."""
    return _CONDITIONS[what](viewer)


def unblinded(
    viewer: Viewer, claim_id: SQLColumnExpression[Any], document_id: SQLColumnExpression[Any]
) -> SQLColumnExpression[bool]:
    """Whether the viewer may see what others made of a claim.

    In a blind document an annotator may only after submitting an assessment of their own. That a
    claim's revision moves cannot be hidden: their own edit goes stale by it.
    """
    if viewer.role is not Role.ANNOTATOR:
        return sa.true()
    return sa.or_(
        ~sa.exists().where(_document.id == document_id, _document.blind),
        sa.exists().where(
            _own.claim_id == claim_id,
            _own.author_id == viewer.id,
            _own.state.not_in([EditState.DRAFT, EditState.WITHDRAWN]),
        ),
    )


def known_to(viewer: Viewer) -> SQLColumnExpression[bool]:
    """The documents of which the viewer reads the verdicts, should there be any.

    More than those whose text exists for them: a reader reads the verdicts of desk documents.
    """
    standing = Document.archived_at.is_(None)
    if viewer.is_at_least(Role.READER):
        return standing
    return sa.and_(standing, Document.visibility == Visibility.PUBLIC)


def _documents(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.ADMIN):
        return sa.true()
    standing = Document.archived_at.is_(None)
    if viewer.is_at_least(Role.ANNOTATOR):
        return standing
    return sa.and_(standing, Document.visibility == Visibility.PUBLIC)


def _fact_checks(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.READER):
        return unblinded(viewer, FactCheck.claim_id, FactCheck.document_id)
    return FactCheck.public


def _edits(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.ADMIN):
        return sa.true()
    return sa.and_(
        sa.exists().where(_document.id == Edit.document_id, _document.archived_at.is_(None)),
        sa.or_(
            Edit.author_id == viewer.id,
            sa.and_(
                Edit.assessment_id.is_not(None),
                unblinded(viewer, Edit.claim_id, Edit.document_id),
            ),
        ),
    )


def _comments(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.ADMIN):
        return sa.true()
    if not viewer.is_at_least(Role.ANNOTATOR):
        return sa.false()
    return sa.and_(
        sa.exists().where(_document.id == Comment.document_id, _document.archived_at.is_(None)),
        sa.or_(
            Comment.edit_id.is_(None),
            sa.exists().where(Edit.id == Comment.edit_id, visible_to(viewer, Edit)),
        ),
        sa.or_(
            Comment.author_id == viewer.id,
            unblinded(viewer, Comment.claim_id, Comment.document_id),
        ),
    )


def _matches(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.ADMIN):
        return sa.true()
    if not viewer.is_at_least(Role.ANNOTATOR):
        return sa.false()
    return sa.and_(
        sa.exists().where(_document.id == Match.document_id, _document.archived_at.is_(None)),
        unblinded(viewer, Match.claim_id, Match.document_id),
    )


def _events(viewer: Viewer) -> SQLColumnExpression[bool]:
    if viewer.is_at_least(Role.ADMIN):
        return sa.true()
    return sa.or_(
        Event.actor_id == viewer.id,
        sa.and_(
            Event.document_id.is_not(None),
            sa.or_(
                Event.edit_id.is_(None),
                sa.exists().where(Edit.id == Event.edit_id, visible_to(viewer, Edit)),
            ),
            sa.or_(Event.claim_id.is_(None), unblinded(viewer, Event.claim_id, Event.document_id)),
        ),
    )


def _changes(viewer: Viewer) -> SQLColumnExpression[bool]:
    if not viewer.is_at_least(Role.READER):
        return Change.public
    if viewer.role is not Role.ANNOTATOR:
        return sa.true()
    return sa.exists().where(
        _fact_check.id == Change.fact_check_id,
        unblinded(viewer, _fact_check.claim_id, _fact_check.document_id),
    )


_CONDITIONS = {
    Document: _documents,
    FactCheck: _fact_checks,
    Edit: _edits,
    Comment: _comments,
    Match: _matches,
    Event: _events,
    Change: _changes,
}
