"""Where the claims of a document come to stand in a new text, and what is new in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from service.documents import queries
from service.documents.ahead import Ahead, look_ahead
from service.documents.intake import Intake
from service.models import Document, Version
from service.permissions import OPERATOR, Viewer
from service.texts.alignment.aligning import Placed, Standing, align
from service.vocabulary import AnchorState

Rows = Sequence[Row[*tuple[Any, ...]]]
"""Claims, as `list_standing` reads them."""


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
    aligned = alignment_of(newest_of(session, document), claims, intake, None)
    return replace(aligned, found=ahead_of(session, document, intake, aligned.placed))


def newest_of(session: Session, document: Document) -> Version:
    """The version of a document that counts."""
    return session.get_one(Version, (document.id, document.version))


def alignment_of(old: Version, claims: Rows, intake: Intake, ahead: Alignment | None) -> Alignment:
    """What was found ahead if the claims stand as they stood then, else found now."""
    standing = [Standing(each.id, each.text, each.start, each.end) for each in claims]
    if ahead is not None and (ahead.version, ahead.old) == (old.number, standing):
        return ahead
    return Alignment(old.number, standing, align(old.text, standing, intake.cut))


def ahead_of(
    session: Session, document: Document, intake: Intake, placed: Iterable[Placed]
) -> Ahead:
    """What is found of the text, and of those of its sentences that no claim has to the letter."""
    text = intake.cut.text
    new = (
        text[each.start : each.end]
        for each in placed
        if each.id is None or each.state is AnchorState.CHANGED
    )
    return look_ahead(session, text, new, document.language)


def count_states(claims: Rows, placed: Iterable[Placed]) -> dict[str, int]:
    """How many claims come to stand how, and how many are new; what is retired is left out."""
    retired = {claim.id for claim in claims if claim.is_retired}
    found = Counter(
        "new" if each.id is None else each.state.value for each in placed if each.id not in retired
    )
    return {state: found[state] for state in queries.STATES}
