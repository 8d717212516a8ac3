"""A desk whose operator named a server of embeddings, and its worker, who works when told."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app import create_app
from service.database import Database
from service.embeddings import querying
from service.embeddings.asking import Endpoint
from service.embeddings.collection import collection_of
from service.embeddings.following import Follower
from service.embeddings.nearest import nearest
from service.embeddings.querying import breaker_of
from service.models import FactCheck, FactCheckVector
from service.settings import Settings
from tests.embeddings.server import EmbeddingServer, embedding
from tests.factories import Desk

KEY = "s3cret-key"


@pytest.fixture(scope="package")
def shared_server() -> Iterator[EmbeddingServer]:
    with embedding() as server:
        yield server


@pytest.fixture(scope="package")
def applications(shared_server: EmbeddingServer) -> Iterator[Callable[[str], Any]]:
    """The application on a database, made once."""
    made: dict[str, Any] = {}

    def get(url: str) -> Any:
        if url not in made:
            settings = Settings(
                database_url=url,
                rate_limit=0,
                embeddings_url=shared_server.url,
                embeddings_model="words",
                embeddings_key=KEY,
            )
            made[url] = create_app(settings)
        return made[url]

    yield get
    for app in made.values():
        app.extensions["database"].engine.dispose()


@pytest.fixture
def server(shared_server: EmbeddingServer) -> EmbeddingServer:
    shared_server.reset()
    return shared_server


class EmbeddingDesk(Desk):
    """A desk with embeddings."""

    @property
    def settings(self) -> Settings:
        """With which it asks the server."""
        return self.app.extensions["settings"]

    def follower(self) -> Follower:
        """A worker that has just started."""
        endpoint = Endpoint.of(self.settings)
        assert endpoint is not None
        return Follower(self.database, self.settings, endpoint)

    def work(self) -> Follower:
        """Let a worker work until there is nothing to do."""
        follower = self.follower()
        rounds = 0
        while follower():
            rounds += 1
            assert rounds < 50
        return follower

    def nearest(self, *texts: str, limit: int = 3) -> list[list[tuple[int, float]]] | None:
        """What is nearest to these texts."""
        with self.database.reading() as session:
            return nearest(session, self.settings, texts, limit)

    def embedded(self) -> set[str | None]:
        """What the fact-checks say that have a vector."""
        query = (
            sa.select(FactCheck.text)
            .join(FactCheckVector, FactCheckVector.fact_check_id == FactCheck.id)
            .where(FactCheckVector.number > 0)
        )
        with self.database.reading() as session:
            return set(session.scalars(query))


@pytest.fixture
def desk(
    database: Database,
    server: EmbeddingServer,
    applications: Callable[[str], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[EmbeddingDesk]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("SECONDS", "SECONDS_OF_A_LOOK"):  # a busy machine is no slow server
        monkeypatch.setattr(querying, name, 20)
    breaker_of.cache_clear()
    collection_of.cache_clear()
    app = applications(database.engine.url.render_as_string(hide_password=False))
    app.extensions["database"].engine.dispose()
    yield EmbeddingDesk(app, database)
    app.extensions["database"].engine.dispose()


def ids_of(found: Sequence[tuple[int, float]]) -> list[int]:
    """The ids alone."""
    return [id_ for id_, _cosine in found]
