"""How well what was checked before is found with sentence embeddings, by MiniLM on loopback.

As `matching` measures it without. What is asked is embedded before it is asked: here the quality is
at stake, and this model on a processor takes longer than a search waits.
"""

import json
import os
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.checked import FOLDERS
from bench.embedding_server import MODEL, embedding_server
from bench.minilm.weights import NoWeights
from bench.quality import desk as desks
from bench.quality.desk import Desk
from bench.quality.matching import AT_ONCE, TASKS, Task, average_precision, file_of, plain
from bench.quality.table import Line, at_least, skipped
from bench.train_meaning import CACHE

ABOVE = 0.06
"""How far above plain BM25 MAP@5 has to be."""


def run(desk: Desk) -> list[Line]:
    """Each task on each database."""
    if not all(folder.is_dir() for folder in FOLDERS):
        return [skipped("what was checked before, with embeddings")]
    CACHE.parent.mkdir(exist_ok=True)
    try:
        with embedding_server(CACHE) as address, _named(address):
            return [
                _measure(desk, kind, task, address) for kind in desk.stage.kinds for task in TASKS
            ]
    except NoWeights as why:
        return [Line("what was checked before, with embeddings", f"skipped: {why}")]


def _measure(desk: Desk, kind: str, task: Task, address: str) -> Line:
    sentences, urls = task.sentences(), {each.url: each.key for each in task.collection()}
    found: list[list[str]] = []
    file = file_of(desk.stage.folder, task.collection())
    with desks.served(desk.stage, kind, file) as filled:
        desks.command(filled.url, "embed")
        for first in range(0, len(sentences), AT_ONCE):
            asked = [each.text for each in sentences[first : first + AT_ONCE]]
            _embed(address, asked)
            answer = filled.ask("POST", "/lookup", {"sentences": asked, "limit": 5})
            found += [
                [urls[match["fact_check"]["url"]] for match in result["matches"]]
                for result in answer["results"]
            ]
        wanted = [each.keys for each in sentences]
        baseline = average_precision(wanted, plain(filled.url, sentences, urls))
    figure = average_precision(wanted, found)
    return Line(
        f"{kind}: {task.name} dev, MAP@5 with embeddings",
        f"{figure:.3f}",
        f"BM25 {baseline:.3f}",
        task.best,
        at_least(figure, baseline + ABOVE, f">= BM25 + {ABOVE:g}"),
    )


def _embed(address: str, texts: Sequence[str]) -> None:
    """Let the server have met these."""
    body = json.dumps({"model": MODEL, "input": [text[:1_000] for text in texts]}).encode()
    with urllib.request.urlopen(f"{address}/v1/embeddings", body, timeout=600) as answer:
        answer.read()


@contextmanager
def _named(address: str) -> Iterator[None]:
    """The settings of every program that is begun within the block name this server."""
    named = {"EMBEDDINGS_URL": address, "EMBEDDINGS_MODEL": MODEL}
    os.environ.update(named)
    try:
        yield
    finally:
        for name in named:
            del os.environ[name]
