"""Repair of claims by hand: split, merge, rebind, retire, undo, reattach. None commits.

Each repair puts some spans of the newest text in the place of others, and its event keeps both
lists: to undo it is to put those in the place of these.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import queries, rules, spans
from service.claims.actions import refresh_status
from service.claims.replacing import begin, count, replace, retire, stand
from service.claims.rules import Place
from service.claims.spans import ids
from service.db import utcnow
from service.errors import Conflict, Invalid, Moved
from service.history.actions import record
from service.models import Anchor, Assessment, Claim, Document, Event, Retirement, Version
from service.permissions import Viewer
from service.verdicts import actions as verdicts
from service.verdicts.queries import find_fact_check
from service.visibility import visible_to
from service.vocabulary import Action, AnchorState


def split_claim(
    session: Session, actor: Viewer, claim_id: int, *, version: int, at: Sequence[int]
) -> list[Claim]:
    """Cut a claim at these offsets of the text, code points strictly inside it.

    The answer is the pieces in order; the first is the claim itself. Raises Invalid, which names
    the offset at fault, and Conflict as all repairs do: `stale_version`, `has_verdict`,
    `has_open_edits`, `duplicate`, `invalid_transition`.
    """
    text = spans.lock_text_of(session, actor, claim_id, version=version)
    anchor = spans.get_standing(session, text, claim_id)
    before = [(claim_id, anchor.start, anchor.end)]
    first, *others = rules.pieces(text.text, anchor.start, anchor.end, at)
    after = [(claim_id, *first), *((begin(session, text, one), *one) for one in others)]
    return replace(session, actor, text, Action.CLAIM_SPLIT, claim_id, before, after)


def merge_claims(
    session: Session, actor: Viewer, claim_ids: Sequence[int], *, version: int
) -> Claim:
    """Make neighbours one claim, the first of them; the others became part of it.

    Raises Invalid at `claims` for claims that are no neighbours of one document.
    """
    first = _first_of_one_document(session, actor, claim_ids)
    try:
        text = spans.lock_text_of(session, actor, first, version=version)
        for claim_id in claim_ids:
            spans.get_standing(session, text, claim_id)
    except Moved as moved:
        raise _impossible(moved.message, **moved.extra) from None
    standing = spans.standing_in(session, text)
    start, end = rules.hull(standing, set(claim_ids))
    before = [span for span in standing if span[0] in claim_ids]
    survivor = before[0][0]
    after = [(survivor, start, end)]
    return replace(session, actor, text, Action.CLAIMS_MERGED, survivor, before, after)[0]


def move_anchor(
    session: Session, actor: Viewer, claim_id: int, *, version: int, start: int, end: int
) -> Claim:
    """Move the boundaries of a claim. A neighbour that it then covers in part gives way."""
    text = spans.lock_text_of(session, actor, claim_id, version=version)
    anchor = spans.get_standing(session, text, claim_id)
    old, new = (anchor.start, anchor.end), _selected(session, text, start, end)
    if old == new:
        return session.get_one(Claim, claim_id)
    others = [span for span in spans.standing_in(session, text) if span[0] != claim_id]
    trimmed = list(rules.giving_way(text.text, others, old, new))
    before = [(claim_id, *old), *(span for span in others if span[0] in ids(trimmed))]
    after = [(claim_id, *new), *trimmed]
    return replace(session, actor, text, Action.CLAIM_REBOUND, claim_id, before, after)[0]


def retire_claim(session: Session, actor: Viewer, claim_id: int) -> Claim:
    """Say that a claim is none: nobody checks it, and lists leave it out."""
    text = spans.lock_text_of(session, actor, claim_id)
    spans.check_not_retired(session, claim_id)
    before = spans.places_now(session, text, {claim_id})
    replace(session, actor, text, Action.CLAIM_RETIRED, claim_id, before, [])
    return session.get_one(Claim, claim_id)


def undo_repair(
    session: Session, actor: Viewer, claim_id: int, *, event: int | None = None
) -> Claim:
    """Undo the newest repair of a claim; undoing an undo does it again.

    The answer is the claim, or the one that it is part of by that. `event` is the repair that was
    on the actor's screen. Raises Conflict `invalid_transition` where another is the newest, there
    is none, or what it made was changed since.
    """
    text = spans.lock_text_of(session, actor, claim_id)
    repair = spans.find_repair(session, text.document_id, claim_id)
    if repair is None:
        raise _impossible(f"Nothing was repaired at claim {claim_id}.")
    if event is not None and event != repair.id:
        raise _impossible(f"Claim {claim_id} was repaired again since. Look at it again.")
    if repair.action is Action.CLAIM_REATTACHED:
        raise _impossible(f"Claim {claim_id} was reattached, which is not undone.")
    revert(session, actor, text, repair)
    retirement = session.get(Retirement, claim_id)
    part_of = retirement.survivor_id if retirement else None
    return session.get_one(Claim, part_of or claim_id)


def revert(session: Session, actor: Viewer, text: Version, repair: Event) -> None:
    """Put what stood before a repair in the place of what it made, if that still stands so.

    A claim that only came or went does so wherever it stands by now. Raises Conflict
    `stale_version` for any other repair of an older version, else as `undo_repair`.
    """
    before, after = (
        [(claim, start, end) for claim, start, end in repair.details[side]]
        for side in ("after", "before")
    )
    here = {}
    if not (before and after):
        here = {span[0]: span for span in spans.places_now(session, text, ids(before + after))}
        before, after = ([here.get(span[0], span) for span in side] for side in (before, after))
    if repair.details["version"] != text.number and not here:
        raise spans.stale(text)
    there, gone = ids(before), ids(after) - ids(before)
    as_made = set(before) == set(spans.places_now(session, text, there))
    if not as_made or gone != spans.retired_of(session, there | gone):
        raise _impossible("What this repair made was changed since. Repair it by hand.")
    replace(session, actor, text, Action.REPAIR_UNDONE, repair.claim_id, before, after)


def reattach_claim(
    session: Session, actor: Viewer, claim_id: int, *, version: int, start: int, end: int
) -> Claim:
    """Say where a claim stands whose sentence changed or is gone; its verdict holds there.

    A claim that stands at exactly these words becomes part of it, if nobody works on it. Raises
    Conflict `invalid_transition` for a claim that stands where it always did.
    """
    text = spans.lock_text_of(session, actor, claim_id, version=version)
    spans.check_not_retired(session, claim_id)
    anchor = session.get_one(Anchor, (claim_id, version))
    if anchor.state not in (AnchorState.CHANGED, AnchorState.ORPHANED):
        raise _impossible(f"The sentence of claim {claim_id} did not change: it stands as it did.")
    place = _selected(session, text, start, end)
    there = queries.find_claim_at(session, text, *place)
    absorbed = [] if there in (None, claim_id) else spans.places_now(session, text, {there or 0})
    claims = spans.lock_claims(session, {claim_id, *ids(absorbed)})
    spans.check_unused(session, ids(absorbed))
    claim, wording = claims[claim_id], claims[claim_id].text
    before = [(claim_id, anchor.start, anchor.end), *absorbed]
    count(session, text, -len(ids(absorbed) - spans.retired_of(session, ids(absorbed))))
    for other in ids(absorbed):
        retire(session, text, other, survivor=claim_id)
    stand(session, text, claim, place)
    record(
        session,
        actor,
        Action.CLAIM_REATTACHED,
        document_id=text.document_id,
        claim_id=claim_id,
        version=text.number,
        before=before,
        after=[(claim_id, *place)],
        fields={"text": [wording, claim.text]} if claim.text != wording else None,
    )
    for each in claims.values():
        refresh_status(session, each)
    verdicts.append_changes(session, _render_again(session, claim))
    return claim


def _first_of_one_document(session: Session, actor: Viewer, claim_ids: Sequence[int]) -> int:
    """The first of these claims. Raises Invalid unless all exist, once, in one document."""
    rows = session.execute(
        sa.select(Claim.id, Claim.document_id)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.id.in_(claim_ids), visible_to(actor, Document))
    )
    documents = {row.id: row.document_id for row in rows}
    for number, claim_id in enumerate(claim_ids):
        at = f"claims.{number}"
        if claim_id not in documents:
            raise _invalid(at, f"There is no claim {claim_id}.")
        if claim_id in claim_ids[:number]:
            raise _invalid(at, f"Claim {claim_id} stands here twice.")
        if documents[claim_id] != documents[claim_ids[0]]:
            raise _invalid(at, f"Claim {claim_id} is of another document than the first.")
    return claim_ids[0]


def _selected(session: Session, text: Version, start: int, end: int) -> Place:
    """Where the selected words stand, in one block. Raises Invalid."""
    start, end = rules.check_selection(text.text, start, end)
    rules.kind_of_block(queries.find_block(session, text, start), start, end)
    return start, end


def _render_again(session: Session, claim: Claim) -> list[verdicts.Line]:
    """The line of the feed for a verdict that stands, rendered with the claim's anchor as it is."""
    fact_check = find_fact_check(session, claim.id)
    if fact_check is None or fact_check.assessment_id is None:
        return []
    assessment = session.get_one(Assessment, fact_check.assessment_id)
    anchor = queries.get_anchor(session, claim)
    return [verdicts.publish(session, claim, assessment, claim.document, anchor, utcnow())]


def _impossible(sentence: str, **more: Any) -> Conflict:
    return Conflict(sentence, code="invalid_transition", **more)


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(f"{field}: {sentence}", errors={field: [sentence]})
