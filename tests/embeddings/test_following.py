"""A worker sees to it that every fact-check has the vector of what it says now."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.db import utcnow
from service.documents.purge import purge_document
from service.embeddings import actions
from service.embeddings.asking import MOST_AT_ONCE
from service.models import FactCheck, FactCheckVector
from service.permissions import OPERATOR
from tests.embeddings.server import DIMENSIONS, answer_of
from tests.fact_checks.imported import add_all_imported, add_imported
from tests.verdicts.test_verdict import retract


def vectors(desk):
    """The ids of fact-checks and their vectors, as they are kept."""
    with desk.database.reading() as session:
        query = sa.select(FactCheckVector.fact_check_id, FactCheckVector.vector)
        return dict(session.execute(query).all())


def say(desk, id_, text):
    """Let a fact-check say something else, as an import does."""
    with desk.database.transaction() as session:
        changed = sa.update(FactCheck).where(FactCheck.id == id_)
        session.execute(changed.values(text=text, updated_at=utcnow()))


def test_each_gets_a_vector_in_batches_and_only_once(desk, server):
    count = 2 * MOST_AT_ONCE + 5
    ids = add_all_imported(desk.database, [{"text": f"Ferry {n} sank."} for n in range(count)])
    desk.work()
    assert set(vectors(desk)) == set(ids)
    assert [len(texts) for texts in server.asked] == [MOST_AT_ONCE, MOST_AT_ONCE, 5]
    assert {len(vector) for vector in vectors(desk).values()} == {2 * DIMENSIONS}
    desk.work()
    assert len(server.asked) == 3


def test_what_is_asked_is_what_such_servers_understand(desk, server):
    add_imported(desk.database, "x" * 5000)
    desk.work()
    [(path, headers, body)] = server.requests
    assert (path, headers["authorization"]) == ("/v1/embeddings", "Bearer s3cret-key")
    assert headers["content-type"] == "application/json"
    assert body == {"model": "words", "input": ["x" * 1000], "encoding_format": "float"}


def test_what_is_published_corrected_and_taken_back_is_followed(desk, server):
    claim = desk.claim("It cost 9 million pounds.", visibility="public")
    desk.published(claim)
    follower = desk.work()
    assert desk.embedded() == {"It cost 9 million pounds."}
    other = add_imported(desk.database, "The ferry sank.")
    with desk.database.transaction() as session:
        session.execute(sa.update(FactCheck).values(updated_at=utcnow()))
    while follower():
        pass
    assert len(server.texts) == 2
    say(desk, other, "The ferry did not sink.")
    while follower():
        pass
    assert desk.embedded() == {"It cost 9 million pounds.", "The ferry did not sink."}
    retract(desk, claim)
    assert desk.embedded() == {"The ferry did not sink."}
    assert set(vectors(desk)) == {other}


def test_a_change_that_is_late_is_seen(desk, monkeypatch):
    """Its moment is that of its writing; it shows itself when that is committed."""
    monkeypatch.setattr("service.embeddings.following.SECONDS_BETWEEN_LOOKS", 0)
    add_imported(desk.database, "The ferry sank.", updated_at=utcnow())
    follower = desk.work()
    add_imported(desk.database, "The bridge fell.", updated_at=utcnow() - timedelta(seconds=30))
    while follower():
        pass
    assert desk.embedded() == {"The ferry sank.", "The bridge fell."}


def test_a_purge_leaves_no_vector(desk):
    claim = desk.claim("It cost 9 million pounds.")
    desk.published(claim)
    desk.work()
    with desk.database.transaction() as session:
        purge_document(session, OPERATOR, claim["document_id"], "Asked for.")
    assert vectors(desk) == {}


def test_what_a_crash_leaves_is_done_when_its_lease_is_over(desk):
    ids = add_all_imported(desk.database, [{"text": "The ferry sank."}, {"text": "It rained."}])
    with desk.database.transaction() as session:
        actions.take(session, "words", ids[:1], utcnow())
    follower = desk.work()
    assert desk.embedded() == {"It rained."}
    with desk.database.transaction() as session:
        ago = utcnow() - timedelta(seconds=1)
        leased = sa.update(FactCheckVector).where(FactCheckVector.leased_until.is_not(None))
        session.execute(leased.values(leased_until=ago))
    while follower():
        pass
    assert desk.embedded() == {"The ferry sank.", "It rained."}


@pytest.mark.parametrize("drops", [False, True])
def test_what_changes_while_the_server_works_is_done_anew(desk, server, drops):
    claim = desk.claim("It cost 9 million pounds.", visibility="public")
    desk.published(claim)
    ferry = add_imported(desk.database, "The ferry sank.")

    def answer(texts):
        server.answer = lambda texts: (200, answer_of(texts))
        if drops:
            retract(desk, claim)
        else:
            say(desk, ferry, "The ferry burned.")
        return 200, answer_of(texts)

    server.answer = answer
    desk.work()
    kept = {"The ferry sank."} if drops else {"It cost 9 million pounds.", "The ferry burned."}
    assert desk.embedded() == kept
    assert ("The ferry burned." in server.texts) is not drops
    assert len(vectors(desk)) == len(kept)


def test_another_model_and_another_dimension_begin_anew(desk, server):
    ids = add_all_imported(desk.database, [{"text": f"Ferry {n} sank."} for n in range(3)])
    with desk.database.transaction() as session:
        taken = actions.take(session, "words", ids, utcnow())
        actions.settle(session, "words", taken, dict.fromkeys(ids, b"\0\x3c"))
    desk.work()
    assert {len(vector) for vector in vectors(desk).values()} == {2}
    late = add_imported(desk.database, "It rained.")
    desk.work()
    assert set(vectors(desk)) == {*ids, late}
    assert {len(vector) for vector in vectors(desk).values()} == {2 * DIMENSIONS}
    with desk.database.transaction() as session:
        session.execute(sa.update(FactCheckVector).values(model="of before"))
    assert desk.nearest("Ferry 1 sank.") == [[]]
    desk.work()
    assert desk.nearest("Ferry 1 sank.")[0][0][0] == ids[1]


def test_a_text_that_the_model_refuses_holds_up_no_other(desk, server):
    add_all_imported(desk.database, [{"text": "The ferry sank."}, {"text": "Unspeakable"}])

    def answer(texts):
        refused = any("Unspeakable" in text for text in texts)
        return (413, {"error": "too long"}) if refused else (200, answer_of(texts))

    server.answer = answer
    desk.work()
    assert desk.embedded() == {"The ferry sank."}
    asked = len(server.asked)
    desk.work()
    assert len(server.asked) == asked


def test_while_the_server_is_down_it_is_tried_ever_more_seldom_and_nothing_is_lost(desk, server):
    add_imported(desk.database, "The ferry sank.")
    server.answer = lambda _texts: (400, {"error": "no such model"})
    follower = desk.follower()
    assert follower() is False
    asked = len(server.asked)
    assert follower() is False
    assert len(server.asked) == asked
    server.answer = lambda texts: (200, answer_of(texts))
    desk.work()
    assert desk.embedded() == {"The ferry sank."}
