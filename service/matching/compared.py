"""Reads of fact-checks what is compared with a sentence, and no more."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.matching.signals import LONGEST_BODY, Checked
from service.matching.texts import Text, words_in
from service.models import FactCheck
from service.search.analysis import stemmer_of
from service.search.finding import Conditions
from service.search.tables import is_among

_COLUMNS = (
    FactCheck.id,
    FactCheck.claim_id,
    FactCheck.text,
    FactCheck.title,
    FactCheck.claimant,
    FactCheck.claim_date,
    FactCheck.reviewed_at,
    FactCheck.language,
    FactCheck.body,
    FactCheck.detail,
)


def checked(session: Session, ids: Sequence[int], conditions: Conditions) -> Iterator[Checked]:
    """Those of these fact-checks that satisfy the conditions."""
    if not ids:
        return
    among, values = is_among(session, FactCheck.id, ids)
    query = sa.select(*_COLUMNS).where(among, *conditions)
    for row in session.connection().execute(query, values):
        yield _checked(row)


def _checked(row: Row[*tuple[Any, ...]]) -> Checked:
    id_, claim_id, said, title, claimant, claim_date, reviewed_at, language, *told = row
    stemmer = stemmer_of(language)
    # Our own have the verdict as their body, and others what they tell beside the columns.
    rationale = orjson.loads(told[0] or told[1] or b"{}").get("rationale")
    return Checked(
        id_,
        claim_id,
        said,
        Text.of(said, stemmer),
        Text.of(title, stemmer),
        words_in(rationale, stemmer, LONGEST_BODY),
        claimant,
        claim_date or (reviewed_at.date() if reviewed_at else None),
    )
