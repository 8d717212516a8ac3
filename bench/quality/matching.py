"""How well what was checked before is found: by sentences alone, and in whole documents.

The fact-checks come in through the importer and the sentences go through the API, on a desk of its
own for each collection. Nothing that is asked was trained on. Plain BM25 is the order of the same
candidates before the model ranks them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.checked import (
    FOLDERS,
    KNOWN_LIES,
    Published,
    Sentence,
    debate_sentences,
    known_lies,
    politifact,
    snopes_of_2020,
    snopes_of_2022,
    trained_debates,
    transcript,
    tweets_of_2020,
    tweets_of_2022,
)
from bench.quality import desk as desks
from bench.quality.desk import Desk
from bench.quality.table import Line, at_least, skipped
from service.database import Database
from service.fact_checks.record import standing
from service.matching.candidates import find
from service.search.finding import statistics_of
from service.search.tables import FACT_CHECKS

ABOVE = 0.04
"""How far above plain BM25 MAP@5 has to be."""

MOST = 20
AT_ONCE = 50
Ranked = list[list[str]]


@dataclass(frozen=True)
class Task:
    """Sentences to find in a collection, and what is known to be the best for their test part."""

    name: str
    collection: Callable[[], list[Published]]
    sentences: Callable[[], list[Sentence]]
    best: str


TASKS = (
    Task("CheckThat! 2020 task 2", snopes_of_2020, lambda: tweets_of_2020("dev"), ".929 (test)"),
    Task("CheckThat! 2022 task 2A", snopes_of_2022, lambda: tweets_of_2022("dev"), ".956 (test)"),
    Task("CheckThat! 2022 task 2B", politifact, lambda: debate_sentences("dev"), ".435 (test)"),
)


def run(desk: Desk) -> list[Line]:
    """Each task, and the documents, on each database."""
    if not all(folder.is_dir() for folder in FOLDERS):
        return [skipped("what was checked before")]
    lines: list[Line] = []
    for kind in desk.stage.kinds:
        for task in TASKS:
            file = file_of(desk.stage.folder, task.collection())
            with desks.served(desk.stage, kind, file) as filled:
                lines += _sentences(kind, filled, task)
                if task.collection is politifact:
                    lines += _documents(kind, filled)
    return lines


def _sentences(kind: str, filled: Desk, task: Task) -> list[Line]:
    """What is found of single sentences."""
    sentences, urls = task.sentences(), {each.url: each.key for each in task.collection()}
    found: Ranked = []
    for first in range(0, len(sentences), AT_ONCE):
        asked = [each.text for each in sentences[first : first + AT_ONCE]]
        answer = filled.ask("POST", "/lookup", {"sentences": asked, "limit": MOST})
        found += [
            [urls[match["fact_check"]["url"]] for match in result["matches"]]
            for result in answer["results"]
        ]
    by_words = plain(filled.url, sentences, urls)
    wanted = [each.keys for each in sentences]
    figure, baseline = average_precision(wanted, found), average_precision(wanted, by_words)
    what = f"{kind}: {task.name} dev"
    lines = [
        Line(
            f"{what}, MAP@5",
            f"{figure:.3f}",
            f"BM25 {baseline:.3f}",
            task.best,
            at_least(figure, baseline + ABOVE, f">= BM25 + {ABOVE:g}"),
        )
    ]
    for name, measure in MEASURES.items():
        baseline = measure(wanted, by_words)
        lines.append(
            Line(f"{what}, {name}", f"{measure(wanted, found):.3f}", f"BM25 {baseline:.3f}")
        )
    return lines


def plain(url: str, sentences: Sequence[Sentence], urls: dict[str, str]) -> Ranked:
    """The candidates as they are found, best BM25 first: asked of the database itself."""
    database = Database(url)
    with database.reading() as session:
        query = "SELECT id, url FROM fact_checks"
        keys = {row.id: urls[row.url] for row in session.connection().exec_driver_sql(query)}
        statistics = statistics_of(session, FACT_CHECKS)
        return [
            [
                keys[candidate.id]
                for candidate in find(
                    session, each.text, None, statistics=statistics, conditions=(standing(),)
                )[:MOST]
            ]
            for each in sentences
        ]


def _documents(kind: str, filled: Desk) -> list[Line]:
    """Transcripts in which it is known what was checked before, but for those trained on.

    It is known of few of their lines: the average precision tells one model from another, no more.
    """
    first = fifth = known = 0
    precisions = []
    trained = trained_debates()
    for path in sorted(KNOWN_LIES.glob("*.csv")):
        said = {} if path.stem in trained else transcript(path.stem)
        lies = {
            number: {_path(url) for url in urls} for number, urls in known_lies(path.stem).items()
        }
        if not said or not lies:
            continue
        scores: list[tuple[float, bool]] = []
        numbers = sorted(said)
        for start in range(0, len(numbers), AT_ONCE):
            here = numbers[start : start + AT_ONCE]
            asked = [said[number][1] for number in here]
            results = filled.ask("POST", "/lookup", {"sentences": asked, "limit": 5})["results"]
            for number, result in zip(here, results, strict=True):
                found = [_path(each["fact_check"]["url"]) for each in result["matches"]]
                score = result["matches"][0]["score"] if found else 0.0
                is_right = bool(found) and number in lies and found[0] in lies[number]
                scores.append((score, is_right))
                if number in lies:
                    known += 1
                    first += is_right
                    fifth += not lies[number].isdisjoint(found)
        scores.sort(key=lambda each: -each[0])
        hits = precision = 0.0
        for place, (_score, is_right) in enumerate(scores, 1):
            if is_right:
                hits += 1
                precision += hits / place
        precisions.append(precision / len(lies))
    what = f"{kind}: Known Lies dev, {len(precisions)} transcripts"
    return [
        Line(f"{what}, R@1", f"{first / known:.3f}"),
        Line(f"{what}, R@5", f"{fifth / known:.3f}"),
        Line(f"{what}, mean AP of whole documents", f"{sum(precisions) / len(precisions):.3f}"),
    ]


def average_precision(wanted: Sequence[frozenset[str]], found: Ranked, depth: int = 5) -> float:
    """The mean over the sentences, as CheckThat! counts it."""
    total = 0.0
    for keys, ranked in zip(wanted, found, strict=True):
        hits = precision = 0.0
        for place, key in enumerate(ranked[:depth], 1):
            if key in keys:
                hits += 1
                precision += hits / place
        total += precision / min(len(keys), depth)
    return total / len(wanted)


def _reciprocal_rank(wanted: Sequence[frozenset[str]], found: Ranked) -> float:
    total = 0.0
    for keys, ranked in zip(wanted, found, strict=True):
        total += next((1 / place for place, key in enumerate(ranked, 1) if key in keys), 0.0)
    return total / len(wanted)


def _first(wanted: Sequence[frozenset[str]], found: Ranked) -> float:
    pairs = zip(wanted, found, strict=True)
    return sum(bool(keys & set(ranked[:1])) for keys, ranked in pairs) / len(wanted)


def _tenth(wanted: Sequence[frozenset[str]], found: Ranked) -> float:
    pairs = zip(wanted, found, strict=True)
    return sum(len(keys & set(ranked[:10])) / len(keys) for keys, ranked in pairs) / len(wanted)


MEASURES = {"MRR": _reciprocal_rank, "P@1": _first, "R@10": _tenth}


def _path(url: str) -> str:
    """The end of an address of PolitiFact, which they have moved below other folders since."""
    return url.rstrip("/").rpartition("/")[2]


def file_of(folder: Path, collection: Sequence[Published]) -> Path:
    """A collection as a file for the importer."""
    file = folder / "collection.ndjson"
    lines = (json.dumps(each.claim_review(), ensure_ascii=False) for each in collection)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
