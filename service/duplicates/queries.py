"""Reads about sentences that stand elsewhere too."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.duplicates import statements
from service.permissions import Viewer
from service.search.likeness import likeness

MOST = 10
"""Of one claim, the likest."""

Found = dict[str, Any]


class Known(NamedTuple):
    """A claim whose sentence was judged elsewhere: where it begins, and what is like it there."""

    start: int
    claim_id: int
    text: str
    duplicates: list[Found]


def find_duplicates(session: Session, viewer: Viewer, claim_id: int) -> list[Found]:
    """Where else the sentence of a claim stands, the likest first: at most MOST places.

    `{"claim_id", "document_id", "title", "text", "likeness", "status", "rating"}`. With a verdict
    also where it stands nearly the same, and `text` is the wording that was judged; without one,
    `rating` is None. The caller has found the claim visible.
    """
    here = {"claim_id": claim_id}
    judged = session.execute(statements.judged_of_claim(viewer), here).all()
    found = {each["claim_id"]: each for each in _likest(judged)}
    for row in session.execute(statements.same_as_claim(viewer), here):
        if len(found) < MOST:
            found.setdefault(row.claim_id, _as_json(row, 1.0, None))
    return sorted(found.values(), key=_rank)


def list_known(
    session: Session, viewer: Viewer, document_id: int, *, after: tuple[int, int] = (-1, 0)
) -> list[Known]:
    """The claims of a document whose sentences were judged in others, in reading order, in one
    query. The key is (start, claim_id). The caller has found the document visible."""
    rows = session.execute(
        statements.judged_of_document(viewer),
        {"document_id": document_id, "after_start": after[0], "after_id": after[1]},
    ).all()
    known = []
    for claim_id, group in groupby(rows, key=lambda row: row.mine_id):
        ours = list(group)
        if duplicates := _likest(ours):
            known.append(Known(ours[0].start, claim_id, ours[0].mine_text, duplicates))
    return known


def _likest(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Found]:
    """Of rows that share a key with one claim, those that are like it."""
    found = {}
    for row in rows:
        if row.claim_id not in found and (score := likeness(row.mine_text, row.judged)):
            rating = {
                "code": row.rating_code,
                "label": row.rating_label,
                "value": row.rating_value,
            }
            found[row.claim_id] = _as_json(row, score, rating)
    return sorted(found.values(), key=_rank)[:MOST]


def _rank(found: Found) -> tuple[bool, float, int]:
    """Verdicts first, the likest of them first, the newest of equals."""
    return found["rating"] is None, -found["likeness"], -found["claim_id"]


def _as_json(row: Row[*tuple[Any, ...]], score: float, rating: dict[str, Any] | None) -> Found:
    return {
        "claim_id": row.claim_id,
        "document_id": row.document_id,
        "title": row.title,
        "text": row.judged,
        "likeness": round(score, 2),
        "status": row.status,
        "rating": rating,
    }
