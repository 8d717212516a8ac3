"""What the words of other publishers' ratings mean here: looked up, learned, and decided anew."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Rating, RatingWord
from service.verdicts.foreign import Imported

COMMON = ""
"""The site of a word that counts for every publisher that has none of its own."""


def give_meanings(session: Session, records: Sequence[Imported]) -> None:
    """Give the ratings of a batch our code and value, after `take_turn`.

    A word of the publisher's own counts before one that all have; without either, the value that
    its number gave stays. A word that nobody knew is kept, for an administrator to decide.
    """
    keys = {each.columns["rating_key"] for each in records} - {None}
    if not keys:
        return
    meanings = _meanings(session, keys)
    values = values_by_code(session)
    unknown: dict[tuple[str, str], str] = {}
    for each in records:
        told = each.columns
        site, key = told["site"], told["rating_key"]
        if key is None:
            continue
        if (site, key) not in meanings and (COMMON, key) not in meanings:
            unknown.setdefault((site, key), told["rating_label"])
        code = meanings.get((site, key), meanings.get((COMMON, key)))
        if code is not None and not each.is_rated:
            told["rating_code"], told["rating_value"] = code, values.get(code)
    _learn(session, unknown)


def values_by_code(session: Session) -> dict[str, int | None]:
    """The values of all ratings, retired ones too."""
    return {row.code: row.value for row in session.execute(sa.select(Rating.code, Rating.value))}


def _meanings(session: Session, keys: Iterable[str]) -> dict[tuple[str, str], str | None]:
    query = sa.select(RatingWord.site, RatingWord.key, RatingWord.code)
    rows = session.execute(query.where(RatingWord.key.in_(keys)))
    return {(row.site, row.key): row.code for row in rows}


def _learn(session: Session, unknown: Mapping[tuple[str, str], str]) -> None:
    rows: list[dict[str, Any]] = [
        {"site": site, "key": key, "word": word, "code": None}
        for (site, key), word in unknown.items()
    ]
    if rows:
        session.execute(sa.insert(RatingWord), rows)
