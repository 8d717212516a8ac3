"""What the workbench shows: an article with its claims, and the panel of one of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.assessments.differences import words
from service.checkworthiness.queries import model_in_use
from service.checkworthiness.scoring import judge
from service.claims.explaining import words_after, words_before
from service.claims.queries import check_claim, get_claim, marks_of
from service.comments.queries import list_comments
from service.documents.queries import get_document, get_version
from service.documents.runs import runs
from service.edits.queries import MOST_COUNTED, list_edits, position_in_queue
from service.edits.statements import waiting
from service.errors import Invalid, NotFound
from service.models import Anchor, Claim, ClaimStanding, Document, Edit, Retirement, Version
from service.permissions import Viewer
from service.scales.queries import usable_ratings
from service.scales.rules import in_row, label_in
from service.tags.queries import list_tags
from service.vocabulary import AnchorState, ClaimStatus, EditState
from service.workbench import rules
from service.workbench.marks import PUBLISHED, Mark, mark_of
from service.workbench.placing import on_one_line

MOST_EDITS = 50
MOST_COMMENTS = 100
MOST_TAGS = 200
MOST_RETIRED = 200


class Place(NamedTuple):
    """Where a claim stands in the newest text of its document."""

    wording: str
    start: int
    end: int
    text: str

    @property
    def is_orphan(self) -> bool:
        """Whether it stands nowhere."""
        return self.start == self.end

    @property
    def now(self) -> str:
        """The words that stand there."""
        return self.text[self.start : self.end]


def show_article(session: Session, viewer: Viewer, document_id: int) -> dict[str, Any]:
    """The newest text of a document as blocks of runs, its marks, and how many stand where."""
    document = get_document(session, viewer, document_id)
    version, blocks = get_version(session, document, document.version)
    marks = read_marks(session, viewer, document_id)
    shown = runs(version.text, blocks, marks)
    orphans = [mark for mark in marks if mark.start == mark.end]
    return {
        "document": document,
        "text": version.text,
        "blocks": shown,
        "marks": marks,
        "drawn": drawn(shown),
        "orphans": orphans,
        "said": {
            row.id: row.text for row in wordings(session, [mark.id for mark in orphans]).values()
        },
        "retired": retired_of(session, document),
        "counts": count(marks),
    }


def read_marks(session: Session, viewer: Viewer, document_id: int) -> list[Mark]:
    """The claims of the newest version as they are drawn, in reading order, orphans last."""
    return [mark_of(row) for row in marks_of(session, viewer, document_id)]


def count(marks: Sequence[Mark]) -> dict[str, int]:
    """How many claims are published, open (in work, or to be looked at again) and unchecked."""
    unchecked = sum(mark.status is ClaimStatus.UNCHECKED for mark in marks)
    done = sum(mark.status in PUBLISHED for mark in marks)
    return {"published": done, "open": len(marks) - done - unchecked, "unchecked": unchecked}


def drawn(blocks: Iterable[Mapping[str, Any]]) -> dict[int, tuple[int, int]]:
    """Where the first run of each mark begins and its last one ends: a claim within a claim may
    take the words at its ends."""
    found: dict[int, tuple[int, int]] = {}
    for block in blocks:
        for start, end, mark in block["runs"]:
            if mark is not None:
                found[mark.id] = (found.get(mark.id, (start, end))[0], end)
    return found


def show_panel(session: Session, viewer: Viewer, document_id: int, claim_id: int) -> dict[str, Any]:
    """Everything about one claim that somebody works with. NotFound outside the document."""
    check_claim(session, viewer, claim_id)
    claim = orjson.loads(orjson.dumps(get_claim(session, viewer, claim_id)))
    if claim["document_id"] != document_id:
        raise NotFound(f"Document {document_id} has no claim {claim_id}.")
    anchor = claim["anchor"]
    stands = anchor["start"] < anchor["end"]
    claim["before"] = words_before(anchor["prefix"]) if stands else ""
    claim["after"] = words_after(anchor["suffix"]) if stands else ""
    document = get_document(session, viewer, document_id)
    edits = _edits_of(session, viewer, claim_id)
    mine = next((each for each in edits if rules.is_open(each) and rules.is_by(each, viewer)), None)
    others = [each for each in edits if rules.is_open(each) and not rules.is_by(each, viewer)]
    order = ids_in_order(session, document)
    place = order.index(claim_id) if claim_id in order else None
    around = [] if place is None else [*order[max(place - 1, 0) : place], *order[place + 1 :][:1]]
    verdict = claim["verdict"]
    waits = mine is not None and mine["state"] is EditState.SUBMITTED
    return {
        "claim": claim,
        "document": document,
        "place": None if place is None else place + 1,
        "total": len(order),
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place is not None and place + 1 < len(order) else None,
        "beside": _beside(session, around, order[place - 1] if place else None),
        "one_line": on_one_line(claim["text"]),
        "mending": rules.why_no_mending(claim, mine, others),
        "now": _reworded(session, viewer, claim),
        "verdict": verdict,
        "judged": None if verdict else judge(model_in_use(session), claim["text"]),
        "mine": mine,
        "is_writable": place is not None and rules.is_writable(mine),
        "is_blinded": rules.is_blinded(document.blind, viewer, edits),
        "others": others,
        "position": position_in_queue(session, viewer, mine["id"]) if mine and waits else None,
        "content": rules.content_of(mine["proposed"] if mine else verdict),
        "offered": rules.offered(verdict, others, mine),
        "comments": list_comments(session, viewer, claim_id=claim_id, after=0, limit=MOST_COMMENTS),
        "ratings": ratings_in(session, document),
        "known_tags": [tag.name for tag in list_tags(session, after=0, limit=MOST_TAGS)],
    }


def _edits_of(session: Session, viewer: Viewer, claim_id: int) -> list[dict[str, Any]]:
    """The newest edits of a claim, one's own newest among them: only that one may be open."""
    here = {"claim_id": claim_id}
    edits = list_edits(session, viewer, filters=here, after=None, limit=MOST_EDITS)
    if len(edits) == MOST_EDITS and not any(rules.is_by(each, viewer) for each in edits):
        edits += list_edits(session, viewer, filters=here | {"mine": True}, after=None, limit=1)
    return edits


def places_in_queue(session: Session, viewer: Viewer) -> dict[int, int]:
    """The places of the edits that wait, by their ids: 1 waits longest. Of the first 1,000."""
    query = waiting(viewer).order_by(Edit.submitted_at, Edit.id).limit(MOST_COUNTED)
    return {edit_id: place for place, edit_id in enumerate(session.scalars(query), 1)}


def get_place(session: Session, viewer: Viewer, claim_id: int) -> Place:
    """Where a claim stands. The caller has found it visible."""
    row = session.execute(
        sa.select(Claim.text, Anchor.start, Anchor.end, Version.text)
        .join(Document, Document.id == Claim.document_id)
        .join(Anchor, sa.and_(Anchor.claim_id == Claim.id, Anchor.version == Document.version))
        .join(
            Version,
            sa.and_(Version.document_id == Document.id, Version.number == Document.version),
        )
        .where(Claim.id == claim_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"Claim {claim_id} became part of another.")
    return Place(*row)


def retired_of(session: Session, document: Document) -> Sequence[Row[*tuple[Any, ...]]]:
    """Rows of id and text of the claims that were retired as none, the newest first."""
    query = (
        sa.select(Claim.id, Claim.text)
        .join(Retirement, Retirement.claim_id == Claim.id)
        .where(Claim.document_id == document.id, Retirement.survivor_id.is_(None))
        .order_by(Retirement.at.desc(), Claim.id.desc())
    )
    return session.execute(query.limit(MOST_RETIRED)).all()


def _beside(session: Session, ids: Sequence[int], before: int | None) -> list[dict[str, Any]]:
    """The claims before and after one, as `{"id", "text", "is_before"}`."""
    said = {row.id: row.text for row in wordings(session, ids).values()}
    return [{"id": each, "text": said[each], "is_before": each == before} for each in ids]


def _reworded(
    session: Session, viewer: Viewer, claim: Mapping[str, Any]
) -> list[dict[str, str]] | None:
    """How the words that stand now differ from the wording, where the sentence was changed."""
    if claim["anchor"]["state"] != AnchorState.CHANGED:
        return None
    return words(claim["text"], get_place(session, viewer, claim["id"]).now)


def ids_in_order(session: Session, document: Document) -> list[int]:
    """The claims of the newest version in reading order, orphans last."""
    query = (
        sa.select(Anchor.claim_id)
        .join(ClaimStanding, ClaimStanding.claim_id == Anchor.claim_id)
        .where(
            Anchor.document_id == document.id,
            Anchor.version == document.version,
            ClaimStanding.status != ClaimStatus.RETIRED,
        )
    )
    return list(session.scalars(query.order_by(Anchor.start, Anchor.claim_id)))


def document_of(session: Session, viewer: Viewer, claim_id: int) -> int:
    """The document of a claim that exists for the viewer."""
    check_claim(session, viewer, claim_id)
    return session.scalars(sa.select(Claim.document_id).where(Claim.id == claim_id)).one()


def wordings(session: Session, claim_ids: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Text, document_id, title and language of claims, by their ids."""
    if not claim_ids:
        return {}
    rows = session.execute(
        sa.select(Claim.id, Claim.text, Claim.document_id, Document.title, Document.language)
        .join(Document)
        .where(Claim.id.in_(set(claim_ids)))
    )
    return {row.id: row for row in rows}


def find_part(
    session: Session, viewer: Viewer, document_id: int, claim_id: int, words: str
) -> dict[str, int]:
    """Where these words stand within a claim, as a selection: version, start and end.

    Raises Invalid when they do not stand there.
    """
    claim = get_claim(session, viewer, claim_id)
    words = words.strip()
    stands = claim["anchor"]["state"] in (AnchorState.EXACT, AnchorState.MOVED)
    place = claim["text"].find(words) if words and stands else -1
    if place < 0 or claim["document_id"] != document_id:
        sentence = "Copy words that stand in the sentence, to the letter."
        raise Invalid(sentence, errors={"words": [sentence]})
    start = claim["anchor"]["start"] + place
    return {"version": claim["anchor"]["version"], "start": start, "end": start + len(words)}


def ratings_in(session: Session, document: Document) -> list[dict[str, Any]]:
    """The ratings one can choose, from false to true and then those without a value, by digit."""
    return [
        {
            "code": rating.code,
            "label": label_in(rating.labels, document.language),
            "value": rating.value,
            "digit": digit if digit < 10 else None,
        }
        for digit, rating in enumerate(in_row(usable_ratings(session)), 1)
    ]
