"""Browsers in which somebody is signed in."""

from datetime import timedelta

import pytest

from service.accounts import actions, queries
from service.accounts.rules import clean_browser, hash_key
from service.database import Database
from service.db import utcnow
from service.errors import Invalid, NotFound
from service.models import SignInSession
from service.permissions import OPERATOR, STRANGER, Viewer
from service.vocabulary import Role
from tests.accounts.people import add, age_session, begin, change, recognised

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def running(database: Database, viewer: Viewer) -> list[int]:
    """The ids of the sessions that are listed."""
    with database.reading() as session:
        return [each.id for each in queries.list_sessions(session, viewer)]


def end(database: Database, actor: Viewer, session_id: int) -> None:
    """End a session."""
    with database.transaction() as session:
        actions.end_session(session, actor, session_id)


def test_a_session_is_its_owners(database: Database):
    ada = add(database)
    add(database, "Bob")
    session_id, token = begin(database, ada, FIREFOX)
    assert recognised(database, token) == (ada, session_id, False)
    with database.reading() as session:
        (listed,) = queries.list_sessions(session, ada)
    assert (listed.id, listed.browser) == (session_id, FIREFOX)


def test_recognising_a_session_is_one_query(app, database: Database, count_queries):
    _id, token = begin(database, add(database))
    with count_queries() as sent, app.extensions["database"].reading() as session:
        assert queries.recognise_session(session, token) is not None
    assert len(sent) == 1


def test_only_the_hash_of_a_token_is_kept(database: Database):
    session_id, token = begin(database, add(database))
    with database.reading() as session:
        kept = session.get_one(SignInSession, session_id)
    assert kept.hash == hash_key(token)
    assert len(token) > 40
    assert recognised(database, kept.hash.hex()) is None
    assert recognised(database, kept.hash.decode("latin-1")) is None


@pytest.mark.parametrize("token", ["", "nonsense", "\ud800", "\x00", "x" * 100_000])
def test_what_is_no_token(token: str, database: Database):
    begin(database, add(database))
    assert recognised(database, token) is None


def test_no_two_tokens_are_alike(database: Database):
    ada = add(database)
    assert len({begin(database, ada)[1] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("unused", "counts", "is_marked"),
    [
        pytest.param(unused, counts, is_marked, id=sentence)
        for sentence, unused, counts, is_marked in [
            ("just now", timedelta(0), True, False),
            ("within the hour", timedelta(minutes=59), True, False),
            ("for an hour", timedelta(minutes=61), True, True),
            ("for almost two weeks", timedelta(days=13, hours=23), True, True),
            ("for two weeks", timedelta(days=14), False, False),
        ]
    ],
)
def test_how_long_a_session_lasts_unused(
    unused: timedelta, counts: bool, is_marked: bool, database: Database
):
    ada = add(database)
    session_id, token = begin(database, ada)
    age_session(database, session_id, by=unused)
    assert recognised(database, token) == ((ada, session_id, is_marked) if counts else None)
    assert running(database, ada) == ([session_id] if counts else [])


def test_a_use_that_is_marked_lets_a_session_last(database: Database):
    session_id, token = begin(database, add(database))
    age_session(database, session_id, by=timedelta(days=13))
    with database.transaction() as session:
        actions.mark_session_used(session, session_id)
    assert (recognised(database, token) or ())[1:] == (session_id, False)
    with database.reading() as session:
        used = session.get_one(SignInSession, session_id).last_used_at
    assert utcnow() - used < timedelta(minutes=5)


def test_sessions_are_listed_newest_first_and_to_their_owner_alone(database: Database):
    ada, bob = add(database), add(database, "Bob")
    first, second, third = (begin(database, ada)[0] for _ in range(3))
    begin(database, bob)
    end(database, ada, second)
    assert running(database, ada) == [third, first]
    assert running(database, STRANGER) == running(database, OPERATOR) == []


def test_an_ended_session_lets_nobody_in_and_ends_once(database: Database):
    ada = add(database)
    session_id, token = begin(database, ada)
    other = begin(database, ada)[1]
    ends = []
    for _ in range(2):
        end(database, ada, session_id)
        with database.reading() as session:
            ends.append(session.get_one(SignInSession, session_id).ended_at)
    assert ends[0] is not None
    assert ends[0] == ends[1]
    assert recognised(database, token) is None
    assert recognised(database, other) is not None


@pytest.mark.parametrize("role", list(Role))
def test_the_sessions_of_others_exist_for_administrators_alone(role: Role, database: Database):
    session_id, token = begin(database, add(database))
    other = add(database, "Bob", role)
    if role is Role.ADMIN:
        end(database, other, session_id)
        assert recognised(database, token) is None
        return
    with pytest.raises(NotFound):
        end(database, other, session_id)
    assert recognised(database, token) is not None


def test_there_is_no_session_that_never_began(database: Database):
    with pytest.raises(NotFound, match="no session 7"):
        end(database, add(database, role=Role.ADMIN), 7)


def test_all_sessions_end_but_one(database: Database):
    ada, bob = add(database), add(database, "Bob")
    (here, kept), (_there, ended), (_his, others) = (
        begin(database, each) for each in (ada, ada, bob)
    )
    with database.transaction() as session:
        actions.end_sessions(session, ada.id or 0, but=here)
    assert [recognised(database, token) is not None for token in (kept, ended, others)] == [
        True,
        False,
        True,
    ]
    with database.transaction() as session:
        actions.end_sessions(session, ada.id or 0, but=None)
    assert running(database, ada) == []
    assert recognised(database, others) is not None


@pytest.mark.parametrize(
    ("change_made", "ends"),
    [
        pytest.param(change_made, ends, id=sentence)
        for sentence, change_made, ends in [
            ("disabled", {"disabled": True}, True),
            ("a higher role", {"role": Role.REVIEWER}, True),
            ("a lower role", {"role": Role.READER}, True),
            ("a new password", {"password_hash": "$argon2id$another"}, True),
            ("the same role", {"role": Role.ANNOTATOR}, False),
            ("enabled all the time", {"disabled": False}, False),
        ]
    ],
)
def test_what_ends_somebodys_sessions(change_made, ends: bool, database: Database):
    ada, bob = add(database), add(database, "Bob")
    tokens = [begin(database, ada)[1] for _ in range(2)]
    others = begin(database, bob)[1]
    change(database, ada, **change_made)
    assert [recognised(database, token) is None for token in tokens] == [ends, ends]
    assert recognised(database, others) is not None


def test_a_session_of_somebody_disabled_does_not_count(database: Database):
    """Not even one that was not ended."""
    ada = add(database)
    _id, token = begin(database, ada)
    with database.transaction() as session:
        queries.get_user(session, ada.id or 0).disabled_at = utcnow()
    assert recognised(database, token) is None


def test_who_is_let_in_again_signs_in_again(database: Database):
    ada = add(database)
    _id, token = begin(database, ada)
    change(database, ada, disabled=True)
    change(database, ada, disabled=False)
    assert recognised(database, token) is None
    assert recognised(database, begin(database, ada)[1]) is not None


def test_nobody_disabled_begins_a_session(database: Database):
    """Somebody may be disabled between the password and the session."""
    ada = add(database)
    change(database, ada, disabled=True)
    with pytest.raises(Invalid, match="do not match"):
        begin(database, ada)
    change(database, ada, disabled=False)
    assert running(database, ada) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (None, None),
        ("", None),
        ("  \x00 ", None),
        (FIREFOX, FIREFOX),
        ("a\x00b\r\nc\x1b[31md\u202ee\ud800f", "abc[31mdef"),
        ("x" * 100_000, "x" * 200),
        ("\x00" * 300 + "Firefox", "Firefox"),
    ],
)
def test_what_a_browser_calls_itself_is_kept_short_and_plain(
    sent: str | None, kept: str | None, database: Database
):
    assert clean_browser(sent) == kept
    session_id, _token = begin(database, add(database), sent)
    with database.reading() as session:
        assert session.get_one(SignInSession, session_id).browser == kept
