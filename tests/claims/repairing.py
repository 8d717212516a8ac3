"""Repairs as somebody sends them, by the words that they are about."""

from typing import Any

from werkzeug.test import TestResponse

from tests.factories import Desk, Person

TEXT = "One is so. Two is so. Three is so.\n\nFour is so. Five is so."
Claim = dict[str, Any]


def texts(desk: Desk, document: Claim) -> list[str]:
    """The claims of a document, by their words, in reading order."""
    return [claim["text"] for claim in desk.claims(document)]


def split(desk: Desk, claim: Claim, *at: int, who: Person | None = None) -> TestResponse:
    """Cut a claim so many characters after its beginning."""
    start, version = claim["anchor"]["start"], claim["anchor"]["version"]
    body = {"version": version, "at": [start + cut for cut in at]}
    return (who or desk.annotator).post(f"/claims/{claim['id']}/split", body)


def merge(desk: Desk, *claims: Claim, who: Person | None = None) -> TestResponse:
    """Make these claims one."""
    version = claims[0]["anchor"]["version"]
    body = {"version": version, "claims": [claim["id"] for claim in claims]}
    return (who or desk.annotator).post("/claims/merge", body)


def move(desk: Desk, claim: Claim, words: str, text: str = TEXT, **changes: Any) -> TestResponse:
    """Let a claim stand at these words of the text."""
    body = place(words, text) | {"version": claim["anchor"]["version"]} | changes
    return desk.annotator.send("PUT", f"/claims/{claim['id']}/anchor", json=body)


def retire(desk: Desk, claim: Claim) -> TestResponse:
    """Say that a claim is none."""
    return desk.annotator.post(f"/claims/{claim['id']}/retirement")


def undo(desk: Desk, claim: Claim, **body: Any) -> TestResponse:
    """Undo the newest repair of a claim."""
    return desk.annotator.post(f"/claims/{claim['id']}/undo", body)


def reattach(
    desk: Desk, claim: Claim, words: str, text: str, who: Person | None = None, **changes: Any
) -> TestResponse:
    """Let a claim of another version stand at these words of the newest."""
    body = place(words, text) | {"version": 2} | changes
    return (who or desk.reviewer).post(f"/claims/{claim['id']}/reattachment", body)


def select(desk: Desk, document: Claim, words: str, text: str = TEXT) -> Claim:
    """The claim that is made of these words."""
    body = place(words, text) | {"version": 1}
    answer = desk.annotator.post(f"/documents/{document['id']}/claims", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def place(words: str, text: str) -> dict[str, int]:
    """Where these words stand."""
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def update(desk: Desk, document: Claim, text: str) -> None:
    """Give a document a new text."""
    answer = desk.annotator.post(f"/documents/{document['id']}/versions", {"text": text})
    assert answer.status_code == 201, answer.text


def refused(answer: TestResponse, status: int, code: str) -> str:
    """The sentence of a refusal, which has this status and code."""
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    return str(answer.json["detail"])
