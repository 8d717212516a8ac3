"""Fact-checks, our own and imported ones, in each of the forms that others read."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.exports.tables.table import Asked, Rows, Table
from service.fact_checks.queries import narrowed, records
from service.fact_checks.record import Record, record_of
from service.formats.averitec.writing import averitec_claim
from service.formats.claimdesk.writing import COLUMNS, fact_check
from service.formats.claimreview.data_feed import data_feed_item
from service.models import FactCheck, Rating, Scale

FILTERS = ("since", "document_id", "rating", "language", "publisher")


def read(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next fact-checks, with all that is known of each."""
    return [(record.id, fact_check(record)) for record in _records(session, asked, after, limit)]


def read_claim_reviews(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next fact-checks as ClaimReview, each an item of a data feed."""
    return [
        (record.id, data_feed_item(record, asked.settings))
        for record in _records(session, asked, after, limit)
    ]


def read_averitec(session: Session, asked: Asked, after: int, limit: int) -> Rows:
    """The next fact-checks as claims of AVeriTeC."""
    ratings = session.execute(
        sa.select(Rating.code, Rating.value, Rating.averitec_label, Scale.active)
        .join(Scale)
        .order_by(Rating.position.desc())
    ).all()
    labels = {row.code: row.averitec_label for row in ratings}
    by_value = {row.value: row.averitec_label for row in ratings if row.active and row.value}
    return [
        (record.id, averitec_claim(record, labels, by_value))
        for record in _records(session, asked, after, limit)
    ]


def _records(session: Session, asked: Asked, after: int, limit: int) -> Sequence[Record]:
    query = narrowed(records(asked.viewer), asked.filters, asked.settings)
    query = query.where(FactCheck.id > after)
    if "since" in asked.filters:
        query = query.where(FactCheck.updated_at >= asked.filters["since"])
    if "document_id" in asked.filters:
        query = query.where(FactCheck.document_id == asked.filters["document_id"])
    rows = session.execute(query.order_by(FactCheck.id).limit(limit))
    return [record_of(row, asked.settings) for row in rows]


FACT_CHECKS = Table("fact-checks", COLUMNS, FILTERS, read)
CLAIM_REVIEWS = Table("fact-checks", (), FILTERS, read_claim_reviews)
AVERITEC = Table("fact-checks", (), FILTERS, read_averitec)
