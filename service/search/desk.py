"""The indexes of claims, documents and sources. Written in the row's transaction.

A claim is found by its wording, a document by what describes it and the beginning of its newest
text, a source by its title, its publisher and the words of its address.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.models import Claim, Document, Source, Version
from service.search import entries as written
from service.search.analysis import UNKNOWN, stemmer_of, terms_of
from service.search.entries import Made
from service.search.tables import CLAIMS, DOCUMENTS, SOURCES

MOST_OF_TEXT = 3_000
"""Terms of a text, its first ones: what comes later is found by its claims."""

_APART = re.compile(r"[\W_]+")


def text_terms(text: str, stemmer: str) -> list[str]:
    """What a document is found by of its text."""
    return terms_of([text], stemmer, most=MOST_OF_TEXT)


def add_claims(session: Session, terms: Mapping[int, Sequence[str]], stemmer: str) -> None:
    """Index new claims, by id, of which nothing is indexed yet."""
    made = {id_: Made(list(each), stemmer) for id_, each in terms.items() if each}
    written.add(session, CLAIMS, made)


def put_claims(session: Session, wordings: Mapping[int, str], language: str | None) -> None:
    """Index claims of a document, by id, in the place of what was indexed of them before."""
    stemmer = stemmer_of(language)
    terms = {id_: terms_of([each], stemmer) for id_, each in wordings.items()}
    put_terms_of_claims(session, terms, stemmer)


def put_terms_of_claims(session: Session, terms: Mapping[int, list[str]], stemmer: str) -> None:
    """The same, of claims whose terms are made already."""
    made = {id_: _made(each, stemmer) for id_, each in terms.items()}
    written.replace(session, CLAIMS, made)


def drop_document(session: Session, document_id: int) -> None:
    """Let nothing find a document or any of its claims any more."""
    claims = sa.select(Claim.id).where(Claim.document_id == document_id)
    written.replace(session, CLAIMS, dict.fromkeys(session.scalars(claims)))
    written.replace(session, DOCUMENTS, {document_id: None})


def put_document(session: Session, document: Document, terms: Sequence[str]) -> None:
    """Index a document, whose newest text has these terms."""
    stemmer = stemmer_of(document.language)
    address = document.url and words_of_address(document.url)
    described = terms_of((document.title, document.author, document.publisher, address), stemmer)
    made = _made([*described, *terms], stemmer)
    written.replace(session, DOCUMENTS, {document.id: made})


def describe_document(session: Session, document: Document) -> None:
    """Index a document anew by what describes it now, and its text with it."""
    text = session.get_one(Version, (document.id, document.version)).text
    put_document(session, document, text_terms(text, stemmer_of(document.language)))


def put_claims_of(session: Session, document: Document) -> None:
    """Index all claims of a document anew: it is in another language than it was."""
    claims = sa.select(Claim.id, Claim.text).where(Claim.document_id == document.id)
    rows = session.execute(claims).all()
    put_claims(session, {row.id: row.text for row in rows}, document.language)


def put_sources(session: Session, sources: Iterable[Source]) -> None:
    """Index sources, in the place of what was indexed of them before.

    Nobody knows their languages.
    """
    made = {
        each.id: _made(
            terms_of((each.title, each.publisher, words_of_address(each.url)), UNKNOWN), UNKNOWN
        )
        for each in sources
    }
    written.replace(session, SOURCES, made)


def drop_sources(session: Session, ids: Sequence[int]) -> None:
    """Let nothing find these any more."""
    written.replace(session, SOURCES, dict.fromkeys(ids))


def forget(session: Session) -> None:
    """Leave nothing on the disk of what was indexed and is not any more."""
    for index in (CLAIMS, DOCUMENTS, SOURCES):
        written.compact(session, index)


def _made(terms: list[str], stemmer: str) -> Made | None:
    return Made(terms, stemmer) if terms else None


def words_of_address(url: str) -> str:
    """What an address says: its host, and the words of its path and parameters."""
    parts = urlsplit(url)
    return _APART.sub(" ", unquote(f"{parts.hostname} {parts.path} {parts.query}"))
