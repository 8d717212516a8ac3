"""Searches documents."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.documents.listing import passing
from service.models import Document, Version
from service.permissions import Viewer
from service.search.analysis import LONGEST_TEXT, stemmer_of
from service.search.asking import read_query
from service.search.excerpts import excerpt_of
from service.search.fields import Makers, among, conditions_of, of_language, values_with
from service.search.searching import Results, search
from service.search.tables import DOCUMENTS


def search_documents(
    session: Session,
    viewer: Viewer,
    filters: Mapping[str, Any],
    *,
    skip: int,
    limit: int,
    is_typed: bool = False,
) -> Results[Document]:
    """Those that `q` asks for, the most relevant first, up to the thousandth.

    While it `is_typed`, its last word may go on. The excerpts are of their newest texts.
    """
    asked = read_query(filters["q"], is_typed=is_typed)
    conditions = [*passing(viewer, filters), *conditions_of(asked, _fields(session))]
    hits = search(session, DOCUMENTS, asked, conditions=conditions, limit=skip + limit)
    ids = hits.ids[skip:]
    if not ids:
        return Results([], [])
    beginning = sa.func.substr(Version.text, 1, LONGEST_TEXT)
    newest = sa.and_(Version.document_id == Document.id, Version.number == Document.version)
    query = sa.select(Document, beginning).join(Version, newest).where(Document.id.in_(ids))
    found = {document.id: (document, text) for document, text in session.execute(query)}
    rows = [found[id_] for id_ in ids if id_ in found]
    excerpts = [
        excerpt_of(text, hits.terms, stemmer_of(document.language)) for document, text in rows
    ]
    return Results([document for document, _text in rows], excerpts)


def _fields(session: Session) -> Makers:
    return {
        "publisher": lambda value: among(
            Document.publisher, values_with(session, Document.publisher, value)
        ),
        "language": lambda value: of_language(Document.language, value),
    }
