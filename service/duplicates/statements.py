"""The statements behind finding a sentence elsewhere. What is retired counts nowhere.

Each is built once for a viewer. `mine` is the claim that is asked about, Claim another one like it.
In a blind document an annotator is told of none before submitting an assessment of their own.
"""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased

from service.claims.statements import status_seen_by
from service.models import Anchor, Claim, ClaimStanding, Document, FactCheck, Likeness
from service.permissions import Viewer
from service.search.likeness import KEY_BYTES, SKETCH
from service.visibility import unblinded, visible_to
from service.vocabulary import ClaimStatus

Statement = Select[*tuple[Any, ...]]

MOST_SAME = 50
"""Claims with the same words that are looked at, the newest: thousands may say "He said so." """

mine, _anchor, _standing = aliased(Claim), aliased(Anchor), aliased(ClaimStanding)
_home = aliased(Document)


@lru_cache(maxsize=256)
def judged_of_document(viewer: Viewer) -> Statement:
    """The verdicts in other documents on sentences that are like those of `document_id`, perhaps:
    they share a key. By claim in reading order after (`after_start`, `after_id`); some come twice.
    """
    key = sa.tuple_(_anchor.start, mine.id)
    return (
        _judged(viewer)
        .join(_anchor, sa.and_(_anchor.claim_id == mine.id, _anchor.version == _home.version))
        .where(
            mine.document_id == sa.bindparam("document_id"),
            key > sa.tuple_(sa.bindparam("after_start"), sa.bindparam("after_id")),
        )
        .add_columns(_anchor.start)
        .order_by(_anchor.start, mine.id, FactCheck.id)
    )


@lru_cache(maxsize=256)
def judged_of_claim(viewer: Viewer) -> Statement:
    """The same, on sentences that are like `claim_id`."""
    return _judged(viewer).where(mine.id == sa.bindparam("claim_id"))


@lru_cache(maxsize=256)
def same_as_claim(viewer: Viewer) -> Statement:
    """The newest claims of other documents with the words of `claim_id`, whatever their status."""
    newest = (
        sa.select(Claim.id)
        .where(Claim.text_key == mine.text_key, Claim.document_id != mine.document_id)
        .order_by(Claim.id.desc())
        .limit(MOST_SAME)
        .correlate(mine)
    )
    return (
        sa.select(*_columns(viewer), Claim.text.label("judged"))
        .select_from(mine)
        .join(Claim, Claim.id.in_(newest))
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .join(Document, Document.id == Claim.document_id)
        .where(mine.id == sa.bindparam("claim_id"), *_seen(viewer))
        .order_by(Claim.id.desc())
    )


def _judged(viewer: Viewer) -> Statement:
    keys = [sa.func.substr(mine.text_key, 1, KEY_BYTES)]
    keys += [
        sa.func.substr(mine.likeness, place * KEY_BYTES + 1, KEY_BYTES) for place in range(SKETCH)
    ]
    return (
        sa.select(
            *_columns(viewer),
            FactCheck.text.label("judged"),
            FactCheck.rating_code,
            FactCheck.rating_label,
            FactCheck.rating_value,
        )
        .select_from(mine)
        .join(_home, _home.id == mine.document_id)
        .join(_standing, _standing.claim_id == mine.id)
        .join(Likeness, sa.or_(*(Likeness.key == key for key in keys)))
        .join(FactCheck, FactCheck.id == Likeness.fact_check_id)
        .join(Claim, Claim.id == FactCheck.claim_id)
        .join(ClaimStanding, ClaimStanding.claim_id == Claim.id)
        .join(Document, Document.id == FactCheck.document_id)
        .where(
            FactCheck.document_id != mine.document_id,
            FactCheck.retracted_at.is_(None),
            _standing.status != ClaimStatus.RETIRED,
            visible_to(viewer, FactCheck),
            *_seen(viewer),
        )
    )


def _columns(viewer: Viewer) -> tuple[ColumnElement[Any], ...]:
    return (
        mine.id.label("mine_id"),
        mine.text.label("mine_text"),
        Claim.id.label("claim_id"),
        Claim.document_id.label("document_id"),
        Document.title.label("title"),
        status_seen_by(viewer).label("status"),
    )


def _seen(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return (
        ClaimStanding.status != ClaimStatus.RETIRED,
        sa.and_(visible_to(viewer, Document)),
        sa.and_(unblinded(viewer, mine.id, mine.document_id)),
    )
