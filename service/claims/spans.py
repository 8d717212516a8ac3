"""Where claims stand in the newest text, for who repairs it by hand. Reads and locks alone."""

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.claims import queries
from service.claims.rules import Place, Span
from service.errors import Conflict, NotFound
from service.models import Anchor, Claim, Edit, Event, FactCheck, Retirement, Version
from service.permissions import Viewer
from service.verdicts.queries import check_not_moved
from service.vocabulary import OPEN_STATES, Action, AnchorState

REPAIRS = (
    Action.CLAIM_ADDED,
    Action.CLAIM_SPLIT,
    Action.CLAIMS_MERGED,
    Action.CLAIM_REBOUND,
    Action.CLAIM_RETIRED,
    Action.CLAIM_REATTACHED,
    Action.REPAIR_UNDONE,
)
"""What changes where single claims stand; all but a reattachment can be undone."""


def lock_text_of(
    session: Session, actor: Viewer, claim_id: int, *, version: int | None = None
) -> Version:
    """The newest text of the claim's document, which is locked until the transaction ends.

    Raises NotFound where the claim does not exist for the actor, Moved where it became part of
    another, and Conflict `stale_version` where `version`, if given, is not the newest.
    """
    document_id = session.scalar(sa.select(Claim.document_id).where(Claim.id == claim_id))
    if document_id is None:
        raise NotFound(f"There is no claim {claim_id}.")
    text = queries.lock_text(session, actor, document_id)
    if version is not None and version != text.number:
        raise stale(text)
    queries.check_claim(session, actor, claim_id)
    return text


def stale(text: Version) -> Conflict:
    """The refusal of whoever looked at an older version than this one."""
    return Conflict(
        f"Version {text.number} is the newest of document {text.document_id}. Look at it again.",
        code="stale_version",
    )


def get_standing(session: Session, text: Version, claim_id: int) -> Anchor:
    """Where the claim stands in the text. Raises Conflict unless it does, and is not retired."""
    check_not_retired(session, claim_id)
    anchor = session.get(Anchor, (claim_id, text.number))
    if anchor is None or anchor.state is AnchorState.ORPHANED:
        raise Conflict(
            f"Claim {claim_id} stands nowhere in version {text.number}. A reviewer can reattach"
            " it.",
            code="invalid_transition",
            claim_id=claim_id,
        )
    return anchor


def check_not_retired(session: Session, claim_id: int) -> None:
    """Raise Conflict for a claim that is retired, Moved for one that became part of another."""
    if session.get(Retirement, claim_id) is not None:
        check_not_moved(session, claim_id)
        raise Conflict(
            f"Claim {claim_id} is retired. Undo that first.",
            code="invalid_transition",
            claim_id=claim_id,
        )


def standing_in(session: Session, text: Version) -> list[Span]:
    """All claims that stand in the text and are not retired, in reading order."""
    rows = session.execute(
        sa.select(Anchor.claim_id, Anchor.start, Anchor.end)
        .outerjoin(Retirement, Retirement.claim_id == Anchor.claim_id)
        .where(
            Anchor.document_id == text.document_id,
            Anchor.version == text.number,
            Anchor.state != AnchorState.ORPHANED,
            Retirement.claim_id.is_(None),
        )
        .order_by(Anchor.start, Anchor.claim_id)
    )
    return [(row.claim_id, row.start, row.end) for row in rows]


def lock_claims(session: Session, claim_ids: Collection[int]) -> dict[int, Claim]:
    """These claims as they are now, locked after their document until the transaction ends."""
    rows = session.scalars(
        sa.select(Claim)
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {claim.id: claim for claim in rows}


def find_retired_at(
    session: Session, text: Version, places: Sequence[Place], but: Collection[int]
) -> dict[int, Place]:
    """The retired claims that stand at exactly one of these places, by their ids.

    Raises Conflict `duplicate` where another claim does, or two are to stand at the same place.
    `but` are the claims that are about to move. An orphan has no place.
    """
    found = {}
    for number, place in enumerate(places):
        if place[0] == place[1]:
            continue
        if place in places[:number]:
            raise Conflict("Two claims would stand at exactly the same words.", code="duplicate")
        there = queries.find_claim_at(session, text, *place)
        if there is None or there in but:
            continue
        if session.get(Retirement, there) is None:
            raise Conflict(
                f"Claim {there} stands at exactly these words.", code="duplicate", claim_id=there
            )
        found[there] = place
    return found


def check_unused(session: Session, claim_ids: Collection[int]) -> None:
    """Raise Conflict for the first claim whose words somebody judges or has judged."""
    verdict = sa.exists().where(FactCheck.claim_id == Claim.id, FactCheck.retracted_at.is_(None))
    edit = sa.exists().where(Edit.claim_id == Claim.id, Edit.state.in_(OPEN_STATES))
    rows = session.execute(
        sa.select(Claim.id, verdict.label("has_verdict"), edit.label("has_open_edits"))
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
    )
    for row in rows:
        if row.has_verdict:
            raise Conflict(
                f"A verdict on the words of claim {row.id} stands. They change no more, unless a"
                " reviewer retracts it.",
                code="has_verdict",
                claim_id=row.id,
            )
        if row.has_open_edits:
            raise Conflict(
                f"Somebody works on the words of claim {row.id}. Have the edit decided or withdrawn"
                " first.",
                code="has_open_edits",
                claim_id=row.id,
            )


def find_repair(session: Session, document_id: int, claim_id: int) -> Event | None:
    """The newest event that changed where the claim stands, of those that say how."""
    events = session.scalars(
        sa.select(Event)
        .where(Event.document_id == document_id, Event.action.in_(REPAIRS))
        .order_by(Event.id.desc())
        .execution_options(yield_per=100)
    )
    with events:
        for event in events:
            spans = [*event.details.get("before", []), *event.details.get("after", [])]
            if any(claim == claim_id for claim, _start, _end in spans):
                return event
    return None


def ids(side: Iterable[Span]) -> set[int]:
    """The claims of these spans."""
    return {claim for claim, _start, _end in side}


def places_now(session: Session, text: Version, claim_ids: Collection[int]) -> list[Span]:
    """Where these claims stand now, retired ones too, as far as they have a place."""
    rows = session.scalars(
        sa.select(Anchor)
        .where(Anchor.claim_id.in_(claim_ids), Anchor.version == text.number)
        .order_by(Anchor.start, Anchor.claim_id)
    )
    return [(anchor.claim_id, anchor.start, anchor.end) for anchor in rows]


def retired_of(session: Session, claim_ids: Collection[int]) -> set[int]:
    """Those of these claims that are retired."""
    query = sa.select(Retirement.claim_id).where(Retirement.claim_id.in_(claim_ids))
    return set(session.scalars(query))
