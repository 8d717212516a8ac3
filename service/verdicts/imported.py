"""Writes the fact-checks of other publishers, many at once. None commits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import orjson
import sqlalchemy as sa
from sqlalchemy import CursorResult, Row
from sqlalchemy.orm import Session

from service.database import one_at_a_time
from service.db import Base, utcnow
from service.history.actions import record
from service.models import FactCheck, ImportedRecord, RatingWord
from service.permissions import Viewer
from service.search import index
from service.verdicts.foreign import Imported, Outcome, told_differently, value_given
from service.vocabulary import Action

FACT_CHECKS = Base.metadata.tables["fact_checks"]
IMPORTED_RECORDS = Base.metadata.tables["imported_records"]
IDS_AT_ONCE = 500


def take_turn(session: Session) -> None:
    """Let no other import write, and nobody decide about rating words, until this commits.

    So what a batch read of the records and the words still holds when it writes.
    """
    one_at_a_time(session, "import")


def write_imported(
    session: Session, actor: Viewer, job_id: int, records: Sequence[Imported]
) -> list[Outcome]:
    """Write the records of one batch, after `take_turn`; what became of each, in their order.

    One that is as it was before only gets its new origin. One that says something else is updated,
    with an event that tells what.
    """
    standing = _standing(session, records)
    own = _own_claims(session, records)
    outcomes = []
    came: dict[Outcome, list[Imported]] = {each: [] for each in Outcome}
    seen = {identity for identity, row in standing.items() if row.job_id == job_id}
    for each in records:
        outcome = _outcome(each, standing.get(each.identity), own, seen)
        outcomes.append(outcome)
        came[outcome].append(each)
        seen.add(each.identity)
    _create(session, job_id, came[Outcome.CREATED])
    changed = {standing[each.identity].id: each for each in came[Outcome.UPDATED]}
    _update(session, actor, job_id, changed)
    unchanged = [standing[each.identity].id for each in came[Outcome.UNCHANGED]]
    session.execute(
        sa.update(ImportedRecord)
        .where(ImportedRecord.fact_check_id.in_(unchanged))
        .values(job_id=job_id)
        .execution_options(synchronize_session=False)
    )
    return outcomes


def _outcome(
    each: Imported, stands: Row[*tuple[Any, ...]] | None, own: set[int], seen: set[bytes]
) -> Outcome:
    if each.own_claim_id in own:
        return Outcome.OWN
    if each.identity in seen:
        return Outcome.REPEATED
    if stands is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if stands.etag == each.columns["etag"] else Outcome.UPDATED


def _standing(session: Session, records: Iterable[Imported]) -> dict[bytes, Row[*tuple[Any, ...]]]:
    """`(id, identity, etag, job_id)` of those that are there already, by identity."""
    query = sa.select(FactCheck.id, FactCheck.identity, FactCheck.etag, ImportedRecord.job_id).join(
        ImportedRecord, ImportedRecord.fact_check_id == FactCheck.id
    )
    rows = session.execute(query.where(FactCheck.identity.in_({each.identity for each in records})))
    return {row.identity: row for row in rows}


def _own_claims(session: Session, records: Iterable[Imported]) -> set[int]:
    """The claims of this desk that the records name and that have, or had, a verdict."""
    named = {each.own_claim_id for each in records if each.own_claim_id is not None}
    if not named:
        return set()
    query = sa.select(FactCheck.claim_id).where(FactCheck.claim_id.in_(named))
    return {each for each in session.scalars(query) if each is not None}


def _create(session: Session, job_id: int, records: Sequence[Imported]) -> None:
    if not records:
        return
    now = utcnow()
    # The tables, not the models, and ids in whatever order: both are several times as quick.
    rows = session.execute(
        sa.insert(FACT_CHECKS).returning(FACT_CHECKS.c.identity, FACT_CHECKS.c.id),
        [each.columns | {"published_at": now, "updated_at": now} for each in records],
    )
    ids = {row.identity: row.id for row in rows}
    session.execute(
        sa.insert(IMPORTED_RECORDS),
        [
            {"fact_check_id": ids[each.identity], "job_id": job_id, "raw": each.raw}
            for each in records
        ],
    )
    index.put(session, [_entry(ids[each.identity], each) for each in records])


def _update(session: Session, actor: Viewer, job_id: int, changed: Mapping[int, Imported]) -> None:
    if not changed:
        return
    now = utcnow()
    before = session.execute(sa.select(FACT_CHECKS).where(FactCheck.id.in_(changed)))
    for row in before.mappings():
        fields = told_differently(dict(row), changed[row["id"]].columns)
        record(
            session, actor, Action.FACT_CHECK_CHANGED,
            fact_check_id=row["id"], job_id=job_id, fields=fields,
        )  # fmt: skip
    session.execute(
        sa.update(FactCheck),
        [each.columns | {"id": id_, "updated_at": now} for id_, each in changed.items()],
    )
    session.execute(
        sa.update(ImportedRecord),
        [
            {"fact_check_id": id_, "job_id": job_id, "raw": each.raw}
            for id_, each in changed.items()
        ],
    )
    index.put(session, [_entry(id_, each) for id_, each in changed.items()])


def _entry(id_: int, each: Imported) -> index.Entry:
    told = each.columns
    return index.Entry(id_, told["text"], told["title"], told["claimant"], told["language"])


def revalue(session: Session, *, site: str, key: str, code: str | None, value: int | None) -> int:
    """Let the ratings with this word mean `code` with its `value`, after `take_turn`.

    Without a site, those of publishers that have no such word of their own. Without a code, a
    rating is worth what its number says. The answer is how many mean something else now.
    """
    own = sa.select(RatingWord.site).where(RatingWord.key == key, RatingWord.site != "")
    with_word = sa.and_(
        FactCheck.rating_key == key,
        FactCheck.site == site if site else FactCheck.site.not_in(own),
    )
    if code is not None:
        return _set_rating(session, with_word, code, value)
    changed = 0
    query = sa.select(FactCheck.id, FactCheck.detail)
    by_value: dict[int | None, list[int]] = {}
    for row in session.execute(query.where(with_word, FactCheck.rating_code.is_not(None))):
        given = value_given(orjson.loads(row.detail or b"{}").get("rating"))
        by_value.setdefault(given, []).append(row.id)
    for given, ids in by_value.items():
        for first in range(0, len(ids), IDS_AT_ONCE):
            here = FactCheck.id.in_(ids[first : first + IDS_AT_ONCE])
            changed += _set_rating(session, here, None, given)
    return changed


def _set_rating(
    session: Session, which: sa.ColumnElement[bool], code: str | None, value: int | None
) -> int:
    differs = sa.or_(
        FactCheck.rating_code.is_distinct_from(code),
        FactCheck.rating_value.is_distinct_from(value),
    )
    statement = (
        sa.update(FactCheck)
        .where(which, differs)
        .values(rating_code=code, rating_value=value, updated_at=utcnow())
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    return int(cast("CursorResult[Any]", result).rowcount)
