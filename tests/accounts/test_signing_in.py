"""A password lets its owner in, and guessing is slow, whoever is guessed at."""

import os
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST
from flask import Flask

from service.accounts import actions, signing_in
from service.accounts.rules import locked_for
from service.database import Database
from service.db import utcnow
from service.errors import Invalid, TooManyRequests
from service.models import Event, SignInFailure, User
from service.permissions import OPERATOR, Viewer
from service.vocabulary import Action, Role
from tests.accounts.conftest import Hasher
from tests.accounts.people import (
    PASSWORD,
    add,
    begin,
    change,
    fail,
    failures,
    password_hash,
    recognised,
)
from tests.factories import API
from tests.serving import COMMAND

REAL_NOBODYS_HASH = signing_in.NOBODYS_HASH
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW = "a new and longer one"


def wrong(database: Database, name: str = "Ada", password: str = "not it at all") -> None:
    """Fail to sign in."""
    with pytest.raises(Invalid, match="Name and password do not match") as refusal:
        signing_in.check(database, name, password)
    assert refusal.value.errors is None


# The lock


@pytest.mark.parametrize(
    ("count", "later", "seconds"),
    [
        pytest.param(count, later, seconds, id=sentence)
        for sentence, count, later, seconds in [
            ("one failure costs nothing", 1, 0, 0),
            ("nor do four", 4, 0, 0),
            ("the fifth costs half a minute", 5, 0, 30),
            ("of which the rest is waited for", 5, 29, 1),
            ("to the last part of a second", 5, 29.01, 1),
            ("and no longer", 5, 30, 0),
            ("the sixth costs a minute", 6, 0, 60),
            ("the seventh two", 7, 0, 120),
            ("the eighth four", 8, 0, 240),
            ("the ninth eight", 9, 0, 480),
            ("the tenth a quarter of an hour", 10, 0, 900),
            ("the eleventh no more", 11, 0, 900),
            ("nor the millionth", 1_000_000, 899, 1),
            ("after which it is open again", 1_000_000, 900, 0),
        ]
    ],
)
def test_how_long_a_name_is_locked(count: int, later: float, seconds: int):
    now = NOON + timedelta(seconds=later)
    assert locked_for(now, failures=count, last_at=NOON) == seconds


@pytest.mark.parametrize("name", ["Ada", "Nobody"])
def test_four_failures_cost_nothing_and_the_fifth_locks_the_name(name: str, database: Database):
    add(database)
    for _ in range(5):
        wrong(database, name)
    with pytest.raises(TooManyRequests, match="Try again in 30 seconds") as refusal:
        signing_in.check(database, name, PASSWORD)
    assert refusal.value.extra == {"retry_after": 30}
    assert failures(database) == [5]


def test_a_locked_name_answers_when_to_come_back(app: Flask):
    refusal = TooManyRequests("Try again in 30 seconds.", retry_after=30)
    with app.test_request_context(f"{API}/tags"):
        answer = app.make_response(app.handle_user_exception(refusal))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert answer.get_json()["code"] == "too_many_requests"
    assert answer.get_json()["retry_after"] == 30


def test_a_lock_ends_and_the_next_failure_doubles_it(database: Database):
    add(database)
    fail(database, "Ada", times=5, by=timedelta(seconds=30))
    wrong(database)
    with pytest.raises(TooManyRequests) as refusal:
        signing_in.check(database, "Ada", PASSWORD)
    assert refusal.value.extra["retry_after"] == 60


def test_who_signs_in_begins_anew(database: Database):
    ada = add(database)
    fail(database, "Ada", times=9, by=timedelta(minutes=20))
    assert signing_in.check(database, "Ada", PASSWORD) == ada.id
    assert failures(database) == []


@pytest.mark.parametrize(("minutes", "count"), [(59, 5), (61, 1)])
def test_failures_are_forgotten_after_an_hour(minutes: int, count: int, database: Database):
    fail(database, "Ada", times=4, by=timedelta(minutes=minutes))
    wrong(database)
    assert failures(database) == [count]


def test_failures_of_yesterday_are_deleted_at_the_next_one(database: Database):
    fail(database, "Eve", times=1, by=timedelta(hours=25))
    fail(database, "Bob", times=2, by=timedelta(hours=0))
    assert failures(database) == [2]


def test_failures_of_today_stay(database: Database):
    fail(database, "Eve", times=1, by=timedelta(hours=23))
    fail(database, "Bob", times=2)
    assert failures(database) == [1, 2]


def test_a_lock_is_one_names_alone(database: Database):
    bob = add(database, "Bob")
    fail(database, "Ada", times=9)
    assert signing_in.check(database, "Bob", PASSWORD) == bob.id


def test_however_the_name_is_spelled_it_is_one_count(database: Database):
    add(database, "Fiona")
    for name in ("Fiona", "FIONA", " fiona ", "ﬁona", "Ｆｉｏｎａ"):
        wrong(database, name)
    assert failures(database) == [5]


def test_no_failure_is_lost_when_many_fail_at_once(database: Database):
    many = 16
    start = threading.Barrier(many)

    def once() -> None:
        start.wait()
        with database.transaction() as session:
            signing_in.record_failure(session, "ada")

    threads = [threading.Thread(target=once) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures(database) == [many]


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite has one writer at a time
def test_deleting_old_failures_waits_for_nobody(database: Database):
    """Else two who fail at once under names that failed yesterday would wait for each other."""
    for name in ("eve", "bob"):
        fail(database, name, times=1, by=timedelta(days=2))
    with database.transaction() as first:
        first.execute(sa.select(SignInFailure).with_for_update()).all()
        with database.transaction() as second:
            second.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
            signing_in.record_failure(second, "ada")


def test_the_operator_unlocks_with_a_new_password(database: Database):
    ada = add(database)
    fail(database, "Ada", times=9)
    url = database.engine.url.render_as_string(hide_password=False)
    subprocess.run(
        [COMMAND, "user", "password", "ADA", "--password-stdin"],
        env=os.environ | {"DATABASE_URL": url},
        input=f"{NEW}\n".encode(),
        check=True,
        timeout=120,
    )
    assert signing_in.check(database, "Ada", NEW) == ada.id


# The password


@pytest.mark.parametrize("name", ["Ada", "ADA", "  ada "])
def test_name_and_password_let_somebody_in(name: str, database: Database):
    ada = add(database)
    assert signing_in.check(database, name, PASSWORD) == ada.id
    assert failures(database) == []


@pytest.mark.parametrize(
    ("set_up", "typed"),
    [
        ("Andr\u00e9 likes caf\u00e9s", "Andre\u0301 likes cafe\u0301s"),
        ("\ud800 half a character", "\ud800 half a character"),
        ("nothing\x00after that counts", "nothing\x00after that counts"),
    ],
)
def test_what_keyboards_send_for_one_password_is_one_password(
    set_up: str, typed: str, database: Database
):
    ada = add(database)
    change(database, ada, password_hash=actions.hash_password(set_up))
    assert signing_in.check(database, "Ada", typed) == ada.id
    wrong(database, "Ada", typed[:-1])
    wrong(database, "Ada", typed.replace("\ud800", "?").split("\x00")[0] + "!")


class Case:
    """How signing in can fail: each makes the desk and says the name and the password to try."""

    @staticmethod
    def wrong_password(_database: Database, _ada: Viewer) -> tuple[str, str]:
        """Somebody's name."""
        return "Ada", "not it at all"

    @staticmethod
    def empty_password(_database: Database, _ada: Viewer) -> tuple[str, str]:
        """Somebody's name and nothing."""
        return "Ada", ""

    @staticmethod
    def unknown_name(_database: Database, _ada: Viewer) -> tuple[str, str]:
        """A name that nobody has."""
        return "Nobody", PASSWORD

    @staticmethod
    def disabled(database: Database, ada: Viewer) -> tuple[str, str]:
        """Right, but nobody may use it."""
        change(database, ada, disabled=True)
        return "Ada", PASSWORD

    @staticmethod
    def without_password(database: Database, _ada: Viewer) -> tuple[str, str]:
        """A program, which has only keys."""
        with database.transaction() as session:
            actions.add_user(session, OPERATOR, name="Bot", role=Role.ANNOTATOR)
        return "Bot", PASSWORD

    @staticmethod
    def of_another(database: Database, _ada: Viewer) -> tuple[str, str]:
        """Somebody else's name."""
        bob = add(database, "Bob")
        change(database, bob, password_hash=actions.hash_password(NEW))
        return "Bob", PASSWORD

    @staticmethod
    def what_nobody_types(_database: Database, _ada: Viewer) -> tuple[str, str]:
        """What the hash that is compared for strangers was made of."""
        return "Nobody", "what nobody types"


@pytest.mark.parametrize(
    "case",
    [
        Case.wrong_password,
        Case.empty_password,
        Case.unknown_name,
        Case.disabled,
        Case.without_password,
        Case.of_another,
        Case.what_nobody_types,
    ],
    ids=lambda case: case.__name__,
)
def test_every_failure_says_costs_and_counts_the_same(case, database: Database, hasher: Hasher):
    name, password = case(database, add(database))
    hasher.verified.clear()
    wrong(database, name, password)
    assert [extract_parameters(each) for each in hasher.verified] == [CHEAPEST]
    assert failures(database) == [1]


def test_a_stranger_costs_what_a_user_costs():
    """The fixed hash has the parameters that new passwords get."""
    assert not PasswordHasher().check_needs_rehash(REAL_NOBODYS_HASH)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Ada", "x" * 201),
        ("Ada", PASSWORD + " " * 10_000_000),
        ("n" * 81, PASSWORD),
        ("n" * 10_000_000, PASSWORD),
        ("", PASSWORD),
        ("Ada\x00", PASSWORD),
        ("\ud800", PASSWORD),
        ("<b>Ada</b>", PASSWORD),
    ],
    ids=lambda text: f"{text[:8]!a} of {len(text)}",
)
def test_what_nobody_can_have_is_not_hashed(
    name: str, password: str, database: Database, hasher: Hasher
):
    add(database)
    wrong(database, name, password)
    assert hasher.verified == []
    assert failures(database) == []


def test_nothing_is_hashed_while_the_database_is_held(database: Database, hasher: Hasher):
    ada = add(database)
    change(database, ada, password_hash=PasswordHasher(1, 16, 1).hash(PASSWORD))
    hasher.database = database
    wrong(database)
    signing_in.check(database, "Ada", PASSWORD)
    actions.change_own_password(database, ada, current=PASSWORD, new=NEW, keep_session_id=None)
    assert hasher.connections == [0] * 5


def test_a_hash_of_other_parameters_is_renewed_once(database: Database, hasher: Hasher):
    ada = add(database)
    change(database, ada, password_hash=PasswordHasher(1, 16, 1).hash(PASSWORD))
    _id, token = begin(database, ada)
    wrong(database)
    assert hasher.check_needs_rehash(password_hash(database, ada) or "")
    signing_in.check(database, "Ada", PASSWORD)
    renewed = password_hash(database, ada)
    assert not hasher.check_needs_rehash(renewed or "")
    signing_in.check(database, "Ada", PASSWORD)
    assert password_hash(database, ada) == renewed
    assert recognised(database, token) is not None


def test_a_damaged_hash_lets_nobody_in(database: Database):
    ada = add(database)
    change(database, ada, password_hash="$argon2id$damaged")
    wrong(database, "Ada", PASSWORD)


def test_no_name_that_was_tried_is_kept(database: Database):
    fail(database, "my password by mistake", times=1)
    with database.reading() as session:
        (row,) = session.scalars(sa.select(SignInFailure))
    assert b"password" not in row.name_hash
    assert len(row.name_hash) == 32
    assert utcnow() - row.last_at < timedelta(minutes=5)


# One's own password


def test_one_changes_ones_own_password_and_stays_signed_in_here(database: Database):
    ada = add(database)
    here, kept = begin(database, ada)
    _there, ended = begin(database, ada)
    actions.change_own_password(database, ada, current=PASSWORD, new=NEW, keep_session_id=here)
    assert signing_in.check(database, "Ada", NEW) == ada.id
    wrong(database, "Ada", PASSWORD)
    assert recognised(database, kept) is not None
    assert recognised(database, ended) is None
    with database.reading() as session:
        events = session.execute(
            sa.select(Event.actor_id, Event.user_id, Event.details).filter_by(
                action=Action.USER_CHANGED
            )
        ).all()
    assert events == [(ada.id, ada.id, {"fields": {"password": [None, "changed"]}})]


@pytest.mark.parametrize(
    ("current", "new", "field", "counted"),
    [
        pytest.param(current, new, field, counted, id=sentence)
        for sentence, current, new, field, counted in [
            ("a wrong one", "not it at all", NEW, "current", [1]),
            ("none", "", NEW, "current", [1]),
            ("a huge one", "x" * 1_000_000, NEW, "current", []),
            ("too short a new one", PASSWORD, "x" * 11, "new", []),
            ("too long a new one", PASSWORD, "x" * 201, "new", []),
            ("the same again", PASSWORD, PASSWORD, "new", []),
        ]
    ],
)
def test_what_does_not_change_ones_password(
    current: str, new: str, field: str, counted: list[int], database: Database
):
    ada = add(database)
    before, (_id, token) = password_hash(database, ada), begin(database, ada)
    with pytest.raises(Invalid) as refusal:
        actions.change_own_password(database, ada, current=current, new=new, keep_session_id=None)
    assert list(refusal.value.errors or {}) == [field]
    assert failures(database) == counted
    assert password_hash(database, ada) == before
    assert recognised(database, token) is not None


def test_a_borrowed_browser_is_no_way_to_guess_the_password(database: Database):
    ada = add(database)
    fail(database, "Ada", times=5)
    with pytest.raises(TooManyRequests):
        actions.change_own_password(database, ada, current=PASSWORD, new=NEW, keep_session_id=None)


def test_the_operator_has_no_password_of_their_own(database: Database):
    add(database, "operator")
    for current in (PASSWORD, "not it at all"):
        with pytest.raises(Invalid):
            actions.change_own_password(
                database, OPERATOR, current=current, new=NEW, keep_session_id=None
            )
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1
    assert signing_in.check(database, "operator", PASSWORD)
