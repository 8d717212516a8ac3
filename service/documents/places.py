"""Writes where the claims of a document stand in its new text, and what that makes of them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.claims.actions import write_statuses
from service.claims.rules import status_of
from service.documents.ahead import Ahead
from service.documents.aligning import Rows
from service.documents.writing import write_anchors, write_claims
from service.models import Claim, Document
from service.search import desk as index
from service.texts.alignment.aligning import Placed
from service.texts.cutting import Span
from service.verdicts.rules import needs_recheck
from service.vocabulary import AnchorState


def write_places(
    session: Session,
    document: Document,
    text: str,
    claims: Rows,
    placed: Iterable[Placed],
    found: Ahead,
) -> None:
    """Where the claims were placed, with those that are new, in bulk: a long text has thousands."""
    by_id = {claim.id: claim for claim in claims}
    kept, added = [], []
    wordings, blocks, statuses = {}, {}, {}
    for each in placed:
        if each.id is None:
            added.append(Span(each.block, each.start, each.end))
            continue
        kept.append((each.id, each.start, each.end, each.state))
        claim, judged = by_id[each.id], _is_judged(by_id[each.id])
        if each.state is AnchorState.CHANGED and not judged:
            wordings[each.id] = text[each.start : each.end]
        if each.state is not AnchorState.ORPHANED and each.block is not claim.block:
            blocks[each.id] = each.block
        if claim.has_verdict:
            statuses[each.id] = status_of(
                has_verdict=True,
                was_retracted=False,
                has_open_edits=claim.has_open_edits,
                needs_recheck=needs_recheck(each.state),
                is_retired=claim.is_retired,
            )
    write_anchors(session, document, text, kept)
    write_claims(session, document, text, added, found)
    anew = {
        claim_id: {
            "text": wording,
            "checkworthiness": found.scores[wording],
            **found.keys[wording]._asdict(),
        }
        for claim_id, wording in wordings.items()
    }
    _update_claims(session, anew, revision=Claim.revision + 1)
    terms = {claim_id: found.terms[wording] for claim_id, wording in wordings.items()}
    index.put_terms_of_claims(session, terms, found.stemmer)
    _update_claims(session, {claim_id: {"block": kind} for claim_id, kind in blocks.items()})
    write_statuses(session, statuses)


def _update_claims(session: Session, values: dict[int, dict[str, Any]], **more: Any) -> None:
    """Set the columns of each claim, the same of all."""
    if values:
        columns = next(iter(values.values()))
        session.connection().execute(
            sa.update(Claim)
            .where(Claim.id == sa.bindparam("claim_id"))
            .values({name: sa.bindparam(f"new_{name}") for name in columns} | more),
            [
                {"claim_id": claim_id} | {f"new_{name}": value for name, value in each.items()}
                for claim_id, each in values.items()
            ],
        )


def _is_judged(claim: Row[*tuple[Any, ...]]) -> bool:
    """Whether somebody's work rests on the wording that the claim has."""
    return bool(claim.has_verdict or claim.has_open_edits)
