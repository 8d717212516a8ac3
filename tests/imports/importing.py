"""Imports as people begin them and a worker does them."""

from typing import Any

import orjson

from service.imports.importing import run_import
from service.jobs.running import run_next
from service.settings import Settings
from service.vocabulary import JobKind
from tests.factories import Desk

HANDLERS = {JobKind.IMPORT: run_import}
LINES = "application/x-ndjson"
_URL = "https://facts.example.net/"


def review(number: int = 1, **said: Any) -> dict[str, Any]:
    """A ClaimReview of another publisher."""
    return {
        "@type": "ClaimReview",
        "url": f"{_URL}{number}",
        "claimReviewed": f"The city has {number} buses.",
        "author": {"@type": "Organization", "name": "Facts"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        **said,
    }


def lines(*records: Any) -> bytes:
    """Records as JSON Lines."""
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


def begin(desk: Desk, body: bytes, kind: str = LINES, **options: Any):
    """The answer to a new import; `query_string` has its parameters."""
    return desk.admin.post("/imports", data=body, content_type=kind, **options)


def work(desk: Desk, **options: Any) -> None:
    """Do everything that is in the queue."""
    settings = desk.app.extensions["settings"]
    while run_next(desk.database, settings or Settings(), HANDLERS, **options):
        pass


def imported(desk: Desk, body: bytes, kind: str = LINES, **parameters: Any) -> dict[str, Any]:
    """The job of an import that was run to its end."""
    begun = begin(desk, body, kind, query_string=parameters)
    assert begun.status_code == 202, begun.text
    work(desk)
    job: dict[str, Any] = desk.admin.get(f"/jobs/{begun.json['id']}").json
    assert job["state"] == "done", job["error"]
    counted = sum(job[name] for name in ("created", "updated", "unchanged", "rejected"))
    assert job["total"] == job["done"] == counted
    return job


def counts(job: dict[str, Any]) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return job["created"], job["updated"], job["unchanged"], job["rejected"]


def faults(desk: Desk, job: dict[str, Any]) -> list[tuple[int, str]]:
    """The numbers of the rejected rows, and why."""
    answer = desk.admin.get(f"/jobs/{job['id']}/rejections", query_string={"limit": 200})
    return [(each["number"], each["code"]) for each in answer.json["items"]]


def fact_checks(desk: Desk) -> list[dict[str, Any]]:
    """Everything that is listed, oldest first."""
    found: list[dict[str, Any]] = desk.admin.get("/fact-checks?limit=200").json["items"]
    return found[::-1]
