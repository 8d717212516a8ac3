"""Every route of the application, with something at its address."""

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from service.imports.actions import start_import
from service.imports.rules import Parameters
from service.models import Change, Delivery, Snapshot
from service.permissions import OPERATOR
from service.vocabulary import ImportFormat
from service.webhooks import actions as webhooks
from tests.factories import API, PROPOSAL, Desk

PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
STREAMED = f"{API}/exports/<name>"
"""Sent as it is read: without an ETag and a length, and kept by no cache."""


ARTICLE = "https://example.org/article"
TEXT = "It cost 9 million. It cost 8 million. It cost 7 million."
NEEDED = {
    f"{API}/lookup": f"?url={ARTICLE}",
    "/v1alpha1/claims:search": "?query=cost",
    "/v1alpha1/pages": "?organization=127.0.0.1",
}
"""The parameters without which a route answers nothing."""


def rules(app: Flask, method: str, below: str = API) -> Iterator[Rule]:
    """The rules that take the method, below a path, in a fixed order."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if method in (rule.methods or ()) and rule.rule.startswith(below):
            yield rule


def address(rule: Rule, ids: dict[str, Any]) -> str:
    """The path of a rule with these ids in it, and with the parameters that it needs."""
    path = PARAMETER.sub(lambda found: str(ids[found.group(1)]), rule.rule)
    return path + NEEDED.get(rule.rule, "")


def fill(desk: Desk, **fields: Any) -> dict[str, Any]:
    """A public document with a verdict and an edit, and the ids that lead to all there is."""
    document = desk.document(TEXT, **({"visibility": "public", "url": ARTICLE} | fields))
    add_snapshot(desk, document["id"])
    claim = desk.claims(document)[0]
    edit = desk.published(claim).json
    desk.submitted(desk.claims(document)[1], **PROPOSAL)
    return {
        "document_id": document["id"],
        "number": 1,
        "claim_id": claim["id"],
        "edit_id": edit["id"],
        "source_id": desk.annotator.get("/sources").json["items"][0]["id"],
        "tag_id": 1,
        "scale_id": 1,
        "code": "mixed",
        "job_id": add_job(desk),
        "word_id": 1,
        "webhook_id": add_webhook(desk),
        "user_id": desk.annotator.viewer.id or 0,
        "key_id": desk.admin.get(f"{API}/api-keys").json["items"][0]["id"],
        "name": "claims.csv",
        "fact_check_id": 1,
    }


def add_job(desk: Desk) -> int:
    """The id of an import that waits."""
    with desk.database.transaction() as session:
        given = Parameters(ImportFormat.JSON_LINES)
        return start_import(session, OPERATOR, given, []).id


def add_fact_check(desk: Desk) -> int:
    """The id of a fact-check of another publisher."""
    desk.imported(
        {
            "claim": "It cost 6 million.",
            "url": "https://checks.example.org/6",
            "publisher": {"name": "The Checkers", "site": "checks.example.org"},
        }
    )
    found: int = desk.stranger.get("/fact-checks").get_json()["items"][0]["id"]
    return found


def add_webhook(desk: Desk) -> int:
    """The id of a webhook that leads nowhere, with a delivery of the first change."""
    desk.published(desk.claim())
    with desk.database.transaction() as session:
        webhook = webhooks.add_webhook(session, OPERATOR, url="http://127.0.0.1/")
        claim_id = session.get_one(Change, 1).claim_id
        session.add(Delivery(webhook_id=webhook.id, number=1, claim_id=claim_id))
        return webhook.id


def add_snapshot(desk: Desk, document_id: int, body: bytes = b"<p>It cost 9 million.</p>") -> None:
    """Let the first version of a document have been fetched."""
    with desk.database.transaction() as session:
        session.add(
            Snapshot(
                document_id=document_id,
                version=1,
                url="https://example.org/bridges",
                fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
                media_type="text/html",
                headers=[["content-type", "text/html"]],
                hash=sha256(body).digest(),
                size=len(body),
                body=zlib.compress(body),
            )
        )
