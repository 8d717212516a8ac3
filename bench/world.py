"""A desk with as many published verdicts as wanted: rows from a seed, written directly in bulk.

Every id follows from a number, so that a benchmark knows what to ask for: verdict n is on claim n,
of edit n with assessment n, in fact-check n and change n. Claims without an edit follow after them.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any

import orjson

from bench import texts
from bench.contents import AT, SOURCES, Content, content, source
from bench.loading import Row, load
from service.accounts.rules import hash_key
from service.claims.rules import CONTEXT
from service.database import Database
from service.search.normalising import text_key

SEED = 2026
CLAIMS_PER_DOCUMENT = 100
AUTHORS = 64
CONTENTS = 400
"""Different assessments that the verdicts share between them."""

DETAIL = orjson.dumps({"appearances": []})
DOCUMENTS_AT_ONCE = 500
REVIEWER = AUTHORS + 1


@dataclass(frozen=True)
class World:
    """What a filled desk holds: published claims 1..verdicts, then fresh ones up to `claims`."""

    verdicts: int
    fresh: int

    @property
    def claims(self) -> int:
        """The id of the last claim."""
        return self.verdicts + self.fresh

    @property
    def documents(self) -> int:
        """The id of the last document."""
        return -(-self.claims // CLAIMS_PER_DOCUMENT)


def key_of(user_id: int) -> str:
    """The API key of a user; 1..AUTHORS are annotators, REVIEWER reviews."""
    return f"cdk_bench_{user_id:032d}"


def fill(database: Database, *, verdicts: int, fresh: int = 0) -> World:
    """Fill a migrated, empty database."""
    world = World(verdicts, fresh)
    rng = random.Random(SEED)
    sentences = [texts.sentence(rng) for _ in range(5_000)]
    contents = [content(rng, number, 1 + number % AUTHORS) for number in range(CONTENTS)]
    load(database, _people())
    load(database, {"sources": [source(number) for number in range(1, SOURCES + 1)]})
    for first in range(1, world.documents + 1, DOCUMENTS_AT_ONCE):
        rows: dict[str, list[Row]] = {}
        for document_id in range(first, min(first + DOCUMENTS_AT_ONCE, world.documents + 1)):
            _write_document(rows, rng, world, document_id, sentences, contents)
        load(database, rows)
    load(database, {}, counters={"change_counter": verdicts})
    return world


def _people() -> dict[str, Iterable[Row]]:
    roles = dict.fromkeys(range(1, AUTHORS + 1), "annotator") | {REVIEWER: "reviewer"}
    used = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # or the first reads would write
    return {
        "users": [
            {"id": number, "name": f"{role} {number}", "folded": f"{role} {number}", "role": role}
            | {"created_at": AT}
            for number, role in roles.items()
        ],
        "api_keys": [
            {"id": number, "user_id": number, "prefix": "cdk_bench_00", "created_at": AT}
            | {"hash": hash_key(key_of(number)), "last_used_at": used}
            for number in roles
        ],
    }


def _write_document(
    rows: dict[str, list[Row]],
    rng: random.Random,
    world: World,
    document_id: int,
    sentences: list[str],
    contents: list[Content],
) -> None:
    def add(table: str, **row: Any) -> None:
        rows.setdefault(table, []).append(row)

    first = (document_id - 1) * CLAIMS_PER_DOCUMENT + 1
    claim_ids = range(first, min(first + CLAIMS_PER_DOCUMENT, world.claims + 1))
    said = rng.choices(sentences, k=len(claim_ids))
    text = f"{' '.join(said)} {document_id}"
    document = {"id": document_id, "title": f"Article {document_id}", "url": None}
    add(
        "documents", **document, visibility="public", blind=False, version=1, revision=1,
        language="en", text_hash=sha256(text.encode()).digest(), claims_count=len(claim_ids),
        created_by_id=1, created_at=AT, updated_at=AT,
    )  # fmt: skip
    place = {"document_id": document_id, "version": 1}
    add("versions", document_id=document_id, number=1, text=text, splitter="bench", created_at=AT)
    add("blocks", **place, start=0, end=len(text), kind="paragraph")
    start = 0
    for claim_id, wording in zip(claim_ids, said, strict=True):
        end = start + len(wording)
        anchor = {
            "version": 1,
            "start": start,
            "end": end,
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
            "state": "exact",
        }
        start = end + 1
        published = claim_id <= world.verdicts
        add(
            "claims", id=claim_id, document_id=document_id, block="paragraph", text=wording,
            assessment_id=claim_id if published else None, revision=2 if published else 1,
        )  # fmt: skip
        add("anchors", claim_id=claim_id, document_id=document_id, **anchor)
        add(
            "claim_status", claim_id=claim_id, document_id=document_id,
            status="published" if published else "unchecked",
        )  # fmt: skip
        if published:
            said_of_it = contents[rng.randrange(CONTENTS)]
            _publish(add, claim_id, wording, document, anchor, said_of_it)


def _publish(
    add: Any, number: int, wording: str, document: Row, anchor: Row, judged: Content
) -> None:
    verdict = judged.verdict | {
        "claim_id": number,
        "text": wording,
        "document": document,
        "anchor": anchor,
        "assessment": number,
    }
    body = orjson.dumps(verdict, option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS)
    subject = {"claim_id": number, "document_id": document["id"]}
    add(
        "edits", id=number, **subject, author_id=judged.assessment["author_id"],
        state="approved", base_revision=1, assessment_id=number, reviewer_id=REVIEWER,
        reviewed_at=AT, created_at=AT, submitted_at=AT, updated_at=AT, revision=3,
    )  # fmt: skip
    add(
        "assessments", id=number, edit_id=number, text=wording, **judged.assessment,
        created_at=AT, submitted_at=AT,
    )  # fmt: skip
    for tag in judged.tags:
        add("assessment_tags", assessment_id=number, **tag)
    for citation in judged.citations:
        add("citations", assessment_id=number, **citation)
    add(
        "fact_checks", id=number, **subject, assessment_id=number, public=True, body=body,
        etag=blake2b(body, digest_size=9).hexdigest(), published_at=AT, updated_at=AT,
        text=wording, title=wording, text_key=text_key(wording), language="en", reviewed_at=AT,
        newest_on=AT[:10], detail=DETAIL,
        **{name: value for name, value in judged.assessment.items() if name.startswith("rating_")},
    )  # fmt: skip
    add("public_verdicts", position=number, fact_check_id=number)
    add(
        "changes", number=number, kind="published", claim_id=number, fact_check_id=number,
        at=AT, public=True,
    )  # fmt: skip
    add(
        "events", id=number, at=AT, actor_id=REVIEWER, action="edit_approved", **subject,
        edit_id=number, details=f'{{"after": {number}}}',
    )  # fmt: skip
