"""People and their keys."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.accounts import actions, queries
from service.accounts.rules import hash_key
from service.database import Database
from service.db import Base, utcnow
from service.errors import Conflict
from service.models import ApiKey, Event, User
from service.permissions import OPERATOR, Viewer
from service.vocabulary import Action, Role
from tests.factories import API, Desk, Person, codes

KEYS = f"{API}/api-keys"


def new_key(person: Person, **fields: Any) -> dict[str, Any]:
    """A key that this person makes."""
    answer = person.post(KEYS, fields)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def with_key(desk: Desk, secret: str) -> Person:
    """Whoever has this key."""
    return Person(desk.app.test_client(), Viewer(), secret)


# People


def test_an_administrator_adds_somebody(desk: Desk):
    answer = desk.admin.post("/users", {"name": "Ada Lovelace", "role": "annotator"})
    assert answer.status_code == 201
    person = answer.get_json()
    assert (person["name"], person["role"], person["disabled_at"]) == (
        "Ada Lovelace",
        "annotator",
        None,
    )
    assert answer.headers["Location"] == f"/api/v1/users/{person['id']}"
    assert desk.admin.get(f"/users/{person['id']}").get_json() == person
    assert person in desk.admin.get("/users").get_json()["items"]


@pytest.mark.parametrize(
    ("name", "again"),
    [
        pytest.param(name, again, id=sentence)
        for sentence, name, again in [
            ("the same", "Anna", "Anna"),
            ("in upper case", "Anna", "ANNA"),
            ("with blanks around", "Anna", "  Anna "),
            ("in wide letters", "Anna", "Ａｎｎａ"),
            ("with a ligature", "Fiona", "ﬁona"),
            ("with a sharp s in capitals", "Straße", "STRASSE"),
            ("with an accent of its own", "Andr\u00e9", "Andre\u0301"),
            ("in Greek capitals", "σοφία", "ΣΟΦΊΑ"),
        ]
    ],
)
def test_a_name_is_taken_however_it_is_spelled(name: str, again: str, desk: Desk):
    assert desk.admin.post("/users", {"name": name, "role": "reader"}).status_code == 201
    refused = desk.admin.post("/users", {"name": again, "role": "admin"})
    assert (refused.status_code, refused.json["code"]) == (409, "duplicate")
    with desk.database.reading() as session:
        assert queries.get_user_by_name(session, again.strip()).name == name


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "Ada Lovelace",
        "o'brien",
        "ada@example.org",
        "claim-bot_2.0",
        "Martin Luther King Jr.",
        "Łukasz Żółć",
        "Дарья",
        "李小龙",
        "सीता",
        "n" * 80,
    ],
)
def test_a_name_is_letters_and_digits_of_any_script(name: str, desk: Desk):
    answer = desk.admin.post("/users", {"name": name, "role": "reader"})
    assert (answer.status_code, answer.json.get("name")) == (201, name)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, id=sentence)
        for sentence, name in [
            ("empty", ""),
            ("blank", "   "),
            ("too long", "n" * 81),
            ("a mark alone", "'"),
            ("ends in a hyphen", "ada-"),
            ("an angle bracket", "<b>ada</b>"),
            ("a slash", "a/b"),
            ("a line break", "ada\nadmin"),
            ("a tab", "ada\tadmin"),
            ("written backwards", "ada\u202egnp"),
            ("an invisible character", "ad\u200ba"),
            ("an emoji", "ada \U0001f600"),
            ("a number", 7),
            ("null", None),
        ]
    ],
)
def test_what_is_no_name(name: object, desk: Desk):
    before = len(desk.admin.get("/users").get_json()["items"])
    answer = desk.admin.post("/users", {"name": name, "role": "reader"})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert list(answer.json["errors"]) == ["name"]
    assert len(desk.admin.get("/users").get_json()["items"]) == before


@pytest.mark.parametrize(
    "change",
    [{"role": "reviewer"}, {"role": "reader"}, {"disabled": True}],
    ids=lambda change: str(*change.values()),
)
def test_the_last_administrator_stays_one(change: dict[str, Any], desk: Desk):
    path = f"/users/{desk.admin.viewer.id}"
    refused = desk.admin.patch(path, change)
    assert (refused.status_code, refused.json["code"]) == (409, "invalid_transition")
    person = desk.admin.get(path).get_json()
    assert (person["role"], person["disabled_at"]) == ("admin", None)
    second = desk.add(Role.ADMIN)
    assert second.patch(path, change).status_code == 200
    assert second.patch(f"/users/{second.viewer.id}", change).status_code == 409


def test_a_disabled_administrator_does_not_count(desk: Desk):
    second = desk.add(Role.ADMIN)
    assert desk.admin.patch(f"/users/{second.viewer.id}", {"disabled": True}).status_code == 200
    assert desk.admin.patch(f"/users/{desk.admin.viewer.id}", {"role": "reader"}).json["code"] == (
        "invalid_transition"
    )


def test_the_operator_cannot_end_the_last_administrator_either(desk: Desk):
    admin_id = desk.admin.viewer.id or 0
    with (
        pytest.raises(Conflict, match="last administrator"),
        desk.database.transaction() as session,
    ):
        actions.change_user(session, OPERATOR, queries.get_user(session, admin_id), disabled=True)
    assert desk.admin.get("/users").status_code == 200


def test_somebody_disabled_is_out_at_once_and_let_in_again(desk: Desk):
    path = f"/users/{desk.reader.viewer.id}"
    assert desk.reader.get(KEYS).status_code == 200
    assert desk.admin.patch(path, {"disabled": True}).get_json()["disabled_at"]
    assert desk.reader.get(KEYS).status_code == 401
    assert desk.admin.patch(path, {"disabled": False}).get_json()["disabled_at"] is None
    assert desk.reader.get(KEYS).status_code == 200


def test_a_change_of_a_person_is_in_the_history_and_no_change_is_not(
    desk: Desk, database: Database
):
    path = f"/users/{desk.reader.viewer.id}"
    for role in ("annotator", "annotator"):
        assert desk.admin.patch(path, {"role": role}).status_code == 200
    with database.reading() as session:
        query = sa.select(Event.actor_id, Event.user_id, Event.details)
        events = session.execute(query.where(Event.action == Action.USER_CHANGED)).all()
    changed = {"fields": {"role": ["reader", "annotator"]}}
    assert events == [(desk.admin.viewer.id, desk.reader.viewer.id, changed)]


def test_no_password_leaves_the_database(desk: Desk, database: Database):
    secret = "correct horse battery"
    hashed = actions.hash_password(secret)
    with database.transaction() as session:
        user = actions.add_user(
            session, OPERATOR, name="typist", role=Role.READER, password_hash=hashed
        )
    assert hashed.startswith("$argon2id$")
    assert "password" not in desk.admin.get(f"/users/{user.id}").text
    assert secret not in contents(database)


# Keys


def test_a_key_lets_its_owner_in(desk: Desk):
    key = new_key(desk.annotator, label="laptop")
    assert with_key(desk, key["key"]).get("/documents").status_code == 200


def test_a_key_is_shown_once(desk: Desk):
    key = new_key(desk.reader, label="laptop")
    secret = key.pop("key")
    assert secret.startswith(key["prefix"])
    assert len(key["prefix"]) < len(secret) / 3
    for path in (KEYS, f"{KEYS}/{key['id']}"):
        assert secret not in desk.reader.get(path).text
    assert desk.reader.get(f"{KEYS}/{key['id']}").get_json() == key


def test_a_repeat_with_the_same_idempotency_key_makes_another_key(desk: Desk, database: Database):
    """Nothing that was kept for repeats could be given to them: it would be the key itself."""
    header = {"Idempotency-Key": "once"}
    first, second = (desk.reader.post(KEYS, {}, headers=header) for _ in range(2))
    assert codes([first, second]) == [201, 201]
    assert first.get_json()["key"] != second.get_json()["key"]
    assert first.get_json()["id"] != second.get_json()["id"]
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM idempotency_keys")) == 0


def contents(database: Database) -> str:
    """All that the database holds, as text."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            found += map(str, session.execute(sa.text(f"SELECT * FROM {table.name}")))
        if database.is_sqlite:
            file = Path(str(database.engine.url.database))
            found += [
                path.read_bytes().decode("latin-1") for path in file.parent.glob(f"{file.name}*")
            ]
    return "\n".join(found)


def test_a_key_is_nowhere_in_the_database(desk: Desk, database: Database):
    key = new_key(desk.reader, label="laptop")
    secret = key["key"]
    with_key(desk, secret).get("/tags")
    held = contents(database)
    assert "laptop" in held
    assert key["prefix"] in held
    assert secret not in held
    assert secret.removeprefix(key["prefix"]) not in held
    with database.reading() as session:
        assert session.get_one(ApiKey, key["id"]).hash == hash_key(secret)


def test_no_two_keys_are_alike(desk: Desk):
    keys = [new_key(desk.reader)["key"] for _ in range(5)]
    assert len({*keys, desk.reader.key}) == 6
    assert all(len(key) > 40 for key in keys)


def test_a_key_has_a_label_and_an_end(desk: Desk):
    key = new_key(desk.reader, label="  backup script ", expires_in_days=30)
    assert key["label"] == "backup script"
    lasts = datetime.fromisoformat(key["expires_at"]) - utcnow()
    assert timedelta(days=29, hours=23) < lasts <= timedelta(days=30)
    plain = new_key(desk.reader)
    assert (plain["label"], plain["expires_at"], plain["last_used_at"]) == (None, None, None)


@pytest.mark.parametrize(
    "field",
    [
        {"expires_in_days": 0},
        {"expires_in_days": -1},
        {"expires_in_days": 3651},
        {"expires_in_days": 1.5},
        {"expires_in_days": "30"},
        {"expires_in_days": True},
        {"label": "l" * 101},
        {"label": "a\nb"},
        {"user_id": 1},
        {"key": "cdk_mine"},
        {"role": "admin"},
    ],
    ids=str,
)
def test_what_is_no_key(field: dict[str, Any], desk: Desk):
    answer = desk.reader.post(KEYS, field)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert list(answer.json["errors"]) == list(field)
    assert len(desk.reader.get(KEYS).get_json()["items"]) == 1


def test_a_key_ends_when_it_expires(desk: Desk, database: Database):
    key = new_key(desk.reader, expires_in_days=1)
    program = with_key(desk, key["key"])
    assert program.get(KEYS).status_code == 200
    set_on_key(database, key["id"], expires_at=utcnow() - timedelta(milliseconds=1))
    assert program.get(KEYS).status_code == 401
    assert program.get("/tags").status_code == 401


def set_on_key(database: Database, key_id: int, **values: Any) -> None:
    """Change a key behind the program's back."""
    with database.transaction() as session:
        session.execute(sa.update(ApiKey).where(ApiKey.id == key_id).values(**values))


def last_use(database: Database, key_id: int) -> datetime | None:
    """When a key was used last, as far as is written down."""
    with database.reading() as session:
        return session.get_one(ApiKey, key_id).last_used_at


def test_the_last_use_of_a_key_is_written_hourly_at_most(desk: Desk, database: Database):
    key = new_key(desk.reader)
    program = with_key(desk, key["key"])
    assert last_use(database, key["id"]) is None
    program.get("/tags")
    first = last_use(database, key["id"])
    assert first is not None
    assert utcnow() - first < timedelta(minutes=5)
    recently, long_ago = utcnow() - timedelta(minutes=59), utcnow() - timedelta(minutes=61)
    set_on_key(database, key["id"], last_used_at=recently)
    program.get("/tags")
    assert last_use(database, key["id"]) == recently
    set_on_key(database, key["id"], last_used_at=long_ago)
    program.get("/tags")
    assert (last_use(database, key["id"]) or long_ago) > recently


def test_a_key_that_does_not_count_is_not_marked_as_used(desk: Desk, database: Database):
    key = new_key(desk.reader)
    set_on_key(database, key["id"], expires_at=utcnow() - timedelta(days=1))
    assert with_key(desk, key["key"]).get("/tags").status_code == 401
    assert last_use(database, key["id"]) is None


def test_a_revoked_key_ends_at_once_and_alone(desk: Desk):
    key, other = new_key(desk.reader), new_key(desk.reader)
    program = with_key(desk, key["key"])
    assert program.get(KEYS).status_code == 200
    revoked = desk.reader.delete(f"{KEYS}/{key['id']}")
    assert revoked.status_code == 200
    assert program.get(KEYS).status_code == 401
    assert with_key(desk, other["key"]).get(KEYS).status_code == 200
    again = desk.reader.delete(f"{KEYS}/{key['id']}")
    assert again.get_json()["revoked_at"] == revoked.get_json()["revoked_at"]
    listed = {each["id"]: each["revoked_at"] for each in desk.reader.get(KEYS).json["items"]}
    assert listed[key["id"]] == revoked.get_json()["revoked_at"]
    assert listed[other["id"]] is None


def test_a_key_may_revoke_itself(desk: Desk):
    key = new_key(desk.reader)
    program = with_key(desk, key["key"])
    assert codes(program.delete(f"{KEYS}/{key['id']}") for _ in range(2)) == [200, 401]


def test_the_keys_of_others_do_not_exist(desk: Desk):
    key = new_key(desk.annotator)
    for person in (desk.reader, desk.reviewer):
        for method in ("GET", "DELETE"):
            answer = person.send(method, f"{KEYS}/{key['id']}")
            assert (answer.status_code, answer.json["code"]) == (404, "not_found")
        assert key["id"] not in [each["id"] for each in person.get(KEYS).get_json()["items"]]
    assert with_key(desk, key["key"]).get("/documents").status_code == 200


def test_an_administrator_sees_and_revokes_everybodys_keys(desk: Desk):
    key = new_key(desk.annotator)
    assert desk.admin.get(f"{KEYS}/{key['id']}").get_json()["prefix"] == key["prefix"]
    assert desk.admin.delete(f"{KEYS}/{key['id']}").status_code == 200
    assert with_key(desk, key["key"]).get("/documents").status_code == 401
    assert key["id"] not in [each["id"] for each in desk.admin.get(KEYS).get_json()["items"]]


def test_keys_come_and_go_in_the_history(desk: Desk, database: Database):
    key = new_key(desk.reader, label="laptop")
    for _ in range(2):
        desk.reader.delete(f"{KEYS}/{key['id']}")
    reader = desk.reader.viewer.id
    with database.reading() as session:
        events = session.execute(
            sa.select(Event.action, Event.user_id, Event.details)
            .where(Event.actor_id == reader)
            .order_by(Event.id)
        ).all()
    assert events == [
        (Action.KEY_ADDED, reader, {"key_id": key["id"], "label": "laptop"}),
        (Action.KEY_REVOKED, reader, {"key_id": key["id"]}),
    ]


def test_nobody_is_recognised_by_a_hash(desk: Desk, database: Database):
    with database.reading() as session:
        stored = session.scalars(sa.select(ApiKey.hash)).first() or b""
        assert queries.recognise(session, stored.decode("latin-1")) is None
        assert queries.recognise(session, stored.hex()) is None


def test_nobody_is_ever_deleted(desk: Desk, database: Database):
    """Those who are out stay named in the history."""
    desk.admin.patch(f"/users/{desk.reader.viewer.id}", {"disabled": True})
    with database.reading() as session:
        assert session.get(User, desk.reader.viewer.id) is not None
    assert desk.admin.delete(f"/users/{desk.reader.viewer.id}").status_code == 405
