"""Holds what is found to phrases as they are written: an index has the stems of words alone."""

from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.search.analysis import PLAIN, terms_of
from service.search.desk import MOST_OF_TEXT, words_of_address
from service.search.finding import AT_ONCE
from service.search.meaning import Meaning
from service.search.tables import Index, is_among

Found = Iterator[tuple[int, list[str]]]


def as_written(session: Session, index: Index, meaning: Meaning, found: Found) -> Found:
    """Those rows that have every phrase, and no unwanted one, as it is written.

    Case and accents do not count. Texts are read as the rows are asked for.
    """
    if not meaning.is_held_to_writing:
        yield from found
        return
    while here := list(islice(found, AT_ONCE)):
        words = _words_by_id(session, index, [id_ for id_, _terms in here])
        yield from (row for row in here if meaning.allows_writing(words.get(row[0], ())))


def _words_by_id(session: Session, index: Index, ids: list[int]) -> dict[int, list[str]]:
    address = sa.null() if index.address is None else index.address
    among, values = is_among(session, index.id, ids)
    query = sa.select(index.id, address, *index.said).where(among)
    return {
        id_: [
            word
            for text in (*texts, url and words_of_address(url))
            for word in terms_of([text], PLAIN, most=MOST_OF_TEXT)
        ]
        for id_, url, *texts in session.connection().execute(query, values)
    }
