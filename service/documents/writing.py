"""Writes the newest text of a document and its claims, in bulk: a long one has thousands."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from service.bulk import insert_rows
from service.claims.rules import around
from service.documents import queries
from service.documents.ahead import Ahead
from service.documents.intake import Intake
from service.models import Anchor, Block, Claim, ClaimStanding, Document, Snapshot, Version
from service.permissions import Viewer
from service.search import desk as index
from service.search.likeness import Keys
from service.texts.cutting import Span
from service.texts.sentences import SPLITTER
from service.vocabulary import AnchorState, ClaimStatus


def write_version(session: Session, actor: Viewer, document: Document, intake: Intake) -> None:
    """Write the text of the document's newest version, its blocks, and what was fetched for it."""
    cut = intake.cut
    session.add(
        Version(
            document_id=document.id,
            number=document.version,
            text=cut.text,
            splitter=SPLITTER,
            created_by_id=actor.id,
        )
    )
    session.flush()
    here = document.id, document.version
    insert_rows(
        session,
        Block,
        ("document_id", "version", "start", "end", "kind", "level"),
        [(*here, each.start, each.end, each.kind.value, each.level) for each in cut.blocks],
    )
    if intake.snapshot is not None:
        session.add(Snapshot(document_id=document.id, version=document.version, **intake.snapshot))


def write_claims(
    session: Session,
    document: Document,
    text: str,
    places: Sequence[Span],
    ahead: Ahead,
) -> None:
    """Make claims of these places in the newest text, of which `ahead` was found before."""
    if not places:
        return
    wordings = [text[place.start : place.end] for place in places]
    insert_rows(
        session,
        Claim,
        ("document_id", "block", "text", "checkworthiness", *Keys._fields, "revision"),
        [
            (document.id, place.block.value, wording, *ahead.of(wording), 1)
            for place, wording in zip(places, wordings, strict=True)
        ],
    )
    # They were numbered in the order given: nobody else adds to this document now.
    ids = queries.newest_claims(session, document, len(places))
    write_anchors(
        session,
        document,
        text,
        [
            (claim_id, place.start, place.end, AnchorState.EXACT)
            for claim_id, place in zip(ids, places, strict=True)
        ],
    )
    insert_rows(
        session,
        ClaimStanding,
        ("claim_id", "document_id", "status"),
        [(claim_id, document.id, ClaimStatus.UNCHECKED.value) for claim_id in ids],
    )
    terms = {id_: ahead.terms[wording] for id_, wording in zip(ids, wordings, strict=True)}
    index.add_claims(session, terms, ahead.stemmer)


def write_anchors(
    session: Session,
    document: Document,
    text: str,
    places: Iterable[tuple[int, int, int, AnchorState]],
) -> None:
    """Write where claims stand in the newest text: `(claim_id, start, end, state)`."""
    here = document.version, document.id
    insert_rows(
        session,
        Anchor,
        ("claim_id", "version", "document_id", "start", "end", "prefix", "suffix", "state"),
        [
            (claim_id, *here, start, end, *around(text, start, end), state.value)
            for claim_id, start, end, state in places
        ],
    )
