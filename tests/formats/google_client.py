"""Google's own Python client, with nothing changed but where it asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httplib2
from flask import Flask
from googleapiclient.discovery import Resource, build

GOOGLES_KEY = "AIza-a-key-of-Googles"
HERE = "https://desk.example.org"


class Through:
    """What the client sends its requests through: the application itself, without a server."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def request(self, uri: str, method: str = "GET", **asked: Any) -> tuple[Any, bytes]:
        """As `httplib2.Http` has it."""
        parts, headers = urlsplit(uri), dict(asked.get("headers") or {})
        headers.pop("accept-encoding", None)  # to unpack would be httplib2's own work
        answer = self.client.open(
            f"{parts.path}?{parts.query}",
            method=method,
            data=asked.get("body"),
            headers=headers,
        )
        told = {name.lower(): value for name, value in answer.headers}
        return httplib2.Response({"status": str(answer.status_code)} | told), answer.data

    def close(self) -> None:
        """The client does this at its end."""


@contextmanager
def google_client(app: Flask, key: str = GOOGLES_KEY) -> Iterator[Resource]:
    """The client, in this process."""
    with build(
        "factchecktools",
        "v1alpha1",
        http=Through(app),
        developerKey=key,
        static_discovery=True,
        client_options={"api_endpoint": HERE},
    ) as client:
        yield client


@contextmanager
def google_client_of(url: str) -> Iterator[Resource]:
    """The client, asking a server."""
    with build(
        "factchecktools",
        "v1alpha1",
        developerKey=GOOGLES_KEY,
        static_discovery=True,
        client_options={"api_endpoint": url},
    ) as client:
        yield client


def search(client: Resource, **parameters: Any) -> dict[str, Any]:
    """What `claims:search` answers."""
    return client.claims().search(**parameters).execute()


def texts(answer: dict[str, Any]) -> list[str]:
    """The claims of an answer."""
    return [claim["text"] for claim in answer.get("claims", [])]
