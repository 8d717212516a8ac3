"""Small makers with sensible defaults. A test names only what it is about."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.accounts import actions as accounts
from service.accounts.queries import get_user
from service.database import Database
from service.http.auth import COOKIE
from service.imports.importing import run_import
from service.jobs.running import run_next
from service.permissions import OPERATOR, Viewer
from service.vocabulary import JobKind, Role

API = "/api/v1"
_numbers = count(1)

CITATION = {"url": "https://example.org/ledger", "stance": "supports", "quote": "8.9 million"}
PROPOSAL: dict[str, Any] = {
    "rating": "mostly_true",
    "rationale": "The ledger says 8.9.",
    "tags": ["statistic"],
    "citations": [CITATION],
}


@dataclass
class Person:
    """Somebody with a key; without one, a stranger. Paths begin below /api/v1."""

    client: FlaskClient
    viewer: Viewer
    key: str | None = None

    def send(
        self, method: str, path: str, *, if_match: str | None = None, **options: Any
    ) -> TestResponse:
        """Send a request as this person."""
        headers = dict(options.pop("headers", {}))
        if self.key is not None:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        if if_match is not None:
            headers["If-Match"] = if_match
        whole = (
            path if path.startswith(("/api/", "/healthz", "/readyz", "/metrics")) else API + path
        )
        return self.client.open(whole, method=method, headers=headers, **options)

    @cached_property
    def browser(self) -> FlaskClient:
        """A browser in which this person is signed in; paths begin at the root."""
        app = self.client.application
        client = app.test_client()
        if self.viewer.id is not None:
            with app.extensions["database"].transaction() as session:
                user = get_user(session, self.viewer.id)
                _row, token = accounts.begin_session(session, user, browser="a test")
            client.set_cookie(COOKIE, token)
        return client

    def get(self, path: str, **options: Any) -> TestResponse:
        """GET."""
        return self.send("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """POST, with an empty object unless told otherwise."""
        if "data" not in options:
            options["json"] = {} if json is None else json
        return self.send("POST", path, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """PATCH."""
        return self.send("PATCH", path, json=json or {}, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """DELETE."""
        return self.send("DELETE", path, **options)


class Desk:
    """A desk to try things on, through its API."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database = app, database
        self._people: dict[str, Person] = {}

    @property
    def stranger(self) -> Person:
        """Somebody without a key."""
        return Person(self.app.test_client(), Viewer())

    def add(self, role: Role | str, name: str | None = None) -> Person:
        """A new person with this role and a key."""
        with self.database.transaction() as session:
            user = accounts.add_user(
                session, OPERATOR, name=name or f"{role}-{next(_numbers)}", role=Role(role)
            )
            _key, secret = accounts.add_key(session, OPERATOR, user_id=user.id)
        viewer = Viewer(user.id, user.name, user.role)
        return Person(self.app.test_client(), viewer, secret)

    def __getattr__(self, role: str) -> Person:
        """`desk.annotator`: the one of this role; always the same person."""
        if role not in set(Role):
            raise AttributeError(role)
        if role not in self._people:
            self._people[role] = self.add(role, name=role)
        return self._people[role]

    def document(self, text: str = "It cost 9 million pounds.", **fields: Any) -> dict[str, Any]:
        """A document as the API answers it."""
        answer = self.annotator.post("/documents", {"text": text, **fields})
        assert answer.status_code == 201, answer.text
        return answer.get_json()

    def claims(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """A document's claims in reading order."""
        path = f"/documents/{document['id']}/claims?limit=200"
        return self.annotator.get(path).get_json()["items"]

    def claim(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """A claim of a document of its own."""
        number = next(_numbers)
        return self.claims(self.document(text or f"It cost {number} million pounds.", **fields))[0]

    def draft(self, claim: dict[str, Any], author: Person | None = None, **fields: Any):
        """The answer to a new draft."""
        answer = (author or self.annotator).post(f"/claims/{claim['id']}/edits", fields)
        assert answer.status_code == 201, answer.text
        return answer

    def submitted(self, claim: dict[str, Any], author: Person | None = None, **fields: Any):
        """The answer to a submitted edit."""
        return self.draft(claim, author, **(PROPOSAL | fields), submit=True)

    def published(self, claim: dict[str, Any], **fields: Any) -> TestResponse:
        """The answer to an approval that published a verdict on the claim."""
        edit = self.submitted(claim, **fields)
        answer = self.reviewer.post(
            f"/edits/{edit.get_json()['id']}/approval", if_match=edit.headers["ETag"]
        )
        assert answer.status_code == 201, answer.text
        return answer

    def imported(self, *lines: dict[str, Any], **parameters: str) -> dict[str, Any]:
        """The job that imported these lines, `{"claim", "url", "publisher"...}`, to its end."""
        body = "\n".join(json.dumps(line) for line in lines)
        answer = self.admin.post(
            "/imports",
            data=body.encode(),
            headers={"Content-Type": "application/x-ndjson"},
            query_string=parameters,
        )
        assert answer.status_code == 202, answer.text
        handlers = {JobKind.IMPORT: run_import}
        job_id = answer.get_json()["id"]
        assert run_next(self.database, self.app.extensions["settings"], handlers, job_id=job_id)
        return self.admin.get(f"/jobs/{job_id}").get_json()


def codes(answers: Iterable[TestResponse]) -> list[int]:
    """The statuses of answers."""
    return [answer.status_code for answer in answers]
