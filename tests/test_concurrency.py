"""Many at once, through the real server: each outcome is one that could have come one by one.

Starting a server takes longer than most tests, so all tests here share one, and its database; each
makes what it is about and counts that alone.
"""

import http.client
import json
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import create_app
from service.accounts import actions as accounts
from service.accounts import queries as people
from service.database import Database
from service.edits.actions import approve_edit
from service.errors import Refusal
from service.migrate import migrate
from service.permissions import Viewer
from service.settings import Settings
from service.vocabulary import Role
from tests.fact_checks.imported import add_imported
from tests.factories import API, PROPOSAL, Desk, Person
from tests.postgres import create_database
from tests.serving import Server, serving

SECONDS_TO_ANSWER = 60
ROUNDS = 40

_numbers = count(1)


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Crowd:
    """People who ask the server at the same moment, each over a connection of their own."""

    def __init__(self, live: Server) -> None:
        self.address = urlsplit(live.url).netloc

    def ask(
        self,
        person: Person,
        method: str,
        path: str,
        body: Any = None,
        *,
        begin: Callable[[], object] = lambda: None,
        **headers: str | None,
    ) -> Answer:
        """Connect, wait for the sign to begin, ask; no answer is ever the server's own failure."""
        sent = {name.replace("_", "-"): value for name, value in headers.items() if value}
        if person.key is not None:
            sent["Authorization"] = f"Bearer {person.key}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self.address, timeout=SECONDS_TO_ANSWER)
        try:
            connection.connect()
            begin()
            connection.request(method, API + path, json.dumps(body) if body else None, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        assert answer.status < 500, answer.body
        return answer

    def ask_at_once(self, asked: Sequence[tuple[Any, ...] | dict[str, Any]]) -> list[Answer]:
        """Ask everything at once; the answers in the order of the questions.

        Each is `(person, method, path, body, headers)`, of which the last two may be missing.
        """
        sign = threading.Barrier(len(asked), timeout=SECONDS_TO_ANSWER)

        def one(person: Person, method: str, path: str, body: Any = None, headers: Any = None):
            return self.ask(person, method, path, body, begin=sign.wait, **(headers or {}))

        with ThreadPoolExecutor(len(asked)) as pool:
            return [each.result() for each in [pool.submit(one, *each) for each in asked]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The database under the server."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('crowd')}/desk.db"
    else:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        url = create_database(request.getfixturevalue("postgres"), f"crowd_{worker}")
    database = Database(url)
    migrate(database)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[Desk]:
    """The desk, as the API without the server shows it."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url))
    yield Desk(app, database)
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def crowd(
    desk: Desk, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crowd]:
    """People before the real server."""
    url = database.engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path_factory.mktemp("crowd") / "server.log") as server:
        yield Crowd(server)


def counted(answers: Sequence[Answer]) -> Counter[int]:
    """How often each status came."""
    return Counter(answer.status for answer in answers)


def text_of(sentences: int) -> str:
    """A text of so many sentences, like no other."""
    town = next(_numbers)
    return " ".join(f"Bridge {each} of town {town} cost 9 million." for each in range(sentences))


def rows(database: Database, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a query finds."""
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.text(query), values)]


def test_of_rival_approvals_at_once_exactly_one_succeeds(
    desk: Desk, crowd: Crowd, database: Database
):
    """Forty rounds of ten: two edits of one claim, each approved five times, by three reviewers."""
    claims = desk.claims(desk.document(text_of(ROUNDS), visibility="public"))
    assert len(claims) == ROUNDS
    authors = [desk.add(Role.ANNOTATOR, name=f"author {number}") for number in (1, 2)]
    reviewers = [desk.add(Role.REVIEWER, name=f"reviewer {number}") for number in (1, 2, 3)]
    for claim in claims:
        edits = [desk.submitted(claim, author, rationale=author.viewer.name) for author in authors]
        answers = crowd.ask_at_once(
            [
                (
                    reviewers[number % 3],
                    "POST",
                    f"/edits/{edits[number % 2].json['id']}/approval",
                    {},
                    {"If-Match": edits[number % 2].headers["ETag"]},
                )
                for number in range(10)
            ]
        )
        statuses = counted(answers)
        assert statuses[201] == 1, statuses
        assert statuses[409] + statuses[412] == 9, statuses
        assert {answer.json["current"]["claim_id"] for answer in answers if answer.status != 201}
        (winner,) = [answer.json for answer in answers if answer.status == 201]
        verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
        assert verdict["rationale"] == winner["author"]["name"]
    first, last = claims[0]["id"], claims[-1]["id"]
    these = f"claim_id BETWEEN {first} AND {last}"
    by_claim = "GROUP BY claim_id ORDER BY claim_id"
    once = [(claim["id"], 1) for claim in claims]
    for table, only in [
        ("events", "action = 'edit_approved'"),
        ("changes", "kind = 'published'"),
        ("fact_checks", "retracted_at IS NULL"),
    ]:
        query = f"SELECT claim_id, count(*) FROM {table} WHERE {only} AND {these} {by_claim}"
        assert rows(database, query) == once, table
    states = f"SELECT claim_id, min(state), max(state) FROM edits WHERE {these} {by_claim}"
    assert rows(database, states) == [(claim["id"], "approved", "submitted") for claim in claims]
    numbers = f"SELECT number FROM changes WHERE {these} ORDER BY number"
    found = [number for (number,) in rows(database, numbers)]
    assert found == list(range(found[0], found[0] + ROUNDS))


@pytest.mark.parametrize("url", [None, "https://example.org/bridges"])
def test_the_same_text_at_once_becomes_one_document(
    url: str | None, desk: Desk, crowd: Crowd, database: Database
):
    for round_ in range(1, 6):
        body = {"text": text_of(4), "url": url and f"{url}/{round_}"}
        answers = crowd.ask_at_once([(desk.annotator, "POST", "/documents", body)] * 8)
        assert counted(answers) == {201: 1, 200: 7}
        (document,) = {answer.json["id"] for answer in answers}
        for table, number in [("versions", 1), ("claims", 4), ("anchors", 4), ("events", 1)]:
            query = f"SELECT count(*) FROM {table} WHERE document_id = {document}"
            assert rows(database, query) == [(number,)], table


def test_other_texts_at_one_url_at_once_become_one_document(
    desk: Desk, crowd: Crowd, database: Database
):
    url = "https://example.org/one-place"
    bodies = [{"text": f"Bridge {number} cost 9 million.", "url": url} for number in range(8)]
    answers = crowd.ask_at_once([(desk.annotator, "POST", "/documents", body) for body in bodies])
    assert counted(answers) == {201: 1, 409: 7}
    ((document,),) = rows(database, "SELECT id FROM documents WHERE url = :url", url=url)
    for answer in answers:
        if answer.status == 409:
            assert (answer.json["code"], answer.json["document_id"]) == ("duplicate", document)


def test_a_request_repeated_at_once_is_done_once(desk: Desk, crowd: Crowd, database: Database):
    header = {"Idempotency-Key": "once"}
    document = desk.document(text_of(5))
    for claim in desk.claims(document):
        asked = (desk.annotator, "POST", f"/claims/{claim['id']}/edits", PROPOSAL, header)
        answers = crowd.ask_at_once([asked] * 8)
        assert counted(answers) == {201: 8}
        assert len({answer.body for answer in answers}) == 1
        assert len({(each.headers["Location"], each.headers["ETag"]) for each in answers}) == 1
        replayed = [answer.headers["Idempotency-Replayed"] for answer in answers]
        assert sorted(replayed, key=str) == [None, *["true"] * 7]
    these = f"claim_id IN (SELECT id FROM claims WHERE document_id = {document['id']})"
    assert rows(database, f"SELECT count(*) FROM edits WHERE {these}") == [(5,)]
    assert rows(database, "SELECT count(*) FROM idempotency_keys WHERE key = 'once'") == [(5,)]


def test_one_idempotency_key_for_two_bodies_at_once_keeps_one(
    desk: Desk, crowd: Crowd, database: Database
):
    bodies = [{"text": text_of(1)} for _ in range(2)] * 4
    header = {"Idempotency-Key": "two bodies"}
    answers = crowd.ask_at_once(
        [(desk.annotator, "POST", "/documents", body, header) for body in bodies]
    )
    assert counted(answers) == {201: 4, 422: 4}
    assert {each.json["code"] for each in answers if each.status == 422} == {
        "idempotency_key_reused"
    }
    (document,) = {answer.json["id"] for answer in answers if answer.status == 201}
    assert rows(database, "SELECT max(id) FROM documents") == [(document,)]


def test_a_new_url_cited_by_many_at_once_is_one_source(
    desk: Desk, crowd: Crowd, database: Database
):
    urls = [
        "https://example.org/budget?year=1998",
        "http://EXAMPLE.org/budget?year=1998",
        "https://example.org/budget?year=1998#page=4",
        "https://example.org:443/budget?utm_source=mail&year=1998",
    ] * 2
    claims = desk.claims(desk.document(text_of(len(urls))))
    answers = crowd.ask_at_once(
        [
            (
                desk.annotator,
                "POST",
                f"/claims/{claim['id']}/edits",
                {"citations": [{"url": url, "stance": "context"}]},
            )
            for claim, url in zip(claims, urls, strict=True)
        ]
    )
    assert counted(answers) == {201: len(urls)}
    sources = "SELECT id FROM sources WHERE canonical_url LIKE '%/budget%'"
    ((source,),) = rows(database, sources)
    citations = f"SELECT count(*) FROM citations WHERE source_id = {source}"
    assert rows(database, citations) == [(len(urls),)]


def test_many_who_cite_the_same_new_urls_in_any_order_do_not_block_each_other(
    desk: Desk, crowd: Crowd, database: Database
):
    """Whoever cites A and B and whoever cites B and A would each wait for the other's source."""
    claims = desk.claims(desk.document(text_of(8)))
    urls = [f"https://example.org/order/{number}" for number in range(40)]
    orders = [urls, urls[::-1]] * 4
    answers = crowd.ask_at_once(
        [
            (
                desk.annotator,
                "POST",
                f"/claims/{claim['id']}/edits",
                {"citations": [{"url": url, "stance": "context"} for url in order]},
            )
            for claim, order in zip(claims, orders, strict=True)
        ]
    )
    assert counted(answers) == {201: 8}
    for answer, order in zip(answers, orders, strict=True):
        cited = [citation["url"] for citation in answer.json["proposed"]["citations"]]
        assert cited == order
    sources = "SELECT count(*) FROM sources WHERE canonical_url LIKE '%/order/%'"
    assert rows(database, sources) == [(len(urls),)]


def test_readers_of_the_feed_miss_nothing_while_writers_publish(
    desk: Desk, crowd: Crowd, database: Database
):
    """They begin where the feed begins, and come back with the cursor they were given."""
    claims = desk.claims(desk.document(text_of(32), visibility="public"))
    edits = [desk.submitted(claim) for claim in claims]
    writers, readers = 4, 3
    reviewer, stranger = desk.reviewer, desk.stranger
    last = newest(database) + len(edits)

    def write(mine: Sequence[Any]) -> list[int]:
        return [
            crowd.ask(
                reviewer,
                "POST",
                f"/edits/{edit.json['id']}/approval",
                {},
                If_Match=edit.headers["ETag"],
            ).status
            for edit in mine
        ]

    def read() -> list[int]:
        seen: list[int] = []
        path = "/changes?limit=5"
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while len(seen) < last and time.monotonic() < deadline:
            page = crowd.ask(stranger, "GET", path).json
            seen += [item["number"] for item in page["items"]]
            path = f"/changes?limit=5&cursor={page['cursor']}"
        return seen

    with ThreadPoolExecutor(writers + readers) as pool:
        reading = [pool.submit(read) for _ in range(readers)]
        writing = [pool.submit(write, edits[number::writers]) for number in range(writers)]
        assert [each.result() for each in writing] == [[201] * (len(edits) // writers)] * writers
        assert [each.result() for each in reading] == [list(range(1, last + 1))] * readers


def newest(database: Database) -> int:
    """The number of the newest change."""
    ((number,),) = rows(database, "SELECT number FROM change_counter")
    return int(number)


def approve(session: Session, desk: Desk, edit: Any) -> None:
    """Approve an edit, up to the commit."""
    seen = frozenset({edit.json["revision"]})
    approve_edit(session, desk.reviewer.viewer, edit.json["id"], seen=seen)


def publish(desk: Desk, edit: Any) -> None:
    """Approve an edit in a transaction of its own."""
    with desk.database.transaction() as session:
        approve(session, desk, edit)


def publish_now_or_never(desk: Desk, edit: Any) -> None:
    """The same, by somebody who does not wait for any lock."""
    if desk.database.is_sqlite:
        connection = sqlite3.connect(str(desk.database.engine.url.database), timeout=0)
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            connection.close()
    with desk.database.transaction() as session:
        session.execute(sa.text("SET LOCAL lock_timeout = '100ms'"))
        approve(session, desk, edit)


def wait_until_it_waits(database: Database, task: Future[None]) -> None:
    """Come back when the other transaction waits for a lock of ours, or is through."""
    waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()
    """
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not task.done() and time.monotonic() < deadline:
        if database.is_sqlite or rows(database, waiting) == [(1,)]:
            return


class Feed:
    """What strangers read of the feed from now on: (how many lines later, claim)."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.before = desk, newest(desk.database)

    def read(self) -> list[tuple[int, int]]:
        """The lines that came since."""
        items = self.desk.stranger.get("/changes?limit=200").get_json()["items"]
        lines = [(item["number"] - self.before, item["claim_id"]) for item in items]
        return [line for line in lines if line[0] > 0]


@pytest.fixture
def feed(desk: Desk) -> Feed:
    """The feed from now on."""
    return Feed(desk)


@pytest.fixture
def two_edits(desk: Desk) -> list[Any]:
    """Two submitted edits with nothing in common: claims of two public documents."""
    return [desk.submitted(desk.claim(text_of(1), visibility="public")) for _ in range(2)]


def test_a_publication_waits_for_the_commit_of_the_one_before_it(
    desk: Desk, database: Database, two_edits: list[Any], feed: Feed
):
    """Else the second could be numbered 2 and be read while 1 is still to come."""
    first, second = two_edits
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            approve(session, desk, first)
            later = pool.submit(publish, desk, second)
            wait_until_it_waits(database, later)
            assert not later.done()
            assert feed.read() == []
        later.result(SECONDS_TO_ANSWER)
    assert feed.read() == [(1, first.json["claim_id"]), (2, second.json["claim_id"])]


def test_a_publication_that_is_taken_back_leaves_no_gap(
    desk: Desk, database: Database, two_edits: list[Any], feed: Feed
):
    first, second = two_edits
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            approve(session, desk, first)
            later = pool.submit(publish, desk, second)
            wait_until_it_waits(database, later)
            session.rollback()
        later.result(SECONDS_TO_ANSWER)
    assert feed.read() == [(1, second.json["claim_id"])]
    publish(desk, first)
    assert feed.read() == [(1, second.json["claim_id"]), (2, first.json["claim_id"])]


def test_whoever_does_not_wait_gets_no_number(
    desk: Desk, database: Database, two_edits: list[Any], feed: Feed
):
    first, second = two_edits
    with database.transaction() as session:
        approve(session, desk, first)
        with pytest.raises(
            (OperationalError, sqlite3.OperationalError), match=r"lock timeout|database is locked"
        ):
            publish_now_or_never(desk, second)
        assert feed.read() == []
    publish(desk, second)
    assert feed.read() == [(1, first.json["claim_id"]), (2, second.json["claim_id"])]


def test_every_verdict_ends_with_the_title_the_document_ends_with(
    desk: Desk, crowd: Crowd, database: Database
):
    document = desk.document(text_of(24), visibility="public", title="Title 0")
    edits = [desk.submitted(claim) for claim in desk.claims(document)]
    for round_ in range(4):
        approvals = [
            (
                desk.reviewer,
                "POST",
                f"/edits/{edit.json['id']}/approval",
                {},
                {"If-Match": edit.headers["ETag"]},
            )
            for edit in edits[round_::4]
        ]
        renames = [
            (desk.reviewer, "PATCH", f"/documents/{document['id']}", {"title": f"{round_}-{name}"})
            for name in range(3)
        ]
        answers = crowd.ask_at_once([*approvals[:3], *renames, *approvals[3:]])
        assert counted(answers) == {201: len(approvals), 200: len(renames)}
        this = f"FROM {{}} WHERE {{}} = {document['id']}"
        ((title,),) = rows(database, f"SELECT title {this.format('documents', 'id')}")
        found = rows(database, f"SELECT body {this.format('fact_checks', 'document_id')}")
        bodies = [json.loads(body) for (body,) in found]
        assert len(bodies) == 6 * (round_ + 1)
        assert {body["document"]["title"] for body in bodies} == {title}
    numbers = [number for (number,) in rows(database, "SELECT number FROM changes ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_author_who_begins_twice_at_once_has_one_draft(
    desk: Desk, crowd: Crowd, database: Database
):
    document = desk.document(text_of(5))
    for claim in desk.claims(document):
        path = f"/claims/{claim['id']}/edits"
        answers = crowd.ask_at_once([(desk.annotator, "POST", path, PROPOSAL)] * 8)
        assert counted(answers) == {201: 1, 409: 7}
        (draft,) = [answer.json["id"] for answer in answers if answer.status == 201]
        told = {(a.json["code"], a.json["edit_id"]) for a in answers if a.status == 409}
        assert told == {("duplicate", draft)}
    edits = f"SELECT count(*) FROM edits WHERE document_id = {document['id']}"
    assert rows(database, edits) == [(5,)]


def test_of_saves_at_once_from_one_screen_one_is_kept(desk: Desk, crowd: Crowd):
    edit = desk.draft(desk.claim(text_of(1)))
    path = f"/edits/{edit.json['id']}"
    answers = crowd.ask_at_once(
        [
            (
                desk.annotator,
                "PATCH",
                path,
                {"rationale": f"Window {number}."},
                {"If-Match": edit.headers["ETag"]},
            )
            for number in range(8)
        ]
    )
    assert counted(answers) == {200: 1, 412: 7}
    (kept,) = [answer.json["proposed"] for answer in answers if answer.status == 200]
    for answer in answers:
        if answer.status == 412:
            assert answer.json["current"]["proposed"] == kept


def test_a_match_answered_while_its_claim_is_reworded_is_kept_for_the_words_it_was_found_for(
    desk: Desk, crowd: Crowd, database: Database
):
    """What scores 1 has the same words; an answer that comes too late is refused, not mixed."""
    statuses: Counter[int] = Counter()
    for _round in range(10):
        text = text_of(1)
        fact_check = add_imported(database, text)
        document = desk.document(text)
        [claim] = desk.claims(document)
        path = f"/claims/{claim['id']}/matches/{fact_check}"
        confirmation = (desk.annotator, "POST", path, {"answer": "confirmed"})
        new = {"text": text.replace("9 million", "8 million")}
        rewording = (desk.reviewer, "POST", f"/documents/{document['id']}/versions", new)
        answers = crowd.ask_at_once([confirmation, confirmation, rewording, confirmation])
        assert answers.pop(2).status == 201
        statuses += counted(answers)
        query = "SELECT claim_text, score FROM matches WHERE claim_id = :claim"
        kept = rows(database, query, claim=claim["id"])
        assert len(kept) <= 1
        assert all((words == text) == (score == 1) for words, score in kept), kept
        if kept == []:
            assert counted(answers) == {409: 3}
    assert set(statuses) <= {200, 409}, statuses


def test_two_administrators_who_demote_each_other_at_once_leave_one(desk: Desk, database: Database):
    first, second = desk.admin.viewer, desk.add(Role.ADMIN).viewer

    def demote(actor: Viewer, other: Viewer, session: Any) -> None:
        user = people.get_user(session, other.id or 0)
        accounts.change_user(session, actor, user, role=Role.READER)

    def demote_too() -> None:
        with database.transaction() as session:
            demote(second, first, session)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            demote(first, second, session)
            later = pool.submit(demote_too)
            wait_until_it_waits(database, later)
        assert isinstance(later.exception(SECONDS_TO_ANSWER), Refusal)
    assert rows(database, "SELECT name FROM users WHERE role = 'admin'") == [("admin",)]
