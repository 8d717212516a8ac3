"""Every route, asked for by everyone, against the table of who may do what."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from service.accounts.actions import begin_session
from service.accounts.queries import get_user
from service.database import Database
from service.db import utcnow
from service.models import ApiKey
from service.permissions import WHO_MAY, Viewer
from service.vocabulary import Role
from tests.factories import API, Desk, Person
from tests.http.routes import add_fact_check, add_job, add_snapshot, add_webhook

STRANGER = "stranger"


@pytest.fixture
def ids(desk: Desk) -> dict[str, int | str]:
    """Something that exists for everyone behind every part of a path."""
    document = desk.document("Bridge 1 cost 9 million.", visibility="public")
    add_snapshot(desk, document["id"])
    claim = desk.claims(document)[0]
    author = desk.add(Role.ANNOTATOR, name="author")
    edit = desk.submitted(claim, author).get_json()
    with desk.database.reading() as session:
        source = session.scalar(sa.text("SELECT max(id) FROM sources"))
    return {
        "document_id": document["id"],
        "number": 1,
        "claim_id": claim["id"],
        "edit_id": edit["id"],
        "source_id": source,
        "tag_id": 1,
        "scale_id": 1,
        "code": "mixed",
        "fact_check_id": add_fact_check(desk),
        "job_id": add_job(desk),
        "word_id": 1,
        "user_id": author.viewer.id or 0,
        "webhook_id": 1,
        "name": "claims.csv",
    }


def routes(app: Flask) -> Iterator[tuple[str, str, str, set[str]]]:
    """Every method and path of the program, the view's name, and the names in the path."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            path = "".join(f"{{{part}}}" if is_name else part for is_name, part in rule._trace)
            yield method, path.lstrip("|"), rule.endpoint, set(rule.arguments)


def ask(
    person: Person, method: str, path: str, *, is_page: bool = False, **options: Any
) -> TestResponse:
    """Ask for a path that begins at the root."""
    if is_page:
        options["data"] = {} if method == "POST" else None
        return person.browser.open(path, method=method, **options)
    headers = dict(options.pop("headers", {}))
    if person.key is not None:
        headers.setdefault("Authorization", f"Bearer {person.key}")
    if method in ("POST", "PATCH", "PUT"):
        options["json"] = {}
    return person.client.open(path, method=method, headers=headers, **options)


@pytest.mark.parametrize("who", [STRANGER, *Role])
def test_every_route_lets_in_whom_the_table_says(
    who: str, app: Flask, desk: Desk, ids: dict[str, int | str], subtests: pytest.Subtests
):
    person = desk.stranger if who == STRANGER else getattr(desk, who)
    role = None if who == STRANGER else Role(who)
    assert person.viewer.role is role
    asked = 0
    for method, path, endpoint, names in routes(app):
        view = app.view_functions[endpoint]
        needed = WHO_MAY[view.permission]
        may = needed is None or (role is not None and role.includes(needed))
        here = path.format(**ids | spare_ids(desk, person, names))
        ends = method == "DELETE" or path.endswith("/archive")
        if ends and "document_id" in names and may:
            here = path.format(document_id=desk.claim()["document_id"])
        # Who signs out needs another browser for what comes after.
        who_asks = replace(person) if path == "/sign-out" else person
        with subtests.test(f"{method} {path}"):
            answer = ask(who_asks, method, here, is_page=is_page(view))
            assert answer.status_code < 500
            asked += 1
            if may:
                assert answer.status_code != 401
                assert code_of(answer) in ("not_author", None) or answer.status_code != 403
                # Nothing is published yet; all else exists.
                is_of_verdict = here.endswith(("/verdict", "/confirmation", "/card"))
                is_of_verdict |= here.startswith("/annotations/")
                assert answer.status_code != 404 or is_of_verdict
            elif role is None and is_page(view) and method in ("GET", "HEAD"):
                assert answer.status_code == 303
                assert answer.location.startswith("/sign-in?next=")
            elif role is None:
                assert answer.status_code == 401
                assert code_of(answer) in ("unauthenticated", None)
                told = answer.headers.get("WWW-Authenticate")
                assert told == (None if is_page(view) else "Bearer")
            else:
                assert answer.status_code == 403
                assert code_of(answer) in ("role_missing", None)
            if is_page(view) and method != "HEAD" and answer.status_code >= 400:
                assert answer.mimetype == "text/html"
    assert asked > 120


def is_page(view: Any) -> bool:
    """Whether a view is a page, which knows people by their session."""
    return bool(getattr(view, "is_page", False))


def spare_ids(desk: Desk, person: Person, names: set[str]) -> dict[str, int]:
    """What is a person's own, or not yet there for the others: made when a path names it."""
    spare: dict[str, int] = {}
    if "key_id" in names:
        spare["key_id"] = spare_key(desk, person)
    if "begun_id" in names:
        spare["begun_id"] = spare_session(desk, person)
    if "webhook_id" in names:
        spare["webhook_id"] = add_webhook(desk)
    if "assessment_id" in names:
        published = desk.published(desk.claim()).get_json()
        with desk.database.reading() as session:
            query = sa.text("SELECT assessment_id FROM claims WHERE id = :id")
            spare["claim_id"] = published["claim_id"]
            spare["assessment_id"] = session.scalar(query, {"id": published["claim_id"]})
    return spare


def spare_session(desk: Desk, person: Person) -> int:
    """The id of a session of this person's that nobody needs."""
    with desk.database.transaction() as session:
        user = get_user(session, person.viewer.id or desk.reader.viewer.id or 0)
        begun, _token = begin_session(session, user, browser=None)
        return begun.id


def spare_key(desk: Desk, person: Person) -> int:
    """The id of a key of this person's that nobody needs."""
    if person.key is None:
        person = desk.reader
    return int(person.post(f"{API}/api-keys").get_json()["id"])


def code_of(answer: TestResponse) -> str | None:
    """The code of a refusal; an answer to HEAD does not tell it."""
    if answer.mimetype == "text/html" and answer.status_code >= 400:
        found = re.search(r"\b[45]\d\d ([a-z_]+), request ", answer.text)
        return found[1] if found else None
    is_told = answer.mimetype == "application/problem+json" and answer.data
    return answer.get_json()["code"] if is_told else None


def test_what_is_refused_changes_nothing(app: Flask, desk: Desk, ids: dict[str, int | str]):
    """Nobody below the role that a route needs leaves a trace."""
    desk.reader.get("/tags")  # which writes that the key is used
    desk.reader.browser.get("/account")
    with desk.database.reading() as session:
        before = counted(session)
    for method, path, endpoint, _names in routes(app):
        needed = WHO_MAY[app.view_functions[endpoint].permission]
        for person in (desk.stranger, desk.reader):
            if not person.viewer.may(app.view_functions[endpoint].permission):
                view = app.view_functions[endpoint]
                here = path.format(**{"key_id": 1, "begun_id": 1, "assessment_id": 1} | ids)
                answer = ask(person, method, here, is_page=is_page(view))
                assert answer.status_code in (303, 401, 403), (method, path, needed)
    with desk.database.reading() as session:
        assert counted(session) == before


def counted(session: Any) -> dict[str, int]:
    """How many rows each table has."""
    tables = sa.inspect(session.connection()).get_table_names()
    return {table: session.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in tables}


def expired(desk: Desk, person: Person, database: Database) -> None:
    """Let this person's key expire a second ago."""
    with database.transaction() as session:
        session.execute(
            sa.update(ApiKey)
            .where(ApiKey.user_id == person.viewer.id)
            .values(expires_at=utcnow() - timedelta(seconds=1))
        )


def revoked(desk: Desk, person: Person, database: Database) -> None:
    """Revoke it."""
    key = person.get(f"{API}/api-keys").get_json()["items"][0]
    assert person.delete(f"{API}/api-keys/{key['id']}").status_code == 200


def of_somebody_disabled(desk: Desk, person: Person, database: Database) -> None:
    """Disable whose it is."""
    answer = desk.admin.patch(f"/users/{person.viewer.id}", {"disabled": True})
    assert answer.status_code == 200


def unknown(desk: Desk, person: Person, database: Database) -> None:
    """Mistype it."""
    person.key = f"{person.key}x"


@pytest.mark.parametrize("end", [expired, revoked, of_somebody_disabled, unknown])
def test_a_key_that_does_not_count_lets_nobody_in_anywhere(
    end: Callable[[Desk, Person, Database], None],
    app: Flask,
    desk: Desk,
    database: Database,
    ids: dict[str, int | str],
):
    """Public routes too: who sends a key wants to be known, and must hear that they are not."""
    person = desk.add(Role.REVIEWER)
    assert person.get("/documents").status_code == 200
    end(desk, person, database)
    for method, path, endpoint, _names in routes(app):
        view = app.view_functions[endpoint]
        if is_page(view) or hasattr(view, "reads_no_key"):  # no key opens a page: see tests/http
            continue
        answer = ask(person, method, path.format(**ids, key_id=1))
        assert answer.status_code == 401, (method, path)
        assert code_of(answer) in ("unauthenticated", None)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_new_role_counts_at_once(desk: Desk):
    person = desk.add(Role.READER)
    assert person.get("/documents").status_code == 403
    desk.admin.patch(f"/users/{person.viewer.id}", {"role": "annotator"})
    assert person.get("/documents").status_code == 200
    desk.admin.patch(f"/users/{person.viewer.id}", {"role": "reader"})
    assert person.get("/documents").status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(header, id=sentence)
        for sentence, header in [
            ("nothing at all", ""),
            ("a scheme alone", "Bearer"),
            ("a scheme and blanks", "Bearer    "),
            ("an unknown key", "Bearer cdk_unknown"),
            ("an unknown key with the scheme in lower case", "bearer cdk_unknown"),
            ("a name and a password", "Basic YWRtaW46YWRtaW4="),
            ("another scheme with a good key", "Token {key}"),
            ("a good key without a scheme", "{key}"),
            ("a good key in quotes", 'Bearer "{key}"'),
            ("a good key twice", "Bearer {key} {key}"),
            ("a good key and a comma", "Bearer {key}, Bearer {key}"),
            ("a good key in upper case", "Bearer {KEY}"),
            ("the beginning of a good key", "Bearer {prefix}"),
            ("a good key and one character", "Bearer {key}A"),
            ("a very long key", "Bearer " + "k" * 100_000),
            ("a key in another script", "Bearer " + "ключ".encode().decode("latin-1")),
            ("bytes that are no text", "Bearer \xff\xfe"),
            ("a percent sign", "Bearer %00%s' OR 1=1 --"),
        ]
    ],
)
@pytest.mark.parametrize("path", ["/documents", "/tags"])
def test_odd_credentials_are_no_credentials(header: str, path: str, desk: Desk):
    key = desk.reviewer.key or ""
    sent = header.format(key=key, KEY=key.upper(), prefix=key[:12])
    answer = desk.stranger.get(path, headers={"Authorization": sent})
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert key not in answer.text


@pytest.mark.parametrize("header", ["Bearer {key}", "bearer {key}", "BEARER   {key} "])
def test_the_scheme_is_read_in_any_case_and_blanks_do_not_matter(header: str, desk: Desk):
    sent = header.format(key=desk.reviewer.key)
    assert desk.stranger.get("/documents", headers={"Authorization": sent}).status_code == 200


def test_the_api_neither_reads_nor_sets_cookies(app: Flask, desk: Desk, ids: dict[str, int | str]):
    client = app.test_client()
    for name in ("session", "Authorization", "key", "remember_token"):
        client.set_cookie(name, f"Bearer {desk.admin.key}" if name == "Authorization" else "x")
        client.set_cookie(f"{name}_", desk.admin.key or "")
    person = Person(client, Viewer())
    for method, path, endpoint, _names in routes(app):
        if is_page(app.view_functions[endpoint]):
            continue
        answer = ask(person, method, path.format(**ids, key_id=1))
        needed = WHO_MAY[app.view_functions[endpoint].permission]
        assert (answer.status_code == 401) == (needed is not None), (method, path)
        assert "Set-Cookie" not in answer.headers
