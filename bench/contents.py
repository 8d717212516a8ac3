"""What the verdicts of a filled desk say: a few hundred assessments, shared between them."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import texts
from bench.loading import Row
from service.models import Anchor, Assessment, AssessmentTag, Citation, Claim, Document
from service.verdicts.rules import render
from service.vocabulary import AnchorState, Stance

SOURCES = 500
THEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
AT = "2026-11-22 10:00:00.000000"
"""The same instant as both databases take it."""

TAGS = ("statistic", "quotation", "causal", "prediction", "historical", "legal", "opinion")
RATINGS = (("true", "True", 5), ("mixed", "Mixed", 3), ("false", "False", 1))


def source(number: int) -> Row:
    """The row of a source."""
    url = f"https://example.org/ledgers/{number}"
    return {
        "id": number,
        "canonical_url": url,
        "url": url,
        "title": f"Ledger {number}",
        "publisher": "example.org",
        "created_at": AT,
    }


@dataclass(frozen=True)
class Content:
    """One assessment's columns, and its verdict as the product renders it."""

    assessment: Row
    tags: list[Row]
    citations: list[Row]
    verdict: dict[str, Any]


def content(rng: random.Random, number: int, author_id: int) -> Content:
    """The number decides rating, and how many tags and citations."""
    code, label, value = RATINGS[number % len(RATINGS)]
    assessment = {
        "author_id": author_id,
        "rating_code": code,
        "rating_label": label,
        "rating_value": value,
        "rationale": " ".join(texts.sentence(rng) for _ in range(2)),
    }
    tags = [
        {"position": place, "name": name}
        for place, name in enumerate(rng.sample(TAGS, 1 + number % 2))
    ]
    citations = []
    for place in range(1 + number % 2):
        cited = source(rng.randint(1, SOURCES))
        citations.append(
            {"position": place, "source_id": cited["id"], "stance": "supports"}
            | {name: cited[name] for name in ("url", "title", "publisher")}
            | {"quote": texts.sentence(rng), "locator": f"p. {place + 1}", "retrieved_at": AT}
        )
    judged = Assessment(id=0, text="", **assessment)
    judged.tags = [AssessmentTag(**tag) for tag in tags]
    typed = {"stance": Stance.SUPPORTS, "retrieved_at": THEN}
    judged.citations = [Citation(**(citation | typed)) for citation in citations]
    verdict = render(
        Claim(id=0),
        judged,
        Document(id=0),
        Anchor(state=AnchorState.EXACT),
        published_at=THEN,
        updated_at=THEN,
    )
    return Content(assessment, tags, citations, verdict)
