"""Trains the weights of meaning beside those of words, which have to be trained before.

By the vectors of MiniLM, on the sentences and collections that the words are trained on. They are
kept from one time to the next: to make them takes half an hour.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.embedding_server import MODEL, embedding_server
from bench.minilm.weights import NoWeights
from bench.train_matching import PROVENANCE, Part, filled, parts
from service.embeddings.asking import MOST_AT_ONCE, Endpoint
from service.embeddings.following import Follower
from service.embeddings.nearest import nearest
from service.fact_checks.record import standing
from service.logs import set_up_logs
from service.matching.looking import Looking, Query
from service.matching.meaning import NEAREST, meant
from service.matching.model import WITH_MEANING, shipped, write
from service.matching.scoring import margins
from service.matching.training import Example, train
from service.settings import Settings, read_settings

CACHE = Path("var", "minilm-vectors.db")


def main() -> None:
    """Write the model, if the weights of MiniLM are here."""
    set_up_logs("warning")
    CACHE.parent.mkdir(exist_ok=True)
    try:
        with embedding_server(CACHE) as address:
            examples = [each for part in parts() for each in examples_of(part, address)]
    except NoWeights as why:
        print(f"The weights of meaning stay as they are. {why}", file=sys.stderr)
        return
    found = sum(any(each.labels) for each in examples)
    figures = f"Figures: {len(examples)} sentences, of {found} the fact-check is found"
    told = [*PROVENANCE.splitlines(), f"Vectors: {MODEL}", figures]
    WITH_MEANING.write_text(write(train(examples, told)), encoding="utf-8")
    print(f"{WITH_MEANING}: {figures}")


def examples_of(part: Part, address: str) -> Iterator[Example]:
    """The candidates of each sentence of a part, as the program finds them with embeddings."""
    with tempfile.TemporaryDirectory(prefix="claimdesk-train-") as folder:
        database = filled(Path(folder), part.collection)
        url = database.engine.url.render_as_string(hide_password=False)
        named = {"database_url": url, "embeddings_url": address, "embeddings_model": MODEL}
        settings: Settings = replace(read_settings(), **named)
        endpoint = Endpoint.of(settings)
        assert endpoint is not None
        Follower(database, settings, endpoint).finish()
        keys = {number: each.key for number, each in enumerate(part.collection, 1)}
        with database.reading() as session:
            looking = Looking(session, (standing(),))
            for first in range(0, len(part.sentences), MOST_AT_ONCE):
                here = part.sentences[first : first + MOST_AT_ONCE]
                near = nearest(session, settings, [each.text for each in here], NEAREST)
                assert near is not None
                for each, nearby in zip(here, near, strict=True):
                    query = Query(each.text, "en", each.speaker, each.said_on)
                    looks = looking.at(query, [id_ for id_, _cosine in nearby])
                    by_words = margins(shipped().weights, [look.signals for look in looks])
                    signals = meant(by_words, [look.checked.id for look in looks], nearby)
                    labels = [keys[look.checked.id] in each.keys for look in looks]
                    yield Example(signals, labels, each.text, part.count)
        database.engine.dispose()
