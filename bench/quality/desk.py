"""A desk of its own to measure on: served on loopback, with a fresh database, asked over HTTP."""

import http.client
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import servers
from bench.stage import Stage

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
"""Real data to measure on. It is no part of the project: what needs it says when it is absent."""

Json = dict[str, Any]


class Refused(Exception):
    """The desk refused a request: the status, and the problem as it tells it."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status}: {problem}")
        self.status, self.problem = status, problem


class Desk:
    """A desk as one program sees it, which has a reviewer's key."""

    def __init__(self, server: servers.Running, key: str, stage: Stage, url: str) -> None:
        self.server, self.stage, self.url = server, stage, url
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._connection = http.client.HTTPConnection(servers.HOST, server.port, timeout=60)

    def add(self, **body: Any) -> Json:
        """The document made of a text, HTML or URL. Raises Refused."""
        return self.ask("POST", "/documents", body)

    def update(self, document_id: int, **body: Any) -> Json:
        """Give a document a new text: what answers to that. Raises Refused."""
        return self.ask("POST", f"/documents/{document_id}/versions", body)

    def claims(self, document_id: int) -> list[Json]:
        """All claims of a document, in reading order, orphans last. Raises Refused."""
        path = f"/documents/{document_id}/claims?limit=200"
        page = self.ask("GET", path)
        found: list[Json] = page["items"]
        while page["next_cursor"]:
            page = self.ask("GET", f"{path}&cursor={page['next_cursor']}")
            found += page["items"]
        return found

    def version(self, document_id: int, number: int) -> Json:
        """One version with its text and blocks. Raises Refused."""
        return self.ask("GET", f"/documents/{document_id}/versions/{number}")

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """One request below /api/v1. Raises Refused for any answer that is not good."""
        sent = None if body is None else json.dumps(body).encode()
        for last in (False, True):
            try:
                self._connection.request(method, f"/api/v1{path}", sent, self._headers)
                answer = self._connection.getresponse()
                break
            except (ConnectionError, http.client.RemoteDisconnected):
                self._connection.close()  # a server ends connections that rest
                if last:
                    raise
        received = answer.read()
        if answer.status >= 300:
            raise Refused(answer.status, _problem(received))
        result: Json = json.loads(received)
        return result


def _problem(received: bytes) -> Json:
    try:
        problem: Json = json.loads(received)
    except ValueError:
        return {"detail": received[:300].decode(errors="replace")}
    return problem


@contextmanager
def served(stage: Stage, kind: str = "SQLite", imported: Path | None = None) -> Iterator[Desk]:
    """A new desk on a database of its own, until the block ends; with what was imported of a
    file."""
    url = stage.new(kind, "quality" if imported is None else "quality_imported")
    command(url, "migrate")
    command(url, "user", "add", "bench", "--role", "reviewer")
    key = command(url, "key", "add", "bench").strip()
    if imported is not None:
        command(url, "import", str(imported))
    with servers.desk(url, stage.folder, "/readyz") as server:
        yield Desk(server, key, stage, url)


def command(url: str, *words: str) -> str:
    """What a command of the program says about a database."""
    return subprocess.run(
        [str(servers.COMMAND), *words],
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
