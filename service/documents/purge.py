"""Removes a document's text for good: the one exception to "never updated or deleted".

Who did what and when stays in the history; what was written, quoted or said goes. From the command
line only.
"""

import secrets

import sqlalchemy as sa
from sqlalchemy import Select
from sqlalchemy.orm import Session

from service import triggers
from service.claims.actions import refresh_status, take_back
from service.claims.queries import lock_document
from service.db import utcnow
from service.history.actions import record
from service.models import (
    Anchor,
    Assessment,
    AssessmentTag,
    Block,
    Change,
    Citation,
    Claim,
    Comment,
    Document,
    Edit,
    Event,
    FactCheck,
    IdempotencyKey,
    Match,
    Snapshot,
    Source,
    Version,
)
from service.permissions import Viewer
from service.search import desk, index
from service.verdicts.actions import append_changes
from service.verdicts.queries import published_of
from service.vocabulary import OPEN_STATES, Action, EditState


def purge_document(session: Session, actor: Viewer, document_id: int, reason: str) -> Document:
    """Archive a document and remove its text and all that was written about it.

    Its verdicts are retracted for `reason`, which followers read and which therefore should say
    nothing that had to go. Answers kept for repeated requests go too, everybody's: they may quote
    it.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    with triggers.lifted(connection):
        document = lock_document(session, actor, document_id)
        lines = [
            take_back(session, actor, claim, fact_check, reason)
            for fact_check, claim, _assessment, _anchor in published_of(session, document)
        ]
        session.flush()
        _remove_assessments(session, document.id)
        _remove_text(session, document.id, reason)
        desk.drop_document(session, document.id)
        index.forget(session)
        desk.forget(session)
        session.expire_all()
        for claim in session.scalars(sa.select(Claim).filter_by(document_id=document.id)).all():
            refresh_status(session, claim)
        _describe_nothing(document)
        record(session, actor, Action.DOCUMENT_PURGED, document_id=document.id, reason=reason)
        append_changes(session, lines)
        session.flush()
    return document


def _remove_assessments(session: Session, document_id: int) -> None:
    session.execute(
        sa.update(Edit)
        .where(Edit.document_id == document_id, Edit.state.in_(OPEN_STATES))
        .values(state=EditState.WITHDRAWN, reviewer_id=None, reviewed_at=None)
    )
    session.execute(
        sa.update(Edit)
        .where(Edit.document_id == document_id, Edit.comment.is_not(None))
        .values(comment="")
    )
    assessments = sa.select(Assessment.id).join(Edit, Edit.id == Assessment.edit_id)
    assessments = assessments.where(Edit.document_id == document_id)
    cited = session.scalars(
        sa.select(Citation.source_id).where(Citation.assessment_id.in_(assessments)).distinct()
    ).all()
    for table in (Citation, AssessmentTag):
        session.execute(sa.delete(table).where(table.assessment_id.in_(assessments)))
    gone = session.scalars(
        sa.delete(Source)
        .where(Source.id.in_(cited), ~sa.exists().where(Citation.source_id == Source.id))
        .returning(Source.id)
    )
    desk.drop_sources(session, gone.all())
    session.execute(
        sa.update(Assessment)
        .where(Assessment.id.in_(assessments))
        .values(
            text=sa.case((Assessment.submitted_at.is_not(None), "")),
            rationale=None,
            claimant_name=None,
            claimant_same_as=None,
            claim_date=None,
        )
    )


def _remove_text(session: Session, document_id: int, reason: str) -> None:
    session.execute(sa.delete(Block).where(Block.document_id == document_id))
    session.execute(sa.delete(Snapshot).where(Snapshot.document_id == document_id))
    session.execute(sa.delete(Comment).where(Comment.document_id == document_id))
    theirs = sa.select(FactCheck.id).where(_of(FactCheck, document_id))
    session.execute(
        sa.delete(Match).where(
            sa.or_(Match.document_id == document_id, Match.fact_check_id.in_(theirs))
        )
    )
    session.execute(sa.update(Anchor).where(_of(Anchor, document_id)).values(prefix="", suffix=""))
    session.execute(
        sa.update(Claim)
        .where(_of(Claim, document_id))
        .values(
            text="",
            checkworthiness=None,
            text_key=None,
            likeness=None,
            revision=Claim.revision + 1,
        )
    )
    session.execute(sa.update(Version).where(_of(Version, document_id)).values(text=""))
    session.execute(
        sa.update(FactCheck).where(_of(FactCheck, document_id)).values(retraction_reason=reason)
    )
    claims: Select[int] = sa.select(Claim.id).where(_of(Claim, document_id))
    session.execute(
        sa.update(Change)
        .where(Change.claim_id.in_(claims), Change.reason.is_not(None))
        .values(reason=reason)
    )
    session.execute(sa.update(Event).where(_of(Event, document_id)).values(details={}))
    session.execute(sa.delete(IdempotencyKey))


def _of(table: type, document_id: int) -> sa.ColumnElement[bool]:
    return sa.inspect(table).columns["document_id"] == document_id


def _describe_nothing(document: Document) -> None:
    """The hash goes too: it would tell whether a guess at the text is right."""
    document.title = document.url = document.canonical_url = None
    document.author = document.publisher = document.published_at = None
    document.text_hash = secrets.token_bytes(32)
    document.archived_at = document.archived_at or utcnow()
