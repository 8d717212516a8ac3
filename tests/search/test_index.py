"""The index is written with its rows, keeps its counts, and forgets."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from service.database import Database
from service.documents.purge import purge_document
from service.models import FactCheckEntry, FactCheckTerm, FactCheckTotal
from service.permissions import OPERATOR
from service.search import index
from service.search.index import Entry
from tests.factories import Desk
from tests.search.test_ranking import found, sentences

SECRET = "Quetzalcoatl"
LANGUAGES = ("en", "de", None, "zh")


def counts(database: Database) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """What is kept: records by term, and records and terms by stemmer."""
    with database.reading() as session:
        terms = session.scalars(sa.select(FactCheckTerm)).all()
        totals = session.scalars(sa.select(FactCheckTotal)).all()
        return (
            {row.term: row.records for row in terms},
            {row.stemmer: (row.records, row.terms) for row in totals if row.records},
        )


def counted(database: Database) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """The same, counted."""
    terms = Counter[str]()
    totals: dict[str, tuple[int, int]] = {}
    with database.reading() as session:
        for row in session.scalars(sa.select(FactCheckEntry)):
            terms.update(set(row.terms))
            records, length = totals.get(row.stemmer, (0, 0))
            totals[row.stemmer] = records + 1, length + len(row.terms)
    return dict(terms), totals


def test_the_counts_are_those_of_the_entries_whatever_was_done(database: Database):
    rng = random.Random(3)
    texts = sentences(80, seed=3)
    for step in range(30):
        ids = rng.sample(range(1, 40), rng.randint(1, 12))
        with database.transaction() as session:
            if step % 3 == 2:
                index.drop(session, ids)
            else:
                languages = ["en", "de", None, "zh"]
                index.put(
                    session,
                    [
                        Entry(id_, rng.choice(texts), None, None, rng.choice(languages))
                        for id_ in ids
                    ],
                )
        assert counts(database) == counted(database)
    with database.transaction() as session:
        index.drop(session, range(1, 40))
    assert counts(database) == ({}, {})


def test_writers_at_once_do_not_wait_for_each_other_for_ever(database: Database):
    texts = sentences(60, seed=4)

    def write(number: int) -> None:
        rng = random.Random(number)
        for _ in range(8):
            with database.transaction() as session:
                for text in rng.sample(texts, 3):  # words of any order, twice in a transaction
                    id_ = number * 100 + rng.randrange(5) + 1
                    index.put(session, [Entry(id_, text, None, None, "en")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert counts(database) == counted(database)
    assert counts(database)[1]["english"][0] > 10


def test_what_is_rolled_back_is_not_indexed(database: Database):
    with database.reading() as session:
        index.put(session, [Entry(1, "The bridge", None, None, "en")])
        session.rollback()
    assert counts(database) == counted(database) == ({}, {})


def test_the_index_follows_what_is_published(desk: Desk):
    text = f"{SECRET} cost 9 million."
    claim = desk.claim(text, visibility="public")
    desk.published(claim)
    assert len(found(desk.database, SECRET)) == 1
    seen = desk.reviewer.get(f"/claims/{claim['id']}").headers["ETag"]
    desk.reviewer.post(f"/claims/{claim['id']}/retraction", {"reason": "No."}, if_match=seen)
    assert found(desk.database, SECRET) == []
    assert counts(desk.database) == ({}, {})


def test_a_purge_leaves_no_word_in_the_index(desk: Desk):
    """Also of what was retracted before, which FTS5 keeps until it merges."""
    kept = desk.claim("The bridge stands.", visibility="public")
    document = desk.document(f"{SECRET} cost 9 million. It carries {SECRET}s.", visibility="public")
    claims = desk.claims(document)
    for claim in (kept, *claims):
        desk.published(claim)
    seen = desk.reviewer.get(f"/claims/{claims[0]['id']}").headers["ETag"]
    path = f"/claims/{claims[0]['id']}/retraction"
    assert desk.reviewer.post(path, {"reason": "No."}, if_match=seen).status_code == 201
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, document["id"], "Personal data.")
    assert len(found(desk.database, "bridge")) == 1
    with desk.database.engine.connect() as connection:
        left = [*connection.exec_driver_sql("SELECT term FROM fact_check_terms").scalars()]
        if desk.database.is_sqlite:  # FTS5 leaves out how a term begins if the one before does too
            blocks = connection.exec_driver_sql("SELECT block FROM fact_check_entries_data")
            left += [block.decode("latin-1") for block in blocks.scalars()]
    assert "bridg" in left
    assert [word for word in left if SECRET[2:].lower() in word] == []
