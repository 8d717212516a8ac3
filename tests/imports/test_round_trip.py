"""What a desk exports, another imports, and exports to the letter again."""

from typing import Any

import orjson
import pytest

from tests.factories import Desk
from tests.imports.importing import counts, imported, lines, review

FORMATS = [("fact-checks.jsonl", "application/x-ndjson"), ("fact-checks.csv", "text/csv")]


def exported(desk: Desk, name: str) -> bytes:
    answer = desk.admin.get(f"/exports/{name}")
    assert answer.status_code == 200
    return answer.data


def filled(desk: Desk) -> None:
    """Verdicts of our own, and records with all that can be told."""
    for fields in (
        {},
        {"rating": "unverifiable", "rationale": "Nobody\n\n- knows\n- *yet*", "citations": []},
        {
            "claimant": {"name": "Ada", "same_as": "https://ada.example.org"},
            "claim_date": "2026-01-02",
            "tags": ["a b", "=c"],
        },
    ):
        desk.published(desk.claim(visibility="public", language="pt-BR"), **fields)
    number: dict[str, Any] = {"alternateName": "Half-baked", "ratingValue": 3, "bestRating": 4}
    imported(
        desk,
        lines(
            review(1),
            review(2, reviewRating=number, keywords=["x", "@y"], headline="=1+1"),
            review(3, reviewRating=None, url="https://facts.example.net/3?utm_source=x#top"),
            review(
                4,
                itemReviewed={
                    "author": {"name": "Bob", "sameAs": "https://bob.example.org"},
                    "datePublished": "2025-12-31",
                    "appearance": {"url": "https://a.example.org/1", "headline": "A"},
                },
                datePublished="2026-01-01T10:00:00Z",
                inLanguage="en",
                citation="https://b.example.org/2",
                claimReviewed="'=1 is\nso\u2028 \U0001f600",
            ),
        ),
    )


@pytest.mark.parametrize(("name", "kind"), FORMATS)
def test_an_export_imported_into_an_empty_desk_and_exported_again_is_equal(
    desk: Desk, name: str, kind: str, servers, backend: str
):
    filled(desk)
    before = exported(desk, name)
    assert len(before.splitlines()) >= 7
    server, app = servers(backend)
    app.extensions["database"].engine.dispose()
    server.reset()
    empty = Desk(app, server.database)
    assert counts(imported(empty, before, kind)) == (7, 0, 0, 0)
    assert exported(empty, name) == before
    assert counts(imported(empty, before, kind)) == (0, 0, 7, 0)


def test_lines_and_rows_say_the_same(desk: Desk):
    filled(desk)
    (_, lines_kind), (_, rows_kind) = FORMATS
    told = [orjson.loads(line) for line in exported(desk, "fact-checks.jsonl").splitlines()]
    theirs = lines(*(each for each in told if each["url"].startswith("https://facts")))
    job = imported(desk, theirs, lines_kind)
    assert counts(job) == (0, 3, 1, 0), "what was rated by words is rated by a desk now"
    job = imported(desk, exported(desk, "fact-checks.csv"), rows_kind)
    assert counts(job) == (0, 0, 4, 3), "our own are not taken in"
