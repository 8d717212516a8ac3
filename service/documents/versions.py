"""Gives a document a new text, in which its claims stand as before, changed, or not any more."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.claims.queries import lock_text
from service.documents import queries, rules
from service.documents.aligning import Alignment, ahead_of, alignment_of, count_states
from service.documents.intake import Intake, take_in
from service.documents.places import write_places
from service.documents.writing import write_version
from service.errors import Conflict, Invalid
from service.history.actions import record
from service.matches.actions import begin_if_any
from service.models import Document
from service.permissions import OPERATOR, Viewer
from service.search import desk as index
from service.settings import Settings
from service.verdicts import actions as verdicts
from service.vocabulary import Action


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
    aligned = alignment_of(old, claims, intake, ahead)
    placed, found = aligned.placed, aligned.found
    if found is None or not found.holds_for(document.language):
        found = ahead_of(session, document, intake, placed)
    _name_newest(session, document, intake, sum(each.id is None for each in placed))
    write_version(session, actor, document, intake)
    write_places(session, document, intake.cut.text, claims, placed, found)
    index.put_document(session, document, found.text_terms)
    counts = count_states(claims, placed)
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


def refetch(document: Document, settings: Settings) -> Intake:
    """What is at the document's address now. Raises Invalid where it has none."""
    if document.url is None:
        sentence = f"Document {document.id} has no address to fetch its text from. Send the text."
        raise Invalid(f"text: {sentence}", errors={"text": [sentence]})
    return take_in(settings=settings, url=document.url, language=document.language)


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
