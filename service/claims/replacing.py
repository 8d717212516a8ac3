"""Puts some spans of the newest text in the place of others: what every repair comes to."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.checkworthiness.queries import score_of
from service.claims import queries, rules, spans
from service.claims.actions import refresh_status, reword
from service.claims.rules import Place, Span
from service.claims.spans import ids
from service.history.actions import record
from service.models import Anchor, Claim, ClaimStanding, Document, Retirement, Version
from service.permissions import Viewer
from service.search import desk as index
from service.search.likeness import keys_of
from service.vocabulary import Action, AnchorState, BlockKind, ClaimStatus


def replace(
    session: Session,
    actor: Viewer,
    text: Version,
    action: Action,
    claim_id: int | None,
    before: list[Span],
    after: list[Span],
) -> list[Claim]:
    """Put the spans of `after` in the place of those of `before`, as one act on `claim_id`.

    A claim of both is bound anew; one of `before` alone is retired, as part of the one whose words
    hold its own if there is one; one of `after` alone begins, or comes back. A retired one at
    exactly the words of another becomes part of it. Answers the claims of `after`, in order.
    """
    was, becomes = ids(before), ids(after)
    claims = spans.lock_claims(session, was | becomes)
    spans.check_unused(session, claims)
    places = {(start, end): claim for claim, start, end in after}
    absorbed = spans.find_retired_at(session, text, [span[1:] for span in after], claims)
    for retired, place in absorbed.items():
        retire(session, text, retired, survivor=places[place])
    for claim, start, end in before:
        if claim not in becomes:
            holds = (one for one, left, right in after if left <= start and end <= right)
            retire(session, text, claim, survivor=next(holds, None))
    for claim, start, end in after:
        if claim not in was and (retirement := session.get(Retirement, claim)) is not None:
            session.delete(retirement)
        anchor = session.get(Anchor, (claim, text.number))
        if anchor is None or (anchor.start, anchor.end) != (start, end):
            stand(session, text, claims[claim], (start, end))
    count(session, text, len(after) - len(before))
    record(
        session,
        actor,
        action,
        document_id=text.document_id,
        claim_id=claim_id,
        version=text.number,
        before=before,
        after=after,
    )
    for each in claims.values():
        refresh_status(session, each)
    return [claims[claim] for claim, *_place in after]


def begin(session: Session, text: Version, place: Place) -> int:
    """The id of a new claim of these words, which has no anchor yet."""
    wording = text.text[slice(*place)]
    claim = Claim(
        document_id=text.document_id,
        block=_kind(session, text, place[0]),
        text=wording,
        checkworthiness=score_of(session, wording),
        **keys_of(wording)._asdict(),
    )
    session.add(claim)
    session.flush()
    session.add(
        ClaimStanding(claim_id=claim.id, document_id=text.document_id, status=ClaimStatus.UNCHECKED)
    )
    index.put_claims(session, {claim.id: wording}, claim.document.language)
    return claim.id


def stand(session: Session, text: Version, claim: Claim, place: Place) -> None:
    """Let a claim stand at this place, with the words that are there."""
    anchor = session.get(Anchor, (claim.id, text.number))
    if anchor is None:
        anchor = Anchor(claim_id=claim.id, version=text.number, document_id=text.document_id)
        session.add(anchor)
    anchor.start, anchor.end = place
    anchor.prefix, anchor.suffix = rules.around(text.text, *place)
    anchor.state = AnchorState.EXACT
    reword(session, claim, text.text[slice(*place)])
    claim.block = _kind(session, text, place[0])
    session.flush()


def _kind(session: Session, text: Version, start: int) -> BlockKind:
    """The kind of the block that a claim begins in; a merged one may reach over several."""
    block = queries.find_block(session, text, start)
    return block.kind if block else BlockKind.PARAGRAPH


def retire(session: Session, text: Version, claim_id: int, *, survivor: int | None) -> None:
    """Retire a claim; as a part of the survivor it stands nowhere of its own any more."""
    session.merge(Retirement(claim_id=claim_id, survivor_id=survivor))
    if survivor is not None:
        session.execute(
            sa.delete(Anchor).where(Anchor.claim_id == claim_id, Anchor.version == text.number)
        )
    session.flush()


def count(session: Session, text: Version, more: int) -> None:
    """Keep the document's count. Not through the object: what describes it stays as it is."""
    session.execute(
        sa.update(Document)
        .where(Document.id == text.document_id)
        .values(claims_count=Document.claims_count + more)
    )
