"""New texts of a document: what becomes of its claims, before it is saved and when it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.claims.actions import write_statuses
from service.claims.queries import lock_text
from service.claims.rules import status_of
from service.documents import queries, rules
from service.documents.actions import write_anchors, write_claims, write_version
from service.documents.ahead import Ahead, look_ahead
from service.documents.intake import Intake, take_in
from service.errors import Conflict, Invalid
from service.history.actions import record
from service.matches.actions import begin_if_any
from service.models import Claim, Document, Version
from service.permissions import OPERATOR, Viewer
from service.search import desk as index
from service.settings import Settings
from service.texts.alignment.aligning import Placed, Standing, align
from service.texts.cutting import Span
from service.verdicts import actions as verdicts
from service.verdicts.rules import needs_recheck
from service.vocabulary import Action, AnchorState, ClaimStatus

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Line:
    """What a new text makes of one claim.

    `state` is how the claim stands in it, or `new`. `before` is the wording that the claim has,
    `after` what stands in the new text at `start` and `end`; an orphan has nothing there.
    """

    claim_id: int | None
    state: str
    before: str | None
    after: str | None
    status: ClaimStatus | None
    has_verdict: bool
    has_open_edits: bool
    start: int
    end: int

    @property
    def keeps_wording(self) -> bool:
        """Whether the claim keeps its wording, and needs a recheck, although the text changed."""
        return self.state == AnchorState.CHANGED and (self.has_verdict or self.has_open_edits)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a new text would make of the claims of a document; the same one makes nothing of any.

    `counts` has every one of the five states. What is retired is left out.
    """

    is_same: bool
    counts: dict[str, int]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the claims of a version, as they stood then, come to stand in a new text.

    `found` is of it and of the sentences that are new in it, once it is found.
    """

    version: int
    old: list[Standing]
    placed: list[Placed]
    found: Ahead | None = None


def align_ahead(
    session: Session, viewer: Viewer, document_id: int, intake: Intake
) -> Alignment | None:
    """Where the claims would stand and what is new in the text, or None for the same one.

    For `add_version`, worked out before its transaction begins: a long text takes a while.
    """
    document = queries.get_document(session, viewer, document_id)
    if intake.cut.hash == document.text_hash:
        return None
    claims = queries.list_standing(session, OPERATOR, document)
    aligned = _aligned(_newest(session, document), claims, intake, None)
    return replace(aligned, found=_ahead(session, document, intake, aligned.placed))


def add_version(
    session: Session,
    actor: Viewer,
    document_id: int,
    intake: Intake,
    *,
    based_on: int | None = None,
    ahead: Alignment | None = None,
) -> tuple[Document, bool]:
    """Give a document a new text, in which its claims stand as before, changed, or not any more.

    The answer is the document and whether the version is new: the same text changes nothing.
    `based_on` is the version that the actor had on screen, `ahead` what `align_ahead` found, which
    is used if it still holds. A claim whose sentence changed takes the new wording at once, unless
    a verdict or an open edit judges the one it has.

    Raises Conflict `stale_version` where another version came in between, and `duplicate` where
    another document without a URL has this text.
    """
    old = lock_text(session, actor, document_id)
    document = session.get_one(Document, document_id)
    if intake.cut.hash == document.text_hash:
        return document, False
    rules.check_newest(document, based_on)
    claims = queries.list_standing(session, OPERATOR, document)
    aligned = _aligned(old, claims, intake, ahead)
    placed, found = aligned.placed, aligned.found
    if found is None or not found.holds_for(document.language):
        found = _ahead(session, document, intake, placed)
    _name_newest(session, document, intake, sum(each.id is None for each in placed))
    write_version(session, actor, document, intake)
    _write_places(session, document, intake.cut.text, claims, placed, found)
    index.put_document(session, document, found.text_terms)
    counts = _counts(claims, placed)
    record(
        session,
        actor,
        Action.VERSION_ADDED,
        document_id=document.id,
        version=document.version,
        **counts,
    )
    begin_if_any(session, actor, document)
    verdicts.append_changes(session, verdicts.render_again(session, document))
    return document, True


def preview_version(session: Session, viewer: Viewer, document_id: int, intake: Intake) -> Preview:
    """What a new text would make of the claims of a document: nothing is written."""
    document = queries.get_document(session, viewer, document_id)
    if intake.cut.hash == document.text_hash:
        return Preview(True, dict.fromkeys(queries.STATES, 0), [])
    claims = queries.list_standing(session, viewer, document)
    placed = _aligned(_newest(session, document), claims, intake, None).placed
    by_id = {claim.id: claim for claim in claims}
    lines = [
        _line(by_id.get(each.id or 0), each, intake.cut.text)
        for each in placed
        if each.id is None or not by_id[each.id].is_retired
    ]
    return Preview(False, _counts(claims, placed), lines)


def refetch(document: Document, settings: Settings) -> Intake:
    """What is at the document's address now. Raises Invalid where it has none."""
    if document.url is None:
        sentence = f"Document {document.id} has no address to fetch its text from. Send the text."
        raise Invalid(f"text: {sentence}", errors={"text": [sentence]})
    return take_in(settings=settings, url=document.url, language=document.language)


def _newest(session: Session, document: Document) -> Version:
    return session.get_one(Version, (document.id, document.version))


def _aligned(old: Version, claims: Rows, intake: Intake, ahead: Alignment | None) -> Alignment:
    """What was found ahead if the claims stand as they stood then, else found now."""
    standing = [Standing(each.id, each.text, each.start, each.end) for each in claims]
    if ahead is not None and (ahead.version, ahead.old) == (old.number, standing):
        return ahead
    return Alignment(old.number, standing, align(old.text, standing, intake.cut))


def _ahead(session: Session, document: Document, intake: Intake, placed: Iterable[Placed]) -> Ahead:
    """What is found of the text, and of those of its sentences that no claim has to the letter."""
    text = intake.cut.text
    new = (
        text[each.start : each.end]
        for each in placed
        if each.id is None or each.state is AnchorState.CHANGED
    )
    return look_ahead(session, text, new, document.language)


def _name_newest(session: Session, document: Document, intake: Intake, more_claims: int) -> None:
    text_hash = intake.cut.hash
    try:
        with session.begin_nested():
            document.version += 1
            document.text_hash = text_hash
            document.claims_count += more_claims
    except IntegrityError:
        other = queries.find_document(session, canonical_url=None, text_hash=text_hash)
        if other is None:
            raise
        raise Conflict(
            f"Document {other.id} has this text already, and no URL either.",
            code="duplicate",
            document_id=other.id,
        ) from None


def _write_places(
    session: Session,
    document: Document,
    text: str,
    claims: Rows,
    placed: Iterable[Placed],
    found: Ahead,
) -> None:
    """In bulk: a long text has thousands."""
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


def _counts(claims: Rows, placed: Iterable[Placed]) -> dict[str, int]:
    retired = {claim.id for claim in claims if claim.is_retired}
    found = Counter(
        "new" if each.id is None else each.state.value for each in placed if each.id not in retired
    )
    return {state: found[state] for state in queries.STATES}


def _line(claim: Row[*tuple[Any, ...]] | None, place: Placed, text: str) -> Line:
    is_orphan = place.state is AnchorState.ORPHANED
    return Line(
        claim_id=place.id,
        state=place.state.value if claim else "new",
        before=claim.text if claim else None,
        after=None if is_orphan else text[place.start : place.end],
        status=claim.status if claim else None,
        has_verdict=bool(claim and claim.has_verdict),
        has_open_edits=bool(claim and claim.has_open_edits),
        start=place.start,
        end=place.end,
    )
