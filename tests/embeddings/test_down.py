"""When the server is down, slow or wrong, searches go on without, and operators hear of it."""

import json
import re
import socket
import time

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from app import create_app
from service.cli import cli
from service.embeddings import asking, querying
from service.embeddings.breaker import FRESH, REST, Breaker
from service.embeddings.following import duties_of
from service.embeddings.nearest import nearest
from service.embeddings.vectors import WrongAnswer, read_answer
from service.settings import Settings
from tests.embeddings.conftest import KEY
from tests.embeddings.server import answer_of
from tests.fact_checks.imported import add_imported

SENTENCE = "The ferry sank."


def item(index=0, embedding=(1.0, 0.0)):
    return {"index": index, "embedding": list(embedding)}


WRONG = [
    ("nothing", b""),
    ("no JSON", b"<html>"),
    ("no object", b"[]"),
    ("no data", b"{}"),
    ("data that is no list", b'{"data": 7}'),
    ("fewer vectors", {"data": [item()]}),
    ("more vectors", {"data": [item(0), item(1), item(2)]}),
    ("the same twice", {"data": [item(0), item(0)]}),
    ("a number that is none of those asked", {"data": [item(0), item(7)]}),
    ("a number that is no number", {"data": [item(0), item([])]}),
    ("a vector that is none", {"data": [item(0), {"index": 1, "embedding": "0.1"}]}),
    ("texts for numbers", {"data": [item(0), item(1, ["1", "0"])]}),
    ("truths for numbers", {"data": [item(0), item(1, [True, False])]}),
    ("nothing for a number", {"data": [item(0), item(1, [None, 1.0])]}),
    ("not a number", b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}, '
     b'{"index": 1, "embedding": [1.0, 1.0]}]}'),
    ("no number that is finite", b'{"data": [{"index": 0, "embedding": [1e999, 1.0]}, '
     b'{"index": 1, "embedding": [1.0, 1.0]}]}'),
    ("numbers too large to be squared", {"data": [item(0), item(1, [1e300, 1e300])]}),
    ("two dimensions and three", {"data": [item(0), item(1, [1.0, 0.0, 0.0])]}),
    ("no dimension", {"data": [item(0, []), item(1, [])]}),
    ("more dimensions than any model", {"data": [item(0, [1.0] * 9000), item(1, [1.0] * 9000)]}),
    ("a vector without direction", {"data": [item(0), item(1, [0.0, 0.0])]}),
]  # fmt: skip


@pytest.mark.parametrize("body", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
def test_an_answer_that_is_wrong_is_none(body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(WrongAnswer):
        read_answer(raw, 2)


def test_an_answer_is_brought_into_order_and_to_length_1():
    body = {"data": [item(1, [0, 300]), item(0, [0.03, 0.04])]}
    vectors = read_answer(json.dumps(body).encode(), 2)
    assert vectors.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0.0, 1.0]]


def test_a_server_that_failed_is_left_alone_and_then_tried_by_one():
    now = 100.0
    breaker = Breaker(lambda: now)
    assert breaker.may_ask()
    assert not breaker.is_fresh()
    breaker.note("gone")
    assert not breaker.may_ask()
    now += REST
    assert [breaker.may_ask(), breaker.may_ask()] == [True, False]
    breaker.note(None)
    assert [breaker.may_ask(), breaker.may_ask(), breaker.is_fresh()] == [True, True, True]
    now += FRESH
    assert not breaker.is_fresh()


@pytest.fixture
def known(desk):
    """A fact-check that has its vector."""
    id_ = add_imported(desk.database, SENTENCE)
    desk.work()
    return id_


FAILURES = {
    "an error": lambda _texts: (500, {"error": KEY}),
    "a page": lambda _texts: (200, b"<html>"),
    "somewhere else": lambda _texts: (307, b""),
    "another dimension": lambda texts: (200, {"data": [item(n) for n in range(len(texts))]}),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_search_goes_on_without(desk, server, known, failure):
    server.answer = FAILURES[failure]
    assert desk.nearest(SENTENCE) in (None, [[]])
    answer = desk.stranger.post("/lookup", {"sentences": ["A ferry sank in a storm."]})
    assert answer.status_code == 200, answer.text
    [result] = answer.get_json()["results"]
    assert [match["fact_check"]["id"] for match in result["matches"]] == [known]


def test_a_slow_server_costs_its_time_once(desk, server, known, monkeypatch):
    monkeypatch.setattr(querying, "SECONDS", 0.2)

    def drip(_texts):
        time.sleep(0.5)
        return 200, answer_of([SENTENCE])

    server.answer = drip
    before = len(server.asked)
    assert [desk.nearest(SENTENCE) for _ in range(20)] == [None] * 20
    assert len(server.asked) == before + 1
    assert "down" in desk.stranger.get("/readyz").get_json()["embeddings"]


def test_an_answer_without_end_is_given_up(desk, server, known, monkeypatch):
    monkeypatch.setattr(asking, "MOST_BYTES", 100)
    assert desk.nearest(SENTENCE) is None


def test_a_text_that_is_refused_stops_no_other_search(desk, server, known):
    server.answer = lambda texts: (413, {}) if "long" in texts else (200, answer_of(texts))
    assert desk.nearest("long") is None
    assert desk.nearest(SENTENCE) is not None


def test_readiness_says_how_it_is_and_stays_ready(desk, server):
    answer = desk.stranger.get("/readyz")
    assert (answer.status_code, answer.get_json()["embeddings"]) == (200, "ok")
    desk.stranger.get("/readyz")
    assert len(server.asked) == 1, "who asks often does not ask the server as often"
    querying.breaker_of.cache_clear()
    server.answer = FAILURES["an error"]
    for _time in range(2):
        answer = desk.stranger.get("/readyz")
        assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")
        word = answer.get_json()["embeddings"]
        assert word == "down, and searches go on without: 127.0.0.1 answers 500."
    assert 'claimdesk_embedding_requests_total{outcome="failed"}' in desk.stranger.get(
        "/metrics"
    ).get_data(as_text=True)


def test_the_key_and_the_texts_are_in_no_line_of_the_log(desk, server):
    add_imported(desk.database, SENTENCE)
    server.answer = FAILURES["an error"]
    with capture_logs() as lines:
        desk.follower()()
        desk.nearest(SENTENCE)
        desk.stranger.get("/readyz")
    assert {"embeddings", "embeddings_wait"} <= {line["event"] for line in lines}
    assert KEY not in str(lines)
    assert "ferry" not in str(lines)
    assert KEY not in repr(asking.Endpoint.of(desk.settings))


def test_off_means_that_nobody_is_asked(desk, server):
    settings = Settings(database_url=desk.settings.database_url)
    add_imported(desk.database, SENTENCE)
    assert duties_of(desk.database, settings) == []
    with desk.database.reading() as session:
        assert nearest(session, settings, [SENTENCE], 5) is None
    app = create_app(settings)
    answer = app.test_client().get("/readyz")
    app.test_client().post("/api/v1/lookup", json={"sentences": ["A ferry sank."]})
    app.extensions["database"].engine.dispose()
    assert "embeddings" not in answer.get_json()
    assert server.asked == []


def run(desk, *words, **environment):
    from service.cli import process

    process.settings.cache_clear()
    process.database.cache_clear()
    environment["DATABASE_URL"] = desk.settings.database_url
    result = CliRunner().invoke(cli, words, env=environment)
    process.database().engine.dispose()
    process.settings.cache_clear()
    process.database.cache_clear()
    return result


@pytest.mark.usefixtures("logs_as_before")
def test_the_command_embeds_all_and_says_why_it_does_not(desk, server):
    on = {"EMBEDDINGS_URL": server.url, "EMBEDDINGS_MODEL": "words"}
    for text in (SENTENCE, "It rained."):
        add_imported(desk.database, text)
    assert run(desk, "embed", **on).output == "Embedded 2 fact-checks.\n"
    assert run(desk, "embed", **on).output == "Embedded 0 fact-checks.\n"
    assert run(desk, "embed", "--anew", **on).output == "Embedded 2 fact-checks.\n"
    off = run(desk, "embed")
    assert off.exit_code == 1
    assert "EMBEDDINGS_URL" in off.output
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        on["EMBEDDINGS_URL"] = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        down = run(desk, "embed", "--anew", **on)
    assert re.search(r"No vectors now: 127\.0\.0\.1 cannot be reached\.", down.output)
