"""Fact-checks that are exported, imported into an empty desk and exported again are the same."""

import pytest

from tests.exports.reading import fetch
from tests.exports.records import add_records
from tests.exports.test_contents import ARTICLE, SAID
from tests.exports.test_spreadsheets import FORMULAS, HARMLESS
from tests.factories import Desk
from tests.imports.importing import counts, imported, lines, review

MANY = 600
"""More than are read, or written, at once."""


@pytest.fixture
def emptied(desk: Desk, servers, backend: str):
    """Makes the desk an empty one, with other people."""

    def empty() -> Desk:
        server, app = servers(backend)
        app.extensions["database"].engine.dispose()
        server.reset()
        return Desk(app, server.database)

    return empty


def fill(desk: Desk) -> int:
    """Verdicts of our own, and what was imported, with all that either may have; how many."""
    desk.published(desk.claim(visibility="public", **ARTICLE), **SAID)
    desk.published(desk.claim("Zoë says\u00a0“no” \u2028to 9 🦆."), rating="unverifiable")
    for number, text in enumerate(FORMULAS + HARMLESS):
        add_records(
            desk, 1, text=text, title=text, rationale=text, url=f"https://a.example/{number}"
        )
    others = [
        review(1),
        review(2, reviewRating={"ratingValue": 2, "bestRating": 3, "worstRating": 1}),
        review(3, reviewRating=None, inLanguage="pt-BR", datePublished="2020-01-02T03:04:05+02:00"),
        review(4, reviewRating={"alternateName": "Never heard before"}),
        review(
            5,
            name="A title",
            itemReviewed={
                "author": {"name": "Ada", "sameAs": "https://example.org/ada"},
                "datePublished": "2020-01-01",
                "appearance": ["https://a.example/1", {"url": "https://a.example/2"}],
            },
            citation="https://a.example/source",
        ),
    ]
    assert counts(imported(desk, lines(*others))) == (len(others), 0, 0, 0)
    add_records(desk, MANY, rating_code="false", rating_label="Faux", rating_value=1)
    return 2 + len(FORMULAS + HARMLESS) + len(others) + MANY


@pytest.mark.parametrize(
    ("name", "kind"),
    [("fact-checks.jsonl", "application/x-ndjson"), ("fact-checks.csv", "text/csv")],
)
def test_what_goes_around_comes_around(name: str, kind: str, desk: Desk, emptied):
    count = fill(desk)
    first = fetch(desk.admin, name).data
    other = emptied()
    assert fetch(other.admin, name).data.count(b"http") == 0
    assert counts(imported(other, first, kind)) == (count, 0, 0, 0)
    assert fetch(other.admin, name).data == first
    assert counts(imported(other, first, kind)) == (0, 0, count, 0)
