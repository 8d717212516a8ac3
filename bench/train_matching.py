"""Trains the model that tells what was checked before, on a desk of its own in a temporary folder.

The candidates of each sentence are found there as the program finds them.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from bench.checked import (
    Published,
    Sentence,
    debate_sentences,
    politifact,
    snopes_of_2020,
    snopes_of_2022,
    tweets_of_2020,
    tweets_of_2022,
    unchecked_sentences,
)
from bench.contents import AT
from bench.loading import load
from service.database import Database
from service.fact_checks.record import standing
from service.matching.looking import Looking, Query
from service.matching.model import SHIPPED, write
from service.matching.training import Example, train
from service.migrate import migrate
from service.search import index
from service.search.normalising import text_key

PROVENANCE = """\
Data: the tweets of CheckThat! 2020 task 2 and 2022 task 2A (train parts, without what stands in a
dev part), the debate sentences of 2022 task 2B (train part), with and without who said them when,
and other sentences of the same debates, of which nothing was checked, for the chances.
Only these weights were made of them; no sentence is kept.
Command: make train"""

EVERY = 50
"""Of the sentences of which nothing is known, each so-manieth."""


@dataclass(frozen=True)
class Part:
    """A collection, and sentences to find in it."""

    collection: list[Published]
    sentences: list[Sentence]
    count: float


def parts() -> list[Part]:
    """What is trained on. The tweets are the same in two collections, and count half in each."""
    return [
        Part(snopes_of_2020(), tweets_of_2020("train"), 0.5),
        Part(snopes_of_2022(), tweets_of_2022("train"), 0.5),
        Part(politifact(), debate_sentences("train"), 1.0),
        Part(politifact(), debate_sentences("train", with_speaker=True), 0.25),
        Part(politifact(), list(unchecked_sentences(EVERY)), 1.0),
    ]


def main() -> None:
    """Write the model."""
    examples = [example for part in parts() for example in examples_of(part)]
    found = sum(any(each.labels) for each in examples)
    figures = f"Figures: {len(examples)} sentences, of {found} the fact-check is found"
    model = train(examples, [*PROVENANCE.splitlines(), figures])
    SHIPPED.write_text(write(model), encoding="utf-8")
    print(f"{SHIPPED}: {figures}")


def examples_of(part: Part) -> Iterator[Example]:
    """The candidates of each sentence of a part, as the program finds them."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-train-") as folder:
        database = filled(Path(folder), part.collection)
        keys = {number: each.key for number, each in enumerate(part.collection, 1)}
        with database.reading() as session:
            looking = Looking(session, (standing(),))
            for each in part.sentences:
                looks = looking.at(Query(each.text, "en", each.speaker, each.said_on))
                if looks:
                    labels = [keys[look.checked.id] in each.keys for look in looks]
                    signals = [look.signals for look in looks]
                    yield Example(signals, labels, each.text, part.count)
        database.engine.dispose()


def filled(folder: Path, collection: Sequence[Published]) -> Database:
    """A desk on SQLite with a collection, whose ids count from 1."""
    url = f"sqlite:///{folder}/train.db"
    database = Database(url)
    migrate(database)
    rows = [_row(number, each) for number, each in enumerate(collection, 1)]
    load(database, {"fact_checks": rows})
    entries = [
        index.Entry(row["id"], row["text"], row["title"], row["claimant"], "en") for row in rows
    ]
    with database.transaction() as session:
        index.put(session, entries)
    return database


def _row(number: int, each: Published) -> dict[str, Any]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "id": number,
        "public": True,
        "etag": "-",
        "published_at": AT,
        "updated_at": AT,
        "reviewed_at": f"{each.reviewed_on} 00:00:00.000000" if each.reviewed_on else None,
        "claim_date": day(each.claim_date),
        "text": each.claim,
        "text_key": text_key(each.claim),
        "title": each.title,
        "claimant": each.claimant,
        "language": "en",
        "url": each.url,
        "publisher": "A publisher",
        "site": "publisher.example.org",
        "identity": number.to_bytes(12, "big"),
        "detail": orjson.dumps({"appearances": [], "rationale": each.body}),
    }
