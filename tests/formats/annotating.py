"""Annotations and their container, as a stranger's program asks for them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.factories import Desk

CONTAINER = "/annotations/"
MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"

Json = dict[str, Any]


def ask(desk: Desk, address: str, method: str = "GET", **headers: str) -> TestResponse:
    """What a stranger is answered; an IRI of ours is asked for by its path and query."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return desk.stranger.client.open(path, method=method, headers=named)


def read(desk: Desk, address: str, **headers: str) -> Json:
    """The JSON at an address."""
    answer = ask(desk, address, **headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json(force=True))


def preferring(*iris: str) -> str:
    """A `Prefer` header that asks for these."""
    return f'return=representation;include="{" ".join(iris)}"'


def annotation_of(desk: Desk, claim: Json) -> Json:
    """The annotation of a claim."""
    return read(desk, f"{CONTAINER}{claim['id']}")


def walk(desk: Desk, form: str = "iris=1") -> Iterator[Json]:
    """Every page from the first to the last, by their own links."""
    first = read(desk, f"{CONTAINER}?{form}", Prefer=preferring(MINIMAL)).get("first")
    while first:
        page = read(desk, first)
        yield page
        first = page.get("next")


def described(desk: Desk, document: Json, **fields: Any) -> None:
    """Let a reviewer change what describes a document."""
    answer = desk.reviewer.patch(f"/documents/{document['id']}", fields)
    assert answer.status_code == 200, answer.text
