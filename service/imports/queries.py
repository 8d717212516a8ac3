"""Reads about imports: which there are, their rejected rows, and the words of ratings they met."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.jobs.queries import get_job
from service.models import FactCheck, Job, RatingWord, Rejection
from service.permissions import Viewer
from service.vocabulary import JobKind


def get_import(session: Session, job_id: int) -> Job:
    """The import with this id. Raises NotFound, for a job of another kind too."""
    job = get_job(session, job_id)
    if job.kind is not JobKind.IMPORT:
        raise NotFound(f"There is no import {job_id}.")
    return job


def check_import(session: Session, _viewer: Viewer, job_id: int) -> None:
    """Raise NotFound unless there is such an import."""
    get_import(session, job_id)


def list_rejections(
    session: Session, job_id: int, *, after: int, limit: int
) -> Sequence[Row[int, str, str, str]]:
    """`(number, code, reason, raw)` of the rows that could not be used, in the file's order."""
    query = (
        sa.select(Rejection.number, Rejection.code, Rejection.reason, Rejection.raw)
        .where(Rejection.job_id == job_id, Rejection.number > after)
        .order_by(Rejection.number)
        .limit(limit)
    )
    return session.execute(query).all()


def count_rejections(session: Session, job_id: int) -> Sequence[Row[str, int]]:
    """`(code, count)` of an import's rejections, the most frequent first."""
    count = sa.func.count()
    query = sa.select(Rejection.code, count).where(Rejection.job_id == job_id)
    return session.execute(
        query.group_by(Rejection.code).order_by(count.desc(), Rejection.code)
    ).all()


def get_word(session: Session, word_id: int) -> RatingWord:
    """The rating word with this id. Raises NotFound."""
    word = session.get(RatingWord, word_id)
    if word is None:
        raise NotFound(f"There is no rating word {word_id}.")
    return word


_IS_MET: sa.ColumnElement[bool] = (
    sa.exists()
    .where(
        FactCheck.rating_key == RatingWord.key,
        sa.or_(RatingWord.site == "", FactCheck.site == RatingWord.site),
    )
    .correlate(RatingWord)
)
_WAITS = sa.and_(RatingWord.code.is_(None), RatingWord.decided_at.is_(None), _IS_MET)
_RANK = sa.case((_WAITS, 0), else_=1)
"""0 for what somebody should decide: a word that fact-checks have and nobody said a meaning of."""


def list_words(
    session: Session, *, site: str | None, after: tuple[Any, ...] | None, limit: int
) -> Sequence[Row[RatingWord, int]]:
    """Rating words with their rank: those to decide first, 0, then the others, 1; each by id.

    With a site, only its own words.
    """
    query = sa.select(RatingWord, _RANK.label("rank")).order_by("rank", RatingWord.id)
    if site:
        query = query.where(RatingWord.site == site)
    if after:
        query = query.where(sa.tuple_(_RANK, RatingWord.id) > sa.tuple_(*map(sa.literal, after)))
    return session.execute(query.limit(limit)).all()


def list_sites(session: Session) -> Sequence[str]:
    """The publishers that have words of their own."""
    sites = sa.select(RatingWord.site).where(RatingWord.site != "").distinct()
    return session.scalars(sites.order_by(RatingWord.site)).all()
